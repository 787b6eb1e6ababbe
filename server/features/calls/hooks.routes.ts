import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Endpoint, endpoint } from '../../../shared/endpoint.ts';
import type { Context } from '../../context.ts';
import { publicBase } from '../../http/ords.ts';
import { route } from '../../http/route.ts';
import { unpacked } from '../../http/unpacked.ts';
import { popUpOrigin, receivePush } from './hooks.service.ts';

const params = z.object({ token: z.string(), part: z.enum(['cdr', 'popup', 'ivr']).optional() });

const push = (method: 'GET' | 'POST', url: string) =>
  endpoint({
    method,
    url,
    summary: 'What an exchange tells of calls; the secret in the address is its connection’s',
    tag: 'phone',
    access: 'anyone',
    params,
    answer: z.string(),
  });

type Hook = Endpoint & { readonly params: typeof params; readonly answer: z.ZodString };

/** The addresses that exchanges call. What they send is read by the provider's adapter, whatever its type is. */
export function hookRoutes(app: FastifyInstance): void {
  app.register(async (hooks) => {
    hooks.removeAllContentTypeParsers();
    // A type that is none stands in no exchange's way: what comes is read by what it is.
    hooks.addHook('onRequest', async ({ headers }) => {
      if (!/^[\w.+-]+\/[\w.+-]+\s*(;|$)/.test(headers['content-type'] ?? '')) delete headers['content-type'];
    });
    hooks.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
      request.rawBody = await unpacked(body, request.headers['content-encoding']);
    });
    const take = (declared: Hook) =>
      route(hooks, declared, (ctx, { params: { token, part }, request, reply }) =>
        answer(ctx, token, part ?? '', request, reply),
      );
    take(push('POST', '/hooks/phone/:token'));
    take(push('POST', '/hooks/phone/:token/:part'));
    // Twilio's callbacks, where it is told so, and Voicenter's older pop-up.
    take(push('GET', '/hooks/phone/:token'));
    take(push('GET', '/hooks/phone/:token/:part'));
    hooks.options('/hooks/phone/:token/:part', (_request, reply) => allowPopUp(reply).code(204).send());
  });
}

async function answer(
  ctx: Context,
  token: string,
  part: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<never> {
  const { status, type, body } = await receivePush(ctx, token, {
    raw: request.rawBody ?? Buffer.alloc(0),
    mediaType: request.headers['content-type'] ?? '',
    headers: request.headers,
    isGet: request.method === 'GET',
    url: `${publicBase(request)}${request.url}`,
    part,
  });
  if (part === 'popup') allowPopUp(reply);
  return reply
    .code(status)
    .type(type)
    .serializer((text: string) => text)
    .send(body) as never;
}

/** The pop-up is asked for from within a page of the browser's extension. */
function allowPopUp(reply: FastifyReply): FastifyReply {
  return reply.headers({
    'access-control-allow-origin': popUpOrigin,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': 'content-type',
  });
}
