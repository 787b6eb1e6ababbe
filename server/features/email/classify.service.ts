import type { Context } from '../../context.ts';
import type { MailKind } from '../../mail/automatic.ts';
import type { MailNaming } from '../../mail/compose-id.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import type { ReportedRecipient } from '../../mail/report-fields.ts';
import type { RawItem } from '../intake/interpret.service.ts';
import {
  findLastSentTo,
  findSentMails,
  type ReportedFate,
  type SentMail,
} from '../messages/reports.service.ts';
import { areOurs } from './acknowledge.sql.ts';

/** What is to be done with a mail. */
export type Course =
  /** Somebody's word: `mark` says what else it is, and whether we may answer it by a program. */
  | { readonly do: 'word'; readonly mark: 'bulk' | null; readonly isPerson: boolean }
  | { readonly do: 'ignore'; readonly rule: 'own_mail' | Exclude<MailKind, 'bulk'> }
  /** A program's: beside the mail of ours that it is about, if `isProven`, or that it may be about. */
  | {
      readonly do: 'lay';
      readonly mark: MailKind;
      readonly ticketId: string;
      readonly sent: SentMail | null;
      readonly fates: readonly ReportedFate[];
    };

const day = 86_400_000;
/** How long after a mail of ours a program's answer to its recipient is taken to be about it, when it names no mail. */
const mostDaysAfter = 7;

/**
 * Says what kind of mail it is and whose. A report undoes evidence only if it names the mail that it is about by the
 * Message-ID that we signed: docs/decisions/bounces.md. `thread` is the ticket whose word it would be.
 */
export async function classify(
  ctx: Context,
  naming: MailNaming,
  mail: ParsedMail,
  item: RawItem,
  thread: string | null,
): Promise<Course> {
  const { nature } = mail;
  if (await isOurOwn(ctx, naming, mail)) return { do: 'ignore', rule: 'own_mail' };
  const [answered] = await sentBy(ctx, naming, [mail.inReplyTo, ...mail.references.toReversed()]);
  const envelope = item.envelope as { from?: unknown; is_wanted?: unknown };
  const isUnaddressed = envelope.from === '' || nature.isUnaddressed;
  const kind = isUnaddressed || answered ? (nature.perhaps ?? nature.kind) : nature.kind;
  const isWord = kind === null || kind === 'bulk' || envelope.is_wanted === true;
  if (isWord) return { do: 'word', mark: kind === 'bulk' ? 'bulk' : null, isPerson: kind === null };
  if (kind === 'auto_reply') return layAnswer(ctx, mail, answered, thread);
  return layReport(ctx, naming, mail, kind);
}

/** Our own mail come back: the mailbox writes to itself, or somebody's rule sends our answers to us. */
async function isOurOwn(
  ctx: Context,
  naming: MailNaming,
  { messageId, markedId, from, nature }: ParsedMail,
): Promise<boolean> {
  if (nature.signs.includes(`x-loop: ${naming.loopMark(ctx.tenantId)}`)) return true;
  if ((await sentBy(ctx, naming, [messageId])).length > 0) return true;
  // There are programs that copy the headers of what they answer: then somebody else wrote it.
  if ((await sentBy(ctx, naming, [markedId])).length === 0) return false;
  return from !== null && (await areOurs(ctx, [from.address.toLowerCase()]));
}

/** The mails of this tenant that these Message-IDs name, in their order; ids that we did not sign name nothing. */
async function sentBy(
  ctx: Context,
  naming: MailNaming,
  mailIds: readonly (string | null)[],
): Promise<SentMail[]> {
  const ids = mailIds.map((mailId) => naming.messageOf(mailId)).filter((id) => id !== null);
  if (ids.length === 0) return [];
  const found = await findSentMails(ctx, ids);
  return found.toSorted((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}

/** An absence note and the like: on the ticket that it answers, else beside the last mail to whoever is away. */
async function layAnswer(
  ctx: Context,
  mail: ParsedMail,
  answered: SentMail | undefined,
  thread: string | null,
): Promise<Course> {
  const ticketId = answered?.ticket_id ?? thread ?? (await sentLately(ctx, [mail.from?.address]))?.ticket_id;
  if (ticketId === undefined) return { do: 'ignore', rule: 'auto_reply' };
  return { do: 'lay', mark: 'auto_reply', ticketId, sent: null, fates: [] };
}

async function layReport(
  ctx: Context,
  naming: MailNaming,
  { nature }: ParsedMail,
  mark: Exclude<MailKind, 'auto_reply' | 'bulk'>,
): Promise<Course> {
  const { originalIds = [], recipients = [], returned = null } = nature.report ?? {};
  const [proven] = await sentBy(ctx, naming, originalIds);
  if (proven) {
    const fates = recipients.map(fateOf).filter((fate) => fate !== null);
    return { do: 'lay', mark, ticketId: proven.ticket_id, sent: proven, fates };
  }
  const named = recipients.map(({ address }) => address);
  const guessed = await sentLately(ctx, [...named, ...(returned?.to ?? []).map(({ address }) => address)]);
  if (!guessed) return { do: 'ignore', rule: mark };
  return { do: 'lay', mark, ticketId: guessed.ticket_id, sent: null, fates: [] };
}

function fateOf({ action, address, status, words, remoteServer }: ReportedRecipient): ReportedFate | null {
  if (action === 'delivered') return null;
  const kind = action === 'failed' ? 'bounce' : 'delay';
  return { kind, address, status, said: words, server: remoteServer };
}

async function sentLately(ctx: Context, addresses: readonly (string | null | undefined)[]) {
  const known = addresses.filter((address) => address !== null && address !== undefined);
  if (known.length === 0) return undefined;
  const since = new Date(ctx.now().getTime() - mostDaysAfter * day);
  return findLastSentTo(
    ctx,
    known.map((address) => address.toLowerCase()),
    since,
  );
}
