import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint } from '../../../shared/endpoint.ts';
import { requestId } from '../../../shared/id.ts';
import { route } from '../../http/route.ts';
import { openAttachment, readFrame } from './messages.service.ts';

/** Answers that are documents and files, not JSON; their contracts carry no answer schema. */
const readHtmlFrame = endpoint({
  method: 'GET',
  url: '/api/messages/:id/html',
  summary: 'A mail’s sanitised HTML as a document for a sandboxed frame; remote images only with `images=1`',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  query: z.object({ images: z.literal('1').optional() }),
  answer: z.string(),
});

const readAttachment = endpoint({
  method: 'GET',
  url: '/api/attachments/:id',
  summary: 'An attachment, as a download; `inline=1` shows pictures of safe types in place',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  query: z.object({ inline: z.literal('1').optional() }),
  answer: z.string(),
});

/** Types that a browser shows without running anything in them (SVG runs scripts). */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function contentRoutes(app: FastifyInstance): void {
  route(app, readHtmlFrame, async (ctx, { params, query, reply }) => {
    const { html, policy } = await readFrame(ctx, params.id, query.images === '1');
    reply.headers({ 'content-security-policy': policy, 'referrer-policy': 'no-referrer' });
    return reply.type('text/html; charset=utf-8').serializer(String).send(html) as never;
  });
  route(app, readAttachment, async (ctx, { params, query, reply }) => {
    const file = await openAttachment(ctx, params.id);
    const isShown = query.inline === '1' && pictures.has(file.mediaType);
    reply.headers({
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': disposition(isShown ? 'inline' : 'attachment', file.name),
      'content-length': file.sizeBytes,
      'cache-control': 'private, max-age=86400, immutable',
    });
    return reply
      .type(isShown ? file.mediaType : 'application/octet-stream')
      .serializer(String)
      .send(file.content) as never;
  });
}

/** RFC 6266: an ASCII name for old readers, and the true one in UTF-8 (RFC 8187). */
function disposition(kind: string, name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${exact}`;
}
