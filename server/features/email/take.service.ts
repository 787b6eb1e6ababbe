import { createHash } from 'node:crypto';
import { type Context, meansOf } from '../../context.ts';
import { recipientsIn } from '../../mail/recipients.ts';
import { upTo } from '../../mail/up-to.ts';
import { badFields, Problem } from '../../problem.ts';
import { type Recorded, recordArrival } from '../intake/interpret.service.ts';
import { keepRejectedMail } from '../intake/receive.service.ts';
import { selectMailboxes } from './mailboxes.sql.ts';
import { findMailboxOf } from './receive.service.ts';

export interface PushedMail {
  /** The mailbox address it is for; null leaves it to the mail's own headers. */
  readonly to: string | null;
  /** For the record: what the transport said of it. */
  readonly envelope: Readonly<Record<string, unknown>>;
  readonly content: AsyncIterable<Buffer>;
  readonly maxBytes: number;
}

const headBytes = 256 * 1024;
const keptOfTooLarge = 1024 * 1024;

/**
 * Takes in a raw mail that did not come by SMTP or IMAP: once this answers, its bytes and its ledger row are durable.
 * Problems: bad_request mail_empty or an unknown `to`, too_large mail_too_large; the ledger then keeps it as rejected.
 */
export async function takeMailFor(ctx: Context, mail: PushedMail): Promise<Recorded> {
  const kept = await keepContent(ctx, mail);
  const mailboxId = await mailboxOf(ctx, mail.to, kept.head);
  if (mailboxId === null) {
    await keepRejectedMail(ctx, { ...kept, raw: null, reason: 'invalid_request (to: unknown_value)' });
    throw badFields([{ field: 'to', code: 'unknown_value' }]);
  }
  return recordArrival(meansOf(ctx), {
    tenantId: ctx.tenantId,
    channel: 'email',
    source: mailboxId,
    externalKey: null,
    rawSha256: kept.sha256,
    rawBytes: kept.bytes,
    envelope: mail.envelope,
  });
}

/** Streams the mail into the file store; of what is refused for its size the beginning is kept in the ledger. */
async function keepContent(ctx: Context, { content, maxBytes }: PushedMail) {
  const beginning: Buffer[] = [];
  let bytes = 0;
  async function* held() {
    for await (const chunk of content) {
      if (bytes < keptOfTooLarge) beginning.push(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    if (bytes === 0) throw new Problem('bad_request', 'mail_empty');
  }
  const limited = upTo(maxBytes, held(), () => new Problem('too_large', 'mail_too_large'));
  try {
    const file = await ctx.files.keep(ctx.tenantId, limited);
    return { ...file, head: Buffer.concat(beginning).subarray(0, headBytes) };
  } catch (error) {
    if (error instanceof Problem) {
      const raw = Buffer.concat(beginning).subarray(0, keptOfTooLarge);
      const sha256 = createHash('sha256').update(raw).digest();
      await keepRejectedMail(ctx, { raw, sha256, bytes: raw.length, reason: error.code });
    }
    throw error;
  }
}

/** The mailbox that is named; else the first that the mail's headers name; else the only one there is. */
async function mailboxOf(ctx: Context, to: string | null, head: Buffer): Promise<string | null> {
  for (const address of to === null ? recipientsIn(head) : [to]) {
    const found = await findMailboxOf(ctx, address);
    if (found?.tenantId === ctx.tenantId) return found.mailboxId;
  }
  if (to !== null) return null;
  const [only, ...others] = (await selectMailboxes(ctx)).filter((mailbox) => mailbox.is_active);
  return others.length === 0 ? (only?.id ?? null) : null;
}
