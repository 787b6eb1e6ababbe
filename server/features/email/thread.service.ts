import { wireIdOf } from '../../../shared/id.ts';
import type { Context } from '../../context.ts';
import type { MailNaming } from '../../mail/compose-id.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import type { MailAddress } from '../../mail/parse-headers.ts';
import { emailOf, matchAccounts } from '../accounts/accounts.service.ts';
import type { RawItem } from '../intake/interpret.service.ts';
import {
  findAnswering,
  findNamedTickets,
  findTakingPart,
  isOneCustomersDomain,
} from '../messages/threads.service.ts';
import { isPublicDomain } from './thread-domains.ts';
import { type Decision, decide, type Link, type Named } from './thread-score.ts';
import { numbersIn } from './thread-subject.ts';

/** The ticket that a mail belongs to, or may belong to, and why; null when nothing in it names one. */
export async function findThread(
  ctx: Context,
  naming: MailNaming,
  mail: ParsedMail,
  item: RawItem,
  sender: MailAddress | null,
): Promise<Decision | null> {
  const links = await linksOf(ctx, naming, mail, item);
  if (links.length === 0) return null;
  const taking = await findTakingPart(ctx, [...new Set(links.map(({ ticketId }) => ticketId))]);
  const address = sender?.address.toLowerCase() ?? null;
  const strange = taking.filter(({ participants }) => !participants.includes(address ?? ''));
  const isTelling = address !== null && (await isTellingDomain(ctx, address, strange.flatMap(domainsOf)));
  const named = taking.map(
    (ticket): Named => ({
      ticketId: ticket.id,
      number: ticket.number,
      participants: ticket.participants,
      domains: isTelling ? domainsOf(ticket) : [],
    }),
  );
  return decide(links, named, address);
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

/** The Message-IDs that a mail answers, the nearest first. */
export function answeredBy({
  inReplyTo,
  references,
}: Pick<ParsedMail, 'inReplyTo' | 'references'>): string[] {
  return [...new Set([inReplyTo, ...references.toReversed()])].filter((id) => id !== null);
}

async function linksOf(ctx: Context, naming: MailNaming, mail: ParsedMail, item: RawItem): Promise<Link[]> {
  const mailIds = answeredBy(mail);
  const ours = new Map(mailIds.flatMap((id) => [[naming.messageOf(id), id] as const]));
  const addresses = addressesOf(mail, item);
  const signed = new Map(addresses.map((address) => [naming.numberOf(ctx.tenantId, address), address]));
  const written = new Map(numbersIn(mail.subject).map((one) => [one.number, one]));
  const [found, answering] = await Promise.all([
    findNamedTickets(ctx, {
      mailIds,
      messageIds: [...ours.keys()].filter((id) => id !== null),
      numbers: [...signed.keys(), ...written.keys()].filter((number) => number !== null),
    }),
    mail.messageId === null ? [] : findAnswering(ctx, mail.messageId),
  ]);
  // What answers this mail was quicker: somebody's server, or another process.
  const late = answering.map((ticketId) => {
    return { ticketId, signal: 'reference', by: mail.messageId ?? '', place: mailIds.length } as const;
  });
  const links = found.flatMap(({ kind, by, ticket_id: ticketId }): Link[] => {
    if (kind === 'mail') return [{ ticketId, signal: 'reference', by, place: mailIds.indexOf(by) }];
    if (kind === 'message') {
      const mailId = ours.get(by) ?? '';
      return [{ ticketId, signal: 'token', by: mailId, place: mailIds.indexOf(mailId) }];
    }
    const number = Number(by);
    const address = signed.get(number);
    const mark = written.get(number);
    return [
      ...(address === undefined ? [] : [{ ticketId, signal: 'token', by: address, place: 0 } as const]),
      ...(mark === undefined
        ? []
        : [{ ticketId, signal: mark.isOurs ? 'number' : 'bare_number', by: mark.by, place: 0 } as const]),
    ];
  });
  return [...links, ...late];
}

/** Where the mail was sent to, by its envelope and by its own word. */
function addressesOf(mail: ParsedMail, { envelope }: RawItem): string[] {
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
