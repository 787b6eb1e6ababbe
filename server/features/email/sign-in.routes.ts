import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  addDkimKey,
  changeDkimKey,
  checkDkimKey,
  listDkimKeys,
  removeDkimKey,
} from '../../../shared/dkim-keys.ts';
import { wireIdOf } from '../../../shared/id.ts';
import {
  authorizeApp,
  beginAuthorization,
  changeMailApp,
  endAuthorization,
  listMailApps,
  removeMailApp,
} from '../../../shared/mail-apps.ts';
import { changeSender, removeSender, trySender } from '../../../shared/mailbox-senders.ts';
import { sessionCookie } from '../../http/authenticate.ts';
import { route } from '../../http/route.ts';
import { authorizeAppOf, beginAuthorizationOf, endAuthorizationOf } from './authorize.service.ts';
import {
  addDkimKeyOf,
  changeDkimKeyOf,
  checkDkimKeyOf,
  listDkimKeysOf,
  removeDkimKeyOf,
} from './dkim.service.ts';
import { changeMailAppOf, listMailAppsOf, removeMailAppOf } from './mail-apps.service.ts';
import { changeSenderOf, removeSenderOf, trySenderOf } from './sender-settings.service.ts';

/** How mailboxes sign in, how they send, and how what they send is signed. */
export function signInRoutes(app: FastifyInstance): void {
  const originOf = (request: FastifyRequest) =>
    (request.isAtPublicUrl ? app.publicUrl : null) ?? `${request.protocol}://${request.host}`;
  const sessionOf = (request: FastifyRequest) => request.cookies[sessionCookie] ?? '';

  route(app, listMailApps, (ctx, { request }) => listMailAppsOf(ctx, originOf(request)));
  route(app, changeMailApp, (ctx, { params, body }) => changeMailAppOf(ctx, params.provider, body));
  route(app, removeMailApp, (ctx, { params }) => removeMailAppOf(ctx, params.provider));
  route(app, beginAuthorization, (ctx, { params, body, request }) =>
    beginAuthorizationOf(ctx, params.id, body, {
      sessionToken: sessionOf(request),
      origin: originOf(request),
    }),
  );
  route(app, authorizeApp, (ctx, { params, body }) => authorizeAppOf(ctx, params.id, body));
  route(app, endAuthorization, async (ctx, { request, reply }) => {
    const answered = new URL(request.url, 'http://callback').searchParams;
    const { mailboxId, problem } = await endAuthorizationOf(ctx, answered, sessionOf(request));
    return backToConsole(reply, mailboxId, problem);
  });
  route(app, changeSender, (ctx, { params, body }) => changeSenderOf(ctx, params.id, body));
  route(app, removeSender, (ctx, { params }) => removeSenderOf(ctx, params.id));
  route(app, trySender, (ctx, { params, body }) => trySenderOf(ctx, params.id, body));
  route(app, listDkimKeys, (ctx) => listDkimKeysOf(ctx));
  route(app, addDkimKey, (ctx, { body }) => addDkimKeyOf(ctx, body.domain));
  route(app, checkDkimKey, (ctx, { params }) => checkDkimKeyOf(ctx, params.domain));
  route(app, changeDkimKey, (ctx, { params, body }) => changeDkimKeyOf(ctx, params.domain, body));
  route(app, removeDkimKey, (ctx, { params }) => removeDkimKeyOf(ctx, params.domain));
}

/** To the page of the mailboxes, and nowhere else: what came with the request has no say in it. */
function backToConsole(reply: FastifyReply, mailboxId: string | null, problem: string | null): never {
  const search = new URLSearchParams({
    ...(mailboxId !== null && { mailbox: wireIdOf(mailboxId) }),
    ...(problem === null ? { connected: '1' } : { refused: problem }),
  });
  // The address that leads here holds a code: it is told to nobody.
  void reply.header('referrer-policy', 'no-referrer').redirect(`/settings/mailboxes?${search}`, 303);
  return reply as never;
}
