import type { Means } from '../../context.ts';
import type { Subscribe } from '../../database/changes.ts';
import type { MailboxFound, SmtpEnvelope, SmtpOptions } from '../../mail/smtp-server.ts';
import { Remembered } from '../../remembered.ts';
import { recordArrival } from '../intake/interpret.service.ts';
import { taking } from '../intake/taking.service.ts';
import { findByAddress } from './mailboxes.sql.ts';

/** What the SMTP server needs of us: whose mailbox an address is, and a safe place for mail. */
export function receiveBySmtp(
  means: Means,
  subscribe: Subscribe,
): Pick<SmtpOptions, 'findMailbox' | 'receive'> {
  return {
    findMailbox: rememberingMailboxes(means, subscribe),
    receive: ({ envelope, stream }) => taking.during(() => receiveMail(means, envelope, stream)),
  };
}

/** Senders of many mails ask for the same address with each. What is no mailbox is looked for each time: it may be one any moment. */
function rememberingMailboxes(means: Means, subscribe: Subscribe): SmtpOptions['findMailbox'] {
  const known = new Remembered({
    load: (address) => findMailboxOf(means, address),
    keepMs: 10_000,
    most: 1000,
    now: Date.now,
  });
  subscribe(({ tenantId, change }) => {
    if (tenantId === '*' || change.kind === 'settings') known.forgetAll();
  });
  return async (address) => {
    const found = await known.get(address);
    if (found === null) known.forget(address);
    return found;
  };
}

/** `support+anything@` is the mailbox `support@`, unless the whole is a mailbox of its own (RFC 5233). */
export async function findMailboxOf(means: Pick<Means, 'db'>, address: string): Promise<MailboxFound | null> {
  const given = address.trim().toLowerCase();
  const plain = given.replace(/^([^+@]+)\+[^@]*@/, '$1@');
  const found = await findByAddress(means.db, plain === given ? [given] : [given, plain]);
  return found ? { tenantId: found.tenant_id, mailboxId: found.mailbox_id } : null;
}

/**
 * Keeps a mail and its ledger row for each mailbox it was sent to; once this resolves the sender may be told that it is
 * ours. A mailbox named twice in one envelope gets the mail once. Rejects when anything could not be made durable: what was
 * written by then is found as a duplicate when the sender tries again.
 */
async function receiveMail(
  means: Means,
  envelope: SmtpEnvelope,
  stream: AsyncIterable<Buffer>,
): Promise<void> {
  const byMailbox = Map.groupBy(envelope.recipients, ({ tenantId, mailboxId }) => `${tenantId} ${mailboxId}`);
  const groups = [...byMailbox.values()].flatMap(([first, ...rest]) =>
    first ? [{ ...first, all: [first, ...rest] }] : [],
  );
  const kept = await keepForTenants(means, [...new Set(groups.map(({ tenantId }) => tenantId))], stream);
  await Promise.all(
    groups.map(({ tenantId, mailboxId, all }) =>
      recordArrival(means, {
        tenantId,
        channel: 'email',
        source: mailboxId,
        externalKey: null,
        rawSha256: kept.sha256,
        rawBytes: kept.bytes,
        envelope: {
          from: envelope.from,
          to: all.map(({ address }) => address),
          helo: envelope.helo,
          remote_address: envelope.remoteAddress,
        },
      }),
    ),
  );
}

/** Nothing is shared between tenants: each has its own copy. */
async function keepForTenants(means: Means, tenantIds: readonly string[], stream: AsyncIterable<Buffer>) {
  const [first, ...others] = tenantIds;
  if (first === undefined) throw new Error('a mail without recipients');
  const kept = await means.files.keep(first, stream);
  for (const tenantId of others)
    await means.files.keep(tenantId, await means.files.stream(first, kept.sha256));
  return kept;
}
