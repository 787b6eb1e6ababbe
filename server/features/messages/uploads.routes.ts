import type { FastifyInstance } from 'fastify';
import { addUpload, removeUpload } from '../../../shared/sending.ts';
import { route } from '../../http/route.ts';
import { addUploadOf, removeUploadOf } from './uploads.service.ts';

/** Files on their way into a mail: the body is streamed to its file, never held as a whole. */
export function uploadRoutes(app: FastifyInstance): void {
  app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    route(uploads, addUpload, (ctx, { query, request }) =>
      addUploadOf(ctx, {
        name: query.name,
        isInline: query.is_inline,
        mediaType: request.headers['content-type'] ?? '',
        content: (request.body ?? []) as AsyncIterable<Buffer>,
      }),
    );
  });
  route(app, removeUpload, (ctx, { params }) => removeUploadOf(ctx, params.id));
}
