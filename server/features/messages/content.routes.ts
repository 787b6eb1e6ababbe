import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint } from '../../../shared/endpoint.ts';
import { requestId } from '../../../shared/id.ts';
import { route } from '../../http/route.ts';
import { openAttachment, readFrame, readRemoteImage } from './messages.service.ts';

/** Answers that are documents and files, not JSON; their contracts carry no answer schema. */
const readHtmlFrame = endpoint({
  method: 'GET',
  url: '/api/messages/:id/html',
  summary: 'A mail’s sanitised HTML as a document for a sandboxed frame; remote images by `data-remote` only',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  answer: z.string(),
});

const readImage = endpoint({
  method: 'GET',
  url: '/api/messages/:id/image',
  summary:
    'A remote image of a mail, fetched for the reader: `place` is the `data-remote` of the frame’s image',
  description:
    '422 `image_unavailable` when it can’t be had, is no picture, is over 5 MB or lies in a network of ours.',
  tag: 'messages',
  access: 'tickets:read',
  params: z.object({ id: requestId }),
  query: z.object({
    place: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number),
  }),
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

const lonely = "default-src 'none'; sandbox";

export function contentRoutes(app: FastifyInstance, fetchImage: Parameters<typeof readRemoteImage>[1]): void {
  route(app, readHtmlFrame, async (ctx, { params, reply }) => {
    const { html, policy } = await readFrame(ctx, params.id);
    reply.headers({ 'content-security-policy': policy, 'referrer-policy': 'no-referrer' });
    return reply.type('text/html; charset=utf-8').serializer(String).send(html) as never;
  });
  route(app, readImage, async (ctx, { params, query, reply }) => {
    const left = new AbortController();
    reply.raw.once('close', () => left.abort());
    const asked = { id: params.id, place: query.place, gone: left.signal };
    const { type, content } = await readRemoteImage(ctx, fetchImage, asked);
    reply.headers({ 'content-security-policy': lonely, 'cache-control': 'private, max-age=86400' });
    return reply.type(type).send(content) as never;
  });
  route(app, readAttachment, async (ctx, { params, query, reply }) => {
    const file = await openAttachment(ctx, params.id);
    const isShown = query.inline === '1' && pictures.has(file.mediaType);
    reply.headers({
      'content-security-policy': lonely,
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
