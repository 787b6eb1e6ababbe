import { wireIdOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import type { MailNaming } from '../../mail/compose-id.ts';
import { isReplySubject } from '../../mail/compose-subject.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import type { MailAddress } from '../../mail/parse-headers.ts';
import { emailOf, matchAccounts } from '../accounts/accounts.service.ts';
import type { Arrival } from '../intake/arrivals.service.ts';
import type { RawItem } from '../intake/interpret.service.ts';
import { findNamedTickets, findTakingPart, isOneCustomersDomain } from '../messages/threads.service.ts';
import { isPublicDomain } from './thread-domains.ts';
import { type Decision, decide, type Link, type Named } from './thread-score.ts';
import { numbersIn } from './thread-subject.ts';

/** What is known of a mail's ticket, and what was not known yet. */
export interface FoundThread {
  /** Null when nothing in the mail names a ticket. */
  readonly decision: Decision | null;
  readonly awaited: Pick<Arrival, 'awaited_ids' | 'awaited_answer'>;
}

/** The ticket that a mail belongs to, or may belong to, and why. */
export async function findThread(
  ctx: Context,
  naming: MailNaming,
  mail: ParsedMail,
  item: RawItem,
  sender: MailAddress | null,
): Promise<FoundThread> {
  const { links, awaited } = await linksOf(ctx, naming, mail, item);
  if (links.length === 0) return { decision: null, awaited };
  const taking = await findTakingPart(ctx, [...new Set(links.map(({ ticketId }) => ticketId))]);
  const address = sender?.address.toLowerCase() ?? null;
  const strange = taking.filter(({ participants }) => !participants.includes(address ?? ''));
  const isTelling = address !== null && (await isTellingDomain(ctx, address, strange.flatMap(domainsOf)));
  const named = taking.map(
    (ticket): Named => ({
      ticketId: ticket.id,
      number: ticket.number,
      isClosed: ticket.is_closed,
      participants: ticket.participants,
      copied: ticket.copied,
      domains: isTelling ? domainsOf(ticket) : [],
    }),
  );
  const isAnswer = answeredBy(mail).length > 0 || isReplySubject(mail.subject);
  return { decision: decide(links, named, { sender: address, isAnswer }), awaited };
}

/** As it is kept with the message: ids as on the wire. */
export function decisionKept({ joined, maybe, candidates, ...rest }: Decision): object {
  const wired = (id: string | null) => (id === null ? null : wireIdOf(id));
  return {
    ...rest,
    joined: wired(joined),
    maybe: wired(maybe),
    candidates: candidates.map(({ ticketId, ...candidate }) => ({
      ticket_id: wireIdOf(ticketId),
      ...candidate,
    })),
  };
}

/** Mail of long exchanges names all of it; what is nearest and what began it find the ticket. */
const mostAnswered = 40;

/** The Message-IDs that a mail answers, the nearest first. */
export function answeredBy({
  messageId,
  inReplyTo,
  references,
}: Pick<ParsedMail, 'messageId' | 'inReplyTo' | 'references'>): string[] {
  const all = [...new Set([inReplyTo, ...references.toReversed()])].filter((id) => id !== null);
  const others = all.filter((id) => id !== messageId);
  return others.length <= mostAnswered ? others : [...others.slice(0, mostAnswered - 1), ...others.slice(-1)];
}

/** More than that are not waited for: those further away are known, or never will be. */
const mostAwaited = 8;

async function linksOf(
  ctx: Context,
  naming: MailNaming,
  mail: ParsedMail,
  item: RawItem,
): Promise<{ links: Link[]; awaited: FoundThread['awaited'] }> {
  const mailIds = answeredBy(mail);
  const ours = new Map(mailIds.flatMap((id) => [[naming.messageOf(id), id] as const]));
  const addresses = addressesOf(mail, item);
  const signed = new Map(addresses.map((address) => [naming.numberOf(ctx.tenantId, address), address]));
  const written = new Map(numbersIn(mail.subject).map((one) => [one.number, one]));
  const found = await findNamedTickets(ctx, {
    mailId: mail.messageId,
    mailIds,
    messageIds: [...ours.keys()].filter((id) => id !== null),
    numbers: [...signed.keys(), ...written.keys()].filter((number) => number !== null),
  });
  const placeOf = (mailId: string) => mailIds.indexOf(mailId);
  const far = mailIds.length + 1;
  const byNumber = (ticketId: string, number: number): Link[] => {
    const [address, mark] = [signed.get(number), written.get(number)];
    const signal = mark?.isOurs ? 'number' : 'bare_number';
    return [
      ...(address === undefined ? [] : [{ ticketId, signal: 'address', by: address, place: far } as const]),
      ...(mark === undefined ? [] : [{ ticketId, signal, by: mark.by, place: far } as const]),
    ];
  };
  const links = found.flatMap(({ kind, by, ticket_id: ticketId }): Link[] => {
    if (kind === 'number') return byNumber(ticketId, Number(by));
    if (kind === 'mail') return [{ ticketId, signal: 'reference', by, place: placeOf(by) }];
    // What answers this mail was quicker: somebody's server, or another process.
    if (kind === 'answer') return [{ ticketId, signal: 'reference', by, place: mailIds.length }];
    const ourId = ours.get(by) ?? '';
    return [{ ticketId, signal: 'token', by: ourId, place: placeOf(ourId) }];
  });
  const known = new Set(found.map(({ by }) => by));
  const awaited_ids = mailIds.filter((id) => !known.has(id) && naming.messageOf(id) === null);
  const isAnswered = found.some(({ kind }) => kind === 'answer');
  return {
    links,
    awaited: {
      awaited_ids: awaited_ids.slice(0, mostAwaited),
      awaited_answer: isAnswered ? null : mail.messageId,
    },
  };
}

/** Where the mail was sent to, by its envelope and by its own word. */
export function addressesOf(mail: ParsedMail, { envelope }: RawItem): string[] {
  const { to = [] } = envelope as { to?: unknown };
  const given = Array.isArray(to) ? to.filter((one) => typeof one === 'string') : [];
  return [...given, ...[...mail.to, ...mail.cc].map(({ address }) => address)];
}

const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);

function domainsOf({ customers }: { readonly customers: readonly string[] }): string[] {
  return [...new Set(customers.map(domainOf))].filter((domain) => !isPublicDomain(domain));
}

/** Whether the domain says whose side somebody is on: it is that of one customer, and the writer is not known as another. */
async function isTellingDomain(ctx: Context, address: string, domains: readonly string[]): Promise<boolean> {
  const domain = domainOf(address);
  if (!domains.includes(domain)) return false;
  if (!(await isOneCustomersDomain(ctx, domain))) return false;
  const email = emailOf(address);
  const [accounts = []] = await matchAccounts(ctx.db, [{ tenantId: ctx.tenantId, email, phone: null }]);
  return accounts.length === 0;
}
