import { natureOf } from '../../mail/automatic.ts';
import { isNobody } from '../../mail/automatic-words.ts';
import {
  addressHeader,
  type HeaderLine,
  messageIds,
  rawHeader,
  textHeader,
} from '../../mail/parse-headers.ts';

/** How far back a newly connected mailbox is looked through. */
export const historyDays = 90;

/** The header fields that tell who wrote what to whom, and whether a machine did. */
export const historyHeaders = [
  ...[
    'from',
    'to',
    'cc',
    'subject',
    'message-id',
    'in-reply-to',
    'references',
    'return-path',
    'content-type',
  ],
  ...['auto-submitted', 'precedence', 'x-precedence', 'x-auto-response-suppress', 'x-loop', 'x-autoreply'],
  ...['x-autorespond', 'x-autoresponder', 'x-vacation', 'x-failed-recipients'],
  ...['list-id', 'list-unsubscribe', 'list-post'],
];

export interface HeadersSeen {
  readonly folder: string;
  readonly uidvalidity: number;
  readonly uid: number;
  readonly receivedAt: Date;
  readonly raw: Buffer;
}

export interface HistoryRow {
  readonly folder: string;
  readonly uidvalidity: number;
  readonly uid: number;
  readonly conversation: string;
  readonly received_at: string;
  readonly from_name: string;
  readonly from_address: string;
  readonly subject: string;
  readonly answered_at: string | null;
}

/** Header lines of a block of them, unfolded into one line each (RFC 5322, 2.2.3). */
export function linesOf(raw: Buffer): HeaderLine[] {
  const text = raw.toString('latin1').replace(/\r?\n[ \t]+/g, ' ');
  return text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [{ key: line.slice(0, colon).trim().toLowerCase(), line }] : [];
  });
}

/** When something was sent that names a mail, or that went to an address. */
export class Sent {
  readonly #byMail = new Map<string, Date>();
  readonly #byAddress = new Map<string, Date[]>();

  add({ receivedAt, raw }: Pick<HeadersSeen, 'receivedAt' | 'raw'>): void {
    const lines = linesOf(raw);
    for (const id of [...messageIds(lines, 'in-reply-to'), ...messageIds(lines, 'references')]) {
      const before = this.#byMail.get(id);
      if (!before || before > receivedAt) this.#byMail.set(id, receivedAt);
    }
    for (const { address } of [...addressHeader(lines, 'to'), ...addressHeader(lines, 'cc')]) {
      const key = address.toLowerCase();
      const dates = this.#byAddress.get(key);
      if (dates) dates.push(receivedAt);
      else this.#byAddress.set(key, [receivedAt]);
    }
  }

  /** The first answer to a mail: one that names it, or anything sent to its sender afterwards; null when there is none. */
  answerTo(messageId: string | null, sender: string, receivedAt: Date): Date | null {
    const named = messageId === null ? undefined : this.#byMail.get(messageId);
    const later = (this.#byAddress.get(sender) ?? []).filter((at) => at >= receivedAt);
    const all = [...(named ? [named] : []), ...later];
    const [first] = all.toSorted((one, other) => one.getTime() - other.getTime());
    return first ?? null;
  }
}

/** A mail that a person wrote to the mailbox; null for what machines and we ourselves sent. */
export function inquiryIn(seen: HeadersSeen, sent: Sent, own: ReadonlySet<string>): HistoryRow | null {
  const lines = linesOf(seen.raw);
  const from = addressHeader(lines, 'from')[0];
  const address = from?.address.toLowerCase() ?? '';
  if (!from || own.has(address) || isFromMachine(lines, seen.raw, address)) return null;
  const messageId = messageIds(lines, 'message-id')[0] ?? null;
  const root = messageIds(lines, 'references')[0] ?? messageIds(lines, 'in-reply-to')[0] ?? messageId;
  const answeredAt = sent.answerTo(messageId, address, seen.receivedAt);
  return {
    folder: seen.folder,
    uidvalidity: seen.uidvalidity,
    uid: seen.uid,
    conversation: `${address} ${root ?? `${seen.folder} ${seen.uid}`}`.slice(0, 1000),
    received_at: seen.receivedAt.toISOString(),
    from_name: from.name,
    from_address: address,
    subject: textHeader(lines, 'subject').slice(0, 500).toWellFormed(),
    answered_at: answeredAt?.toISOString() ?? null,
  };
}

function isFromMachine(lines: readonly HeaderLine[], raw: Buffer, address: string): boolean {
  const { kind, perhaps } = natureOf({ lines, text: '', textOfHtml: () => '', parts: [], raw });
  return kind !== null || perhaps !== null || rawHeader(lines, 'return-path') === '<>' || isNobody(address);
}
