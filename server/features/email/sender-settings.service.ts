import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { AnswerOf, BodyOf } from '../../../shared/endpoint.ts';
import type { changeSender, MailboxSender, trySender } from '../../../shared/mailbox-senders.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { signed } from '../../mail/dkim.ts';
import { makeSender, type Sender } from '../../mail/send.ts';
import { badFields, Problem } from '../../problem.ts';
import { dropUnusedAuthorization } from './access.service.ts';
import { findAuthorization } from './authorizations.sql.ts';
import { senderSecretOwner } from './connections.ts';
import { signingKeyOf } from './dkim.service.ts';
import { requireMailbox } from './mailboxes.service.ts';
import { selectMailboxes } from './mailboxes.sql.ts';
import { deleteSender, findSender, type SenderRecord, upsertSender } from './senders.sql.ts';
import { senderShown } from './senders.ts';
import { testMail } from './test-mail.ts';
import { accountFor, loginOf, type SmtpLogin, wayOf } from './ways.service.ts';

type Given = NonNullable<BodyOf<typeof trySender>['server']>;

/** A person is waiting for the answer. */
const patienceMs = 10_000;

/** Problems: not_found, `required` for a password that is not known. */
export async function changeSenderOf(
  ctx: Context,
  id: string,
  given: BodyOf<typeof changeSender>,
): Promise<MailboxSender> {
  requirePermission(ctx, 'settings:write');
  await requireMailbox(ctx, id);
  const login = await givenLogin(ctx, id, given, await findSender(ctx, id));
  const { host, port, security, signIn } = login;
  const { sign_in, from_name } = given;
  await inTransaction(ctx, async (tx) => {
    const owner = senderSecretOwner(tx.tenantId, id);
    await upsertSender(tx, id, {
      ...{ host, port, security, sign_in, from_name },
      username: signIn?.username ?? null,
      secret: signIn !== null && 'password' in signIn ? tx.secrets.seal(owner, signIn.password) : null,
    });
    await dropUnusedAuthorization(tx, id);
    tx.announce({ kind: 'settings' });
  });
  const now = await findSender(ctx, id);
  if (!now) throw new Problem('not_found', 'not_found');
  return senderShown(now);
}

/** Problems: not_found. */
export async function removeSenderOf(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, 'settings:write');
  await inTransaction(ctx, async (tx) => {
    if (!(await deleteSender(tx, id))) throw new Problem('not_found', 'not_found');
    await dropUnusedAuthorization(tx, id);
    tx.announce({ kind: 'settings' });
  });
  ctx.mail.senders.drop(`${ctx.tenantId} ${id}`);
}

/** Sends a mail that says that it is a test. Problems: not_found, `required` for a password that is not known. */
export async function trySenderOf(
  ctx: Context,
  id: string,
  { to, server }: BodyOf<typeof trySender>,
): Promise<AnswerOf<typeof trySender>> {
  requirePermission(ctx, 'settings:write');
  const mailbox = (await selectMailboxes(ctx)).find((one) => one.id === id);
  const address = mailbox?.addresses[0];
  if (!mailbox || address === undefined) throw new Problem('not_found', 'not_found');
  const known = await findSender(ctx, id);
  const sender = server
    ? once(ctx, await givenLogin(ctx, id, server, known))
    : (await wayOf(ctx, { mailboxId: id, address }))?.sender;
  if (!sender) return { problem: 'smtp_none', server_said: '' };
  try {
    const name = known?.from_name ?? mailbox.name;
    const mail = await testMail({ from: { name, address }, to, at: ctx.now() });
    const key = await signingKeyOf(ctx, address);
    const raw = key ? await buffer(signed(Readable.from([mail.raw]), key)) : mail.raw;
    const { kind, answer, fault } = await sender.send({ ...mail, raw });
    return { problem: kind === 'accepted' ? null : (fault ?? 'smtp_refused_mail'), server_said: answer };
  } finally {
    if (server) sender.close();
  }
}

/** A way out that is not kept. */
const once = (ctx: Context, login: SmtpLogin): Sender =>
  makeSender(() => accountFor(ctx, login), { patienceMs });

/** The kept password goes to the server it was given for, and to no other. */
async function givenLogin(
  ctx: Context,
  mailboxId: string,
  { host, port, security, sign_in, username, password }: Given,
  known: SenderRecord | undefined,
): Promise<SmtpLogin> {
  const server = { mailboxId, host, port, security };
  if (sign_in === 'none') return { ...server, signIn: null };
  if (sign_in === 'oauth') {
    const authorization = await findAuthorization(ctx, mailboxId);
    if (!authorization) throw badFields([{ field: 'sign_in', code: 'oauth_sign_in_needed' }]);
    // An access token goes to its provider, and to no server that somebody names.
    const { smtp } = ctx.mail.providers[authorization.provider];
    return { mailboxId, ...smtp, signIn: { username: authorization.username, isToken: true } };
  }
  if (username === undefined) throw badFields([{ field: 'username', code: 'required' }]);
  if (password !== undefined) return { ...server, signIn: { username, password } };
  const isKnown =
    known?.host === host &&
    known.port === port &&
    known.security === security &&
    known.username === username &&
    known.sign_in === 'password';
  if (!isKnown) throw badFields([{ field: 'password', code: 'required' }]);
  return loginOf(ctx, known);
}
