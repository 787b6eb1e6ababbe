import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { endpoint } from '../../../shared/endpoint.ts';
import type { Change } from '../../../shared/live.ts';
import { sessionCookie } from '../../http/authenticate.ts';
import { route } from '../../http/route.ts';

const live = endpoint({
  method: 'GET',
  url: '/api/live',
  summary: 'Changes as server-sent events: what to read again (shared/live.ts)',
  tag: 'live',
  access: 'signed-in',
  answer: z.string(),
});

/** Proxies and browsers give up on a silent stream; a minute is the shortest of the usual limits. */
const heartbeatMs = 25_000;

export interface LiveMeans {
  /** Calls with each change of any tenant; `*` stands for all. Answers the function that ends it. */
  subscribe(listener: (heard: { tenantId: string; change: Change }) => void): () => void;
  /** Whether the session behind an open stream still stands. */
  isSignedIn(tenantId: string, token: string): Promise<boolean>;
}

/** Streams to every signed-in console what changed in its tenant. The stream ends with its session. */
export function liveRoutes(app: FastifyInstance, means: LiveMeans): void {
  const open = new Set<() => void>();
  app.addHook('preClose', () => {
    for (const end of open) end();
  });
  route(app, live, (ctx, { request, reply }) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-accel-buffering': 'no',
    });
    if (request.method === 'HEAD') {
      stream.end();
      return reply as never;
    }
    stream.write('retry: 2000\n\n');
    const endUnlessSignedIn = (thenSay: string) => {
      means.isSignedIn(ctx.tenantId, request.cookies[sessionCookie] ?? '').then(
        (isSignedIn) => (isSignedIn ? stream.write(thenSay) : end()),
        () => undefined, // the database is away: the stream outlives it
      );
    };
    const unsubscribe = means.subscribe(({ tenantId, change }) => {
      if (tenantId !== ctx.tenantId && tenantId !== '*') return;
      stream.write(dataOf(change));
      if (change.kind === 'access' || change.kind === 'settings') endUnlessSignedIn('');
    });
    const beat = setInterval(() => endUnlessSignedIn(': still here\n\n'), heartbeatMs);
    const end = () => {
      clearInterval(beat);
      unsubscribe();
      open.delete(end);
      stream.end();
    };
    open.add(end);
    stream.on('close', end);
    return reply as never;
  });
}

const dataOf = (change: Change) => `data: ${JSON.stringify(change)}\n\n`;
