import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../../shared/endpoint.ts';
import { Problem } from '../problem.ts';
import { sendProblem } from './problems.ts';

export interface RouteTableRow {
  readonly method: string;
  readonly url: string;
  readonly pattern: RegExp;
  readonly endpoint: Endpoint | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    routeTable: RouteTableRow[];
  }
}

/** Every registered route with a pattern for real addresses; read by the 405 answer, the reference and the test that walks all routes. */
export function keepRouteTable(app: FastifyInstance): void {
  const table: RouteTableRow[] = [];
  app.decorate('routeTable', table);
  app.addHook('onRoute', ({ method, url, config }) => {
    const literal = url.replace(/[.+^$()|[\]\\]/g, '\\$&');
    const pattern = new RegExp(`^${literal.replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*')}$`);
    for (const one of [method].flat()) table.push({ method: one, url, pattern, endpoint: config?.endpoint });
  });
}

/**
 * An address that is known for other methods: 405 with Allow (RFC 9110, 15.5.6), and OPTIONS says which they are (9.3.7).
 * Every other one: 404 in our shape.
 */
export function refuseUnknown(app: FastifyInstance): void {
  refuseShadowed(app);
  app.setNotFoundHandler((request, reply) => {
    const rows = rowsOf(app, pathOf(request));
    if (rows.length === 0 || rows.some((row) => row.method === request.method)) {
      return sendProblem(new Problem('not_found', 'not_found'), request, reply);
    }
    if (request.method === 'OPTIONS')
      return reply
        .code(204)
        .header('allow', `${allowed(rows)}, OPTIONS`)
        .send();
    return sendNotAllowed(request, reply, rows);
  });
}

/** `GET /v2/tickets/create` is a wrong method, and not the ticket whose id is "create". */
function refuseShadowed(app: FastifyInstance): void {
  let fixed: ReadonlySet<string> = new Set();
  app.addHook('onReady', async () => {
    fixed = new Set(app.routeTable.map((row) => row.url).filter((url) => !/[:*]/.test(url)));
  });
  app.addHook('onRequest', async (request, reply) => {
    if (!request.routeOptions.url?.includes(':') || !fixed.has(pathOf(request))) return undefined;
    return sendNotAllowed(request, reply, rowsOf(app, pathOf(request)));
  });
}

function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?')[0] ?? '/';
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}

/** The routes of an address; where it is one of its own, patterns that fit it too don't count. */
function rowsOf(app: FastifyInstance, path: string): RouteTableRow[] {
  const rows = app.routeTable.filter(({ url, pattern }) => !/^\/?\*$/.test(url) && pattern.test(path));
  const own = rows.filter(({ url }) => url === path);
  return own.length > 0 ? own : rows;
}

function allowed(rows: readonly RouteTableRow[]): string {
  return [...new Set(rows.map((row) => row.method))].join(', ');
}

function sendNotAllowed(
  request: FastifyRequest,
  reply: FastifyReply,
  rows: readonly RouteTableRow[],
): FastifyReply {
  const headers = { allow: allowed(rows) };
  return sendProblem(new Problem('method_not_allowed', 'method_not_allowed', { headers }), request, reply);
}
