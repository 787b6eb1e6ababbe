import type { Context } from '../../context.ts';
import type { MailOutside } from '../../mail/outside.ts';
import { makeSender, type Sender, type SendResult, type SmtpAccount } from '../../mail/send.ts';
import { accessTokenOf } from './access.service.ts';
import { senderSecretOwner } from './connections.ts';
import { signingKeyOf } from './dkim.service.ts';
import { findSender, mailboxOfAddress, noteNotSent, noteSent, type SenderRecord } from './senders.sql.ts';
import type { Senders, SendingWay, SentFrom } from './sending-way.ts';

/** How a mailbox is signed in to for sending. */
export interface SmtpLogin extends Pick<SmtpAccount, 'host' | 'port' | 'security'> {
  readonly mailboxId: string;
  readonly signIn: null | { readonly username: string; readonly password: string } | SignInByToken;
}
interface SignInByToken {
  readonly username: string;
  readonly isToken: true;
}

/** Each mailbox by its own server if it has one, else by the installation's; what its domain has an active key for is signed. */
export function mailboxSenders(outside: MailOutside): Senders {
  return { senderFor: wayOf, close: () => outside.close() };
}

export async function wayOf(ctx: Context, { mailboxId, address }: SentFrom): Promise<SendingWay | null> {
  // What was written before mailboxes had ways of their own names only its address.
  const sender = await senderOf(ctx, mailboxId ?? (await mailboxOfAddress(ctx, address)));
  return sender && { sender, dkim: await signingKeyOf(ctx, address) };
}

/** Whether the mailbox can send stands in its row then. */
async function senderOf(ctx: Context, mailboxId: string | null): Promise<Sender | null> {
  const record = mailboxId === null ? undefined : await findSender(ctx, mailboxId);
  if (!record) return ctx.mail.senders.fallback;
  const key = `${ctx.tenantId} ${record.mailbox_id}`;
  const own = ctx.mail.senders.of(key, settingsOf(record), () =>
    makeSender(async () => accountFor(ctx, loginOf(ctx, record))),
  );
  return telling(ctx, record.mailbox_id, own);
}

/** Everything that an open connection goes by. */
function settingsOf({ host, port, security, sign_in, username, secret }: SenderRecord): string {
  return JSON.stringify([host, port, security, sign_in, username, secret?.toString('base64') ?? null]);
}

/** Throws SealError. */
export function loginOf(ctx: Context, record: SenderRecord): SmtpLogin {
  const { mailbox_id: mailboxId, host, port, security, username, secret } = record;
  const server = { mailboxId, host, port, security };
  if (username === null) return { ...server, signIn: null };
  if (secret === null) return { ...server, signIn: { username, isToken: true } };
  const password = ctx.secrets.open(senderSecretOwner(ctx.tenantId, mailboxId), secret);
  return { ...server, signIn: { username, password } };
}

/** Ready to connect. Throws PrivatePlaceError. */
export async function accountFor(
  ctx: Context,
  { mailboxId, signIn, ...server }: SmtpLogin,
): Promise<SmtpAccount> {
  const place = await ctx.mail.placeOf(server.host);
  const { ca } = ctx.mail;
  const account = { ...server, ...place, ...(ca !== undefined && { ca }) };
  if (signIn === null || 'password' in signIn) return { ...account, signIn };
  const accessToken = (refused?: string) => accessTokenOf(ctx, mailboxId, refused);
  return { ...account, signIn: { username: signIn.username, accessToken } };
}

function telling(ctx: Context, mailboxId: string, sender: Sender): Sender {
  return {
    async send(mail) {
      const result = await sender.send(mail);
      await tell(ctx, mailboxId, result);
      return result;
    },
    close: () => sender.close(),
  };
}

/** Never throws: that a mail was accepted is not to be lost for it. */
async function tell(ctx: Context, mailboxId: string, { answer, fault }: SendResult): Promise<void> {
  try {
    const isNews =
      fault === undefined
        ? await noteSent(ctx, mailboxId)
        : await noteNotSent(ctx, mailboxId, { error: fault, said: answer });
    if (!isNews) return;
    if (fault !== undefined) ctx.log.warn({ mailboxId, fault, said: answer }, 'a mailbox can not send');
    ctx.announce({ kind: 'settings' });
  } catch (err) {
    ctx.log.warn({ err, mailboxId }, 'whether a mailbox can send could not be written');
  }
}
