import { existsSync } from 'node:fs';
import { join } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Everything the console loads is its own; mails are shown in frames that bring their own, stricter policy. */
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  // Recordings are played from where the exchange keeps them.
  "media-src 'self' https:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the built web app: its files, and index.html for every address of its own. */
export function serveConsole(app: FastifyInstance, folder: string): void {
  if (!existsSync(join(folder, 'index.html'))) return;
  app.register(serveFiles, {
    root: folder,
    wildcard: false,
    cacheControl: false,
    setHeaders(reply, path) {
      const isHashed = path.includes(`${join('assets', '')}`);
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      reply.header('content-security-policy', policy);
      reply.header('referrer-policy', 'same-origin');
    },
  });
  app.get('/*', (request, reply) => {
    // A slash too many or a capital letter: a program asked, and must not be told a page of HTML.
    const isPage = !/^\/+(api|v2|oauth|docs|assets|\.well-known)(\/|$|\?)/i.test(request.url);
    if (!isPage) return reply.callNotFound();
    return reply
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
      .sendFile('index.html');
  });
}
