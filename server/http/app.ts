import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { TrustedProxies } from '../config.ts';
import type { Means } from '../context.ts';
import { Problem } from '../problem.ts';
import { keepRouteTable, refuseUnknown } from './addresses.ts';
import { authenticate, type Identities } from './authenticate.ts';
import { parseLossless, textOf } from './lossless-json.ts';
import { answerBroken, sendProblem } from './problems.ts';
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
/** What is still being sent to us then is cut off, so that a slow or silent client can't hold up our end. */
const lastRequestsMs = 5000;

/** The HTTP server without its routes: parsing, tenant, actor, problems. */
export function buildApp(options: AppOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: options.log,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for each request is made in vain by all those that log nothing; who logs names the request.
    childLoggerFactory: (log) => log,
    trustProxy: trustOf(options.trustProxy),
    bodyLimit: bodyLimitBytes,
    // A file of 25 MB over a slow line takes minutes; headers have Node's own minute.
    requestTimeout: 300_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    genReqId: requestIds(),
    http: { requireHostHeader: false }, // asked for below, in our shape
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    clientErrorHandler: answerBroken,
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
  refuseUnknown(app);
  // We know of no other expectation than 100-continue, and may let the rest be (RFC 9110, 10.1.1).
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    // RFC 9112, 3.2.
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined)
      throw new Problem('bad_request', 'invalid_request');
    if (!request.is404 && request.routeOptions.config.endpoint) {
      request.ctx = await authenticate(options.means, options.identities, request, reply);
      // Several tenants, one configured address: links of the others are built from their own hosts.
      request.isAtPublicUrl =
        publicHost === request.hostname ||
        (publicHost !== null && (await options.identities.tenantOfHost(publicHost)) === request.tenantId);
    }
  });
  app.addHook('preClose', async () => {
    setTimeout(() => app.server.closeAllConnections(), lastRequestsMs).unref();
  });
  app.setErrorHandler(async (error: Error, request, reply) => {
    await keepIfRefused(options.keepRefused, error, request);
    return sendProblem(error, request, reply);
  });
  return app;
}

/** An id that people quote back to us: it names one request of all that this and any other process has answered. */
function requestIds(): () => string {
  const run = randomBytes(6).toString('hex');
  let count = 0;
  return () => {
    count += 1;
    return `${run}-${count.toString(36)}`;
  };
}

/** Behind a known number of proxies, and reachable only through them, the nearest ones count whatever their addresses are. */
function trustOf(proxies: TrustedProxies): string[] | false | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies;
}

/** JSON is read losslessly and its bytes are kept; any other media type is read too, so that a refused body can be kept. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/([\w.-]+\+)?json *(;|$)/,
    { parseAs: 'buffer' },
    (request, body, done) => {
      request.rawBody = body as Buffer;
      if (request.rawBody.length === 0) return done(null, undefined);
      const refused = codingProblem(request.headers['content-encoding']);
      if (refused) return done(refused);
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

/** Compressed bodies are not taken; the header says what is (RFC 9110, 15.5.16). */
function codingProblem(coding: string | undefined): Problem | null {
  if (coding === undefined || /^(identity)?$/i.test(coding.trim())) return null;
  return new Problem('unsupported_media', 'plain_body_expected', {
    headers: { 'accept-encoding': 'identity' },
  });
}
