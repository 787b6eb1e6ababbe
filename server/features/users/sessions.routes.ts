import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { changeOwnLanguage, changeOwnPassword, readSession, signIn, signOut } from '../../../shared/users.ts';
import { refuseCrossSite, sessionCookie } from '../../http/authenticate.ts';
import { route } from '../../http/route.ts';
import * as sessions from './sessions.service.ts';

export function sessionRoutes(app: FastifyInstance): void {
  route(app, signIn, async (ctx, { body, request, reply }) => {
    // Nobody is signed in yet, so authenticate() has not looked: another site must not sign a browser in as someone else.
    refuseCrossSite(request);
    const { actor, token } = await sessions.signIn(ctx, { ...body, address: request.ip });
    setCookie(request, reply, token);
    return await sessions.readOwnSession({ ...ctx, actor });
  });
  route(app, readSession, async (ctx, { request, reply }) => {
    // The session slides on the server; the cookie has to follow it.
    setCookie(request, reply, tokenOf(request));
    return await sessions.readOwnSession(ctx);
  });
  route(app, signOut, async (ctx, { request, reply }) => {
    await sessions.signOut(ctx, tokenOf(request));
    reply.clearCookie(sessionCookie, { path: '/' });
  });
  route(app, changeOwnPassword, (ctx, { body, request }) =>
    sessions.changeOwnPassword(ctx, { ...body, address: request.ip, token: tokenOf(request) }),
  );
  route(app, changeOwnLanguage, (ctx, { body }) => sessions.changeOwnLanguage(ctx, body.language));
}

function tokenOf(request: FastifyRequest): string {
  return request.cookies[sessionCookie] ?? '';
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const maxAge = sessions.sessionDays * 24 * 3600;
  const secure = request.protocol === 'https';
  reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
}
