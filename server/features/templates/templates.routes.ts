import type { FastifyInstance } from 'fastify';
import { wireIdOf } from '../../../shared/id.ts';
import {
  addTemplate,
  changeDepartmentSignature,
  changeOwnSignature,
  changeTemplate,
  listTemplates,
  orderTemplates,
  readSignatures,
} from '../../../shared/templates.ts';
import { route } from '../../http/route.ts';
import { templateShown } from './shown.ts';
import { changeDepartmentSignatureTo, changeOwnSignatureTo, readSignaturesOf } from './signatures.service.ts';
import { addTemplateTo, changeTemplateOf, listTemplatesOf, orderTemplatesOf } from './templates.service.ts';

export function templateRoutes(app: FastifyInstance): void {
  route(app, listTemplates, async (ctx) => ({ items: (await listTemplatesOf(ctx)).map(templateShown) }));
  route(app, addTemplate, async (ctx, { body }) => ({ id: wireIdOf((await addTemplateTo(ctx, body)).id) }));
  route(app, orderTemplates, (ctx, { body }) => orderTemplatesOf(ctx, body.ids));
  route(app, changeTemplate, (ctx, { params, body }) => changeTemplateOf(ctx, params.id, body));
  route(app, readSignatures, (ctx) => readSignaturesOf(ctx));
  route(app, changeOwnSignature, (ctx, { body }) => changeOwnSignatureTo(ctx, body.text));
  route(app, changeDepartmentSignature, (ctx, { params, body }) =>
    changeDepartmentSignatureTo(ctx, params.id, body.text),
  );
}
