import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { introspectToken, oauthToken, revokeToken } from '../../../shared/v2-oauth.ts';
import type { Context } from '../../context.ts';
import { textOf } from '../../http/lossless-json.ts';
import { problemOf, sendProblem } from '../../http/problems.ts';
import { route } from '../../http/route.ts';
import { Problem, problemKinds } from '../../problem.ts';
import { credentialsOf } from './credentials.ts';
import { type KnownApiClient, provenClient } from './oauth.service.ts';
import { oauthErrorOf } from './oauth-problems.ts';
import { inspectToken, issueToken, revokeOwnToken, tokenSeconds } from './tokens.service.ts';

const formLimitBytes = 64 * 1024;

/** The three calls of OAuth: forms in, JSON out, errors in RFC 6749's own shape. */
export function tokenRoutes(app: FastifyInstance): void {
  app.register(async (oauth) => {
    readForms(oauth);
    oauth.addHook('onRequest', async (_request, reply) => {
      // RFC 6749, 5.1 asks for both.
      reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
    });
    oauth.setErrorHandler((error: FastifyError, request, reply) => {
      const problem = problemOf(error, request);
      const body = oauthErrorOf(problem);
      if (body === null) return sendProblem(problem, request, reply);
      const isRequest = body.error === 'invalid_request';
      const status = isRequest ? 400 : problemKinds[problem.kind].status;
      return reply
        .code(status)
        .headers(problem.headers)
        .serializer(JSON.stringify)
        .type('application/json')
        .send(body);
    });

    route(oauth, oauthToken, async (ctx, { body, request }) => {
      const client = await callerOf(ctx, request, body);
      if (body.grant_type === undefined) throw new Problem('bad_request', 'invalid_request');
      if (body.grant_type !== 'client_credentials')
        throw new Problem('bad_request', 'unsupported_grant_type');
      const access_token = await issueToken(ctx, client, body.scope ?? null);
      return { access_token, token_type: 'bearer' as const, expires_in: tokenSeconds };
    });
    route(oauth, revokeToken, async (ctx, { body, request }) => {
      const client = await callerOf(ctx, request, body);
      await revokeOwnToken(ctx, client, required(body.token));
      return undefined;
    });
    route(oauth, introspectToken, async (ctx, { body, request }) => {
      await callerOf(ctx, request, body);
      const token = await inspectToken(ctx, required(body.token));
      if (!token) return { active: false };
      const { clientId: client_id, scopes, expiresAtSeconds: exp, issuedAtSeconds: iat } = token;
      return { active: true, scope: scopes.join(' '), client_id, token_type: 'bearer', exp, iat };
    });
  });
}

/** Only forms, each parameter at most once (RFC 6749, 3.2). */
function readForms(oauth: FastifyInstance): void {
  oauth.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: formLimitBytes } as const;
  oauth.addContentTypeParser(
    'application/x-www-form-urlencoded',
    options,
    async (_request: FastifyRequest, body: Buffer) => {
      const form = formOf(body);
      const names = [...form.keys()];
      if (new Set(names).size !== names.length) throw new Problem('bad_request', 'invalid_request');
      return Object.fromEntries(form);
    },
  );
  oauth.addContentTypeParser('*', options, async (_request: FastifyRequest, body: Buffer) => {
    if (body.length > 0) throw new Problem('unsupported_media', 'form_expected');
  });
}

function formOf(body: Buffer): URLSearchParams {
  try {
    return new URLSearchParams(textOf(body));
  } catch (cause) {
    throw new Problem('bad_request', 'invalid_request', { cause });
  }
}

type Form = Parameters<typeof credentialsOf>[1];

/**
 * The client that proves itself, or invalid_client. However many wrong secrets come, each is 401 (RFC 6749, 5.2): 256 random bits
 * can't be guessed, so counting tries would only hinder those who share an address.
 */
async function callerOf(ctx: Context, request: FastifyRequest, form: Form): Promise<KnownApiClient> {
  const readings = credentialsOf(request.headers.authorization, form);
  const client = readings.length > 0 ? await provenClient(ctx, readings) : null;
  if (client) return client;
  // RFC 6749, 5.2 and RFC 7617.
  const headers = { 'www-authenticate': 'Basic realm="pniya", charset="UTF-8"' };
  throw new Problem('unauthenticated', 'invalid_client', { headers });
}

function required(token: string | undefined): string {
  if (token === undefined) throw new Problem('bad_request', 'invalid_request');
  return token;
}
