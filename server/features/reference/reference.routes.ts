import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { Endpoint } from '../../../shared/endpoint.ts';
import { readOpenApi, readReference } from '../../../shared/v2-reference.ts';
import { openApiOf } from '../../http/openapi.ts';
import { publicBase } from '../../http/ords.ts';
import { route } from '../../http/route.ts';
import { renderReference } from './page.ts';

const style = readFileSync(new URL('./reference.css', import.meta.url), 'utf8');
/** Nothing runs, nothing is loaded, and the one style sheet is the one we wrote. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The OpenAPI document and the page made of it. They describe whatever endpoints the app has by the first request. */
export function referenceRoutes(app: FastifyInstance): void {
  let known: ReturnType<typeof openApiOf> | null = null;
  const documentAt = (base: string) => {
    known ??= openApiOf(endpointsOf(app));
    return known(base);
  };
  route(app, readOpenApi, (_ctx, { request }) => ({ ...documentAt(publicBase(request)) }));
  route(app, readReference, (_ctx, { query, request, reply }) => {
    reply.type('text/html; charset=utf-8').header('content-security-policy', contentSecurityPolicy);
    return renderReference(documentAt(publicBase(request)), query.lang, style);
  });
}

function endpointsOf(app: FastifyInstance): Endpoint[] {
  return app.routeTable.flatMap(({ method, endpoint }) => (endpoint?.method === method ? [endpoint] : []));
}
