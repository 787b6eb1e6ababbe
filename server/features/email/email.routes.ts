import type { FastifyInstance } from 'fastify';
import { wireIdOf } from '../../../shared/id.ts';
import { addMailbox, changeMailbox, listMailboxes } from '../../../shared/mailboxes.ts';
import { route } from '../../http/route.ts';
import { addMailboxTo, changeMailboxOf, listMailboxesOf } from './mailboxes.service.ts';

export function mailboxRoutes(app: FastifyInstance): void {
  route(app, listMailboxes, (ctx) => listMailboxesOf(ctx));
  route(app, addMailbox, async (ctx, { body }) => ({ id: wireIdOf((await addMailboxTo(ctx, body)).id) }));
  route(app, changeMailbox, (ctx, { params, body }) => changeMailboxOf(ctx, params.id, body));
}
