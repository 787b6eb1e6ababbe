// Which ticket a mail belongs to: signals, their points, and a bar. Pure.

/**
 * What each signal is worth. Message-IDs and numbers travel openly and can be copied, so none of them reaches the bar without
 * something that says who wrote: docs/decisions/threading.md.
 */
export const points = {
  /** It carries what we signed: the Message-ID of a mail of ours, or an address with a ticket's token. */
  token: 60,
  /**
   * It was sent to a closed ticket's address and answers nothing: mail programs remember addresses, and offer them for whatever
   * their user writes next.
   */
  remembered: 15,
  /** It answers, by Message-ID, a mail that we know. */
  reference: 50,
  /** The number of the ticket, as we write it, stands in its subject. */
  number: 20,
  /** A number stands in its subject that may be the ticket's, or an order's. */
  bare_number: 20,
  /** Whoever wrote it takes part in the ticket. */
  participant: 80,
  /** Whoever wrote it got a mail of the ticket beside us: enough with an answer to one of its mails, not with a number. */
  copied: 50,
  /** It was written at the customer's own domain, by somebody who does not take part yet. */
  domain: 40,
} as const;

export type Signal = keyof typeof points;

/** At least this much, and the mail is a word on the ticket. */
export const bar = 100;
/** Less than this is no hint either: anybody's order may be #5. */
const leastHint = 20;
const mostKept = 5;

/** Something in a mail that names a ticket. The smaller its place, the nearer: what is answered stands before what that answered. */
export interface Link {
  readonly ticketId: string;
  readonly signal: 'token' | 'address' | 'reference' | 'number' | 'bare_number';
  /** What it is that names the ticket. */
  readonly by: string;
  readonly place: number;
}

/** What is known of a ticket that a mail names. */
export interface Named {
  readonly ticketId: string;
  readonly number: number;
  readonly isClosed: boolean;
  /** In lower case: of the account, of who wrote, of whom we wrote to. */
  readonly participants: readonly string[];
  /** In lower case: to whom mails of the ticket were sent beside us. */
  readonly copied: readonly string[];
  /** In lower case: domains that belong to the customer, and to nobody else who writes to us. */
  readonly domains: readonly string[];
}

export interface Evidence {
  readonly signal: Signal;
  readonly points: number;
  readonly by: string;
}

export interface Candidate {
  readonly ticketId: string;
  readonly number: number;
  readonly points: number;
  readonly signals: readonly Evidence[];
}

/** What was decided, and why: kept with the message. */
export interface Decision {
  readonly bar: number;
  readonly joined: string | null;
  readonly maybe: string | null;
  /** Best first. */
  readonly candidates: readonly Candidate[];
}

/** Who wrote a mail, null where it says that nowhere, and whether it claims to answer something. */
export interface Writing {
  readonly sender: string | null;
  readonly isAnswer: boolean;
}

/**
 * Null when nothing in the mail names a ticket. Where several reach the bar, the one on which the mail stands that is answered goes
 * first: numbers and addresses were written before messages were moved.
 */
export function decide(links: readonly Link[], named: readonly Named[], writing: Writing): Decision | null {
  const byTicket = Map.groupBy(links, ({ ticketId }) => ticketId);
  const found = named.flatMap((ticket) => {
    const its = byTicket.get(ticket.ticketId) ?? [];
    return its.length === 0 ? [] : [{ ...weighed(ticket, its, writing), place: nearest(its) }];
  });
  const isDirect = (one: (typeof found)[number]) => Number(one.points >= bar && one.place === 0);
  const sorted = found.toSorted(
    (one, other) =>
      isDirect(other) - isDirect(one) ||
      other.points - one.points ||
      one.place - other.place ||
      other.number - one.number,
  );
  const candidates = sorted.slice(0, mostKept).map(({ place: _place, ...candidate }) => candidate);
  const [best] = candidates;
  if (!best) return null;
  const isJoined = best.points >= bar;
  return {
    bar,
    joined: isJoined ? best.ticketId : null,
    maybe: !isJoined && isHint(best) ? best.ticketId : null,
    candidates,
  };
}

/** The strongest link counts, not their sum: whoever has the last mail of a thread has all its Message-IDs. */
function weighed(
  { ticketId, number, isClosed, participants, copied, domains }: Named,
  links: readonly Link[],
  { sender, isAnswer }: Writing,
) {
  const signals: Evidence[] = [];
  const add = (signal: Signal, by: string) => signals.push({ signal, points: points[signal], by });
  const strongest = <Kind extends Link['signal']>(...kinds: readonly Kind[]) =>
    kinds
      .flatMap((kind) =>
        links.filter((one): one is Link & { signal: Kind } => one.signal === kind).toSorted(byPlace),
      )
      .at(0);
  const written = strongest('number', 'bare_number');
  const isRemembered = isClosed && !isAnswer && written?.signal !== 'number';
  const address = sender?.toLowerCase() ?? '';
  const link = strongest(...(isRemembered ? forNew : forAnswers));
  if (link) add(link.signal === 'address' ? (isRemembered ? 'remembered' : 'token') : link.signal, link.by);
  if (written) add(written.signal, written.by);
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (participants.includes(address)) add('participant', address);
  else if (copied.includes(address)) add('copied', address);
  else if (address.includes('@') && domains.includes(domain)) add('domain', domain);
  return { ticketId, number, signals, points: signals.reduce((sum, one) => sum + one.points, 0) };
}

const forAnswers = ['token', 'address', 'reference'] as const;
const forNew = ['token', 'reference', 'address'] as const;
const byPlace = (one: Link, other: Link) => one.place - other.place;
const nearest = (links: readonly Link[]) => Math.min(...links.map(({ place }) => place));

function isHint({ points: sum, signals }: Candidate): boolean {
  return sum > leastHint || signals.some(({ signal }) => signal === 'number');
}
