import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Endpoint } from '../../shared/endpoint.ts';
import type { TrustedProxies } from '../config.ts';
import type { Means } from '../context.ts';
import { Problem } from '../problem.ts';
import { authenticate, type Identities } from './authenticate.ts';
import { parseLossless, textOf } from './lossless-json.ts';
import { sendProblem } from './problems.ts';
import { holdLargeBodies, type KeepRefused, keepIfRefused } from './refused.ts';

export interface AppOptions {
  readonly means: Means;
  readonly identities: Identities;
  readonly keepRefused: KeepRefused;
  readonly log: FastifyBaseLogger;
  /** Addresses of reverse proxies whose forwarded headers count; false for none. */
  readonly trustProxy: TrustedProxies;
  /** Origin as customers see it; null or missing: as each request says. */
  readonly publicUrl?: string | null;
}

const bodyLimitBytes = 1024 * 1024;

/** The HTTP server without its routes: parsing, tenant, actor, problems. */
export function buildApp(options: AppOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustOf(options.trustProxy),
    bodyLimit: bodyLimitBytes,
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.register(cookie);
  app.decorateRequest<Buffer | null, 'rawBody'>('rawBody', null);
  app.decorateRequest('tenantId', '');
  app.decorateRequest('isAtPublicUrl', false);
  const publicUrl = options.publicUrl ?? null;
  const publicHost = publicUrl === null ? null : new URL(publicUrl).hostname;
  app.decorate('publicUrl', publicUrl);
  keepRouteTable(app);
  readBodies(app);
  holdLargeBodies(app, bodyLimitBytes);
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    if (!request.is404 && request.routeOptions.config.endpoint) {
      request.ctx = await authenticate(options.means, options.identities, request, reply);
      // Several tenants, one configured address: links of the others are built from their own hosts.
      request.isAtPublicUrl =
        publicHost === request.hostname ||
        (publicHost !== null && (await options.identities.tenantOfHost(publicHost)) === request.tenantId);
    }
  });
  app.setErrorHandler(async (error: Error, request, reply) => {
    await keepIfRefused(options.keepRefused, error, request);
    return sendProblem(error, request, reply);
  });
  refuseUnknown(app);
  return app;
}

/** Behind a known number of proxies, and reachable only through them, the nearest ones count whatever their addresses are. */
function trustOf(proxies: TrustedProxies): string[] | false | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies;
}

/** JSON is read losslessly and its bytes are kept; any other media type is read too, so that a refused body can be kept. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json\b/,
    { parseAs: 'buffer' },
    (request, body, done) => {
      request.rawBody = body as Buffer;
      if (request.rawBody.length === 0) return done(null, undefined);
      try {
        done(null, parseLossless(textOf(request.rawBody)));
      } catch (cause) {
        done(new Problem('bad_request', 'not_json', { cause }));
      }
    },
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body as Buffer;
    if (request.rawBody.length === 0) return done(null, undefined);
    done(new Problem('unsupported_media', 'json_expected'));
  });
}

/** Every registered route with a pattern for real addresses; read by the 405 answer, the reference and the test that walks all routes. */
function keepRouteTable(app: FastifyInstance): void {
  const table: RouteTableRow[] = [];
  app.decorate('routeTable', table);
  app.addHook('onRoute', ({ method, url, config }) => {
    const pattern = new RegExp(`^${url.replace(/:\w+/g, '[^/]+').replace(/\*$/, '.*')}/?$`);
    for (const one of [method].flat()) table.push({ method: one, url, pattern, endpoint: config?.endpoint });
  });
}

/** 404 in our shape, or 405 with Allow when the address exists for other methods (RFC 9110, 15.5.6). */
function refuseUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    const rows = app.routeTable.filter(
      (row) => row.url !== '*' && row.url !== '/*' && row.pattern.test(path),
    );
    if (rows.length === 0 || rows.some((row) => row.method === request.method)) {
      return sendProblem(new Problem('not_found', 'not_found'), request, reply);
    }
    const headers = { allow: [...new Set(rows.map((row) => row.method))].join(', ') };
    return sendProblem(new Problem('method_not_allowed', 'method_not_allowed', { headers }), request, reply);
  });
}

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
