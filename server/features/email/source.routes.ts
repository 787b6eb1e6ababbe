import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint } from '../../../shared/endpoint.ts';
import { requestId } from '../../../shared/id.ts';
import { readRendered } from '../../../shared/sending.ts';
import { route } from '../../http/route.ts';
import { openSource, readRenderedFrame, readRenderedOf } from './source.service.ts';

/** Answers that are files and documents, not JSON; their contracts carry no answer schema. */
const readSource = endpoint({
  method: 'GET',
  url: '/api/messages/:id/source',
  summary: 'The raw mail as a download: a received one as it came, a sent one as it left',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  answer: z.string(),
});

const readRenderedHtml = endpoint({
  method: 'GET',
  url: '/api/messages/:id/rendered/html',
  summary: 'The HTML that the recipient got, sanitised, as a document for a sandboxed frame',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  answer: z.string(),
});

export function sourceRoutes(app: FastifyInstance, reader: Parameters<typeof readRenderedOf>[1]): void {
  route(app, readSource, async (ctx, { params, reply }) => {
    const { name, content } = await openSource(ctx, params.id);
    reply.headers({
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `attachment; filename="${name}"`,
    });
    return reply.type('message/rfc822').serializer(String).send(content) as never;
  });
  route(app, readRendered, (ctx, { params }) => readRenderedOf(ctx, reader, params.id));
  route(app, readRenderedHtml, async (ctx, { params, reply }) => {
    const { html, policy } = await readRenderedFrame(ctx, reader, params.id);
    reply.headers({ 'content-security-policy': policy, 'referrer-policy': 'no-referrer' });
    return reply.type('text/html; charset=utf-8').serializer(String).send(html) as never;
  });
}
