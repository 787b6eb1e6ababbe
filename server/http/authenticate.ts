import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../../shared/endpoint.ts';
import { type Actor, type Context, contextOf, type Means, requirePermission } from '../context.ts';
import { Problem } from '../problem.ts';

/** How much of its rate an API client has used, this request included. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  readonly isExceeded: boolean;
  /** Seconds until the client may start anew, at least 1. */
  readonly resetSeconds: number;
}

export interface KnownClient {
  readonly actor: Extract<Actor, { kind: 'client' }>;
  readonly rate: RateState;
}

/** Who is behind a credential; handed over by main.ts from the features that keep them. Null: not known (any more). */
export interface Identities {
  /** The tenant of a host name (without port), null when there is none. */
  tenantOfHost(host: string): Promise<string | null>;
  /** The API client of a bearer token; this request is already counted in its rate. Without a promise when known. */
  clientOfToken(tenantId: string, token: string): KnownClient | null | Promise<KnownClient | null>;
  userOfSession(tenantId: string, token: string): Promise<Extract<Actor, { kind: 'user' }> | null>;
}

export const sessionCookie = 'pniya_session';

/** RFC 6750, 3: what a 401 must carry. */
const challenge = (error?: string) => ({
  'www-authenticate': `Bearer realm="pniya"${error ? `, error="${error}"` : ''}`,
});

/** Finds tenant and actor of a request and checks the endpoint's access. Runs before a body is read. */
export async function authenticate(
  means: Means,
  identities: Identities,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Context> {
  const tenantId = await identities.tenantOfHost(request.hostname);
  if (tenantId === null) throw new Problem('not_found', 'unknown_host');
  request.tenantId = tenantId;
  const endpoint = request.routeOptions.config.endpoint;
  if (!endpoint || endpoint.access === 'anyone') return contextOf(means, tenantId, { kind: 'system' });
  // By the contract's address: the request's own may spell it otherwise (%76 is v).
  const actor = endpoint.url.startsWith('/v2')
    ? await clientOf(identities, tenantId, request, reply)
    : await userOf(identities, tenantId, request);
  const ctx = contextOf(means, tenantId, actor);
  checkAccess(ctx, endpoint);
  return ctx;
}

function checkAccess(ctx: Context, endpoint: Endpoint): void {
  if (endpoint.access === 'anyone' || endpoint.access === 'signed-in') return;
  try {
    requirePermission(ctx, endpoint.access);
    if (endpoint.alsoNeeds) requirePermission(ctx, endpoint.alsoNeeds);
  } catch (error) {
    if (ctx.actor.kind !== 'client') throw error;
    throw new Problem('forbidden', 'insufficient_scope', { headers: challenge('insufficient_scope') });
  }
}

async function clientOf(
  identities: Identities,
  tenantId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Actor> {
  const given = /^bearer +([\w\-.~+/]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given === undefined) throw new Problem('unauthenticated', 'token_required', { headers: challenge() });
  const client = await identities.clientOfToken(tenantId, given);
  if (!client) throw new Problem('unauthenticated', 'token_invalid', { headers: challenge('invalid_token') });
  showRate(client.rate, reply);
  return client.actor;
}

/** The three headers of draft-ietf-httpapi-ratelimit-headers-03, on every answer to a known client. */
function showRate(rate: RateState, reply: FastifyReply): void {
  reply.header('ratelimit-limit', rate.limit);
  reply.header('ratelimit-remaining', rate.remaining);
  reply.header('ratelimit-reset', rate.resetSeconds);
  if (!rate.isExceeded) return;
  throw new Problem('too_many', 'too_many_requests', {
    headers: { 'retry-after': String(rate.resetSeconds) },
  });
}

async function userOf(identities: Identities, tenantId: string, request: FastifyRequest): Promise<Actor> {
  refuseCrossSite(request);
  const token = request.cookies[sessionCookie];
  const user = token === undefined ? null : await identities.userOfSession(tenantId, token);
  if (!user) throw new Problem('unauthenticated', 'sign_in_required');
  return user;
}

/** The cookie is SameSite=Lax; this closes what Lax leaves open: other origins of the same site, and old browsers. */
export function refuseCrossSite(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  const isOtherSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isOtherOrigin = origin !== undefined && hostOf(origin) !== request.host;
  if (isOtherSite || isOtherOrigin) throw new Problem('forbidden', 'cross_site');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
