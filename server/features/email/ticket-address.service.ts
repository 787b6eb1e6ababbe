import type { AnswerOf } from '../../../shared/endpoint.ts';
import type { tryTicketAddress } from '../../../shared/mailboxes.ts';
import { type Context, requirePermission } from '../../context.ts';
import type { MailNaming } from '../../mail/compose-id.ts';
import { Problem } from '../../problem.ts';
import type { RawItem } from '../intake/interpret.service.ts';
import { selectMailboxes } from './mailboxes.sql.ts';
import { makeMailNaming } from './naming.service.ts';
import { trySenderOf } from './sender-settings.service.ts';
import { isTicketAddressUsed, noteProven, noteTaken } from './ticket-address.sql.ts';
import { tagged } from './ticket-address.ts';

/** Where answers to a mail about a ticket are wanted that leaves from this address; null: where it comes from. */
export async function answersTo(
  ctx: Context,
  naming: MailNaming,
  address: string,
  ticketNumber: number,
): Promise<string | null> {
  const isUsed = await isTicketAddressUsed(ctx, address);
  return isUsed ? tagged(address, naming.plusOf(ctx.tenantId, ticketNumber, address)) : null;
}

/**
 * Sends a mail to a tagged form of the mailbox's own address; once it comes back, such addresses are known to work. Throws not_found,
 * bad_request for an address that can have no tag.
 */
export async function tryTicketAddressOf(
  ctx: Context,
  id: string,
): Promise<AnswerOf<typeof tryTicketAddress>> {
  requirePermission(ctx, 'settings:write');
  const address = (await selectMailboxes(ctx)).find((one) => one.id === id)?.addresses[0];
  if (address === undefined) throw new Problem('not_found', 'not_found');
  const to = tagged(address, (await makeMailNaming(ctx.db)).trialOf(ctx.tenantId, address));
  if (to === null) throw new Problem('unprocessable', 'no_tagged_address');
  return { to, ...(await trySenderOf(ctx, id, { to })) };
}

/** What a mail shows of the addresses by which it came. True when it is a trial of ours come back: nobody's word. */
export async function noteWayOf(
  ctx: Context,
  naming: MailNaming,
  item: RawItem,
  addresses: readonly string[],
): Promise<boolean> {
  const tried = addresses.map((address) => naming.triedAddress(ctx.tenantId, address));
  const proven = tried.filter((address) => address !== null);
  if (proven.length === 0) return false;
  if (await noteProven(ctx, item.source, proven)) ctx.announce({ kind: 'settings' });
  return true;
}

/** When this process wrote that of an address. */
const noted = new Map<string, number>();
const [mostNoted, noteAgainMs] = [10_000, 600_000];

/** Our own SMTP server was given this item: mail for these addresses comes to it. Written now and then: a mailbox may get them anew. */
export async function noteOwnServer(ctx: Context, { source, envelope }: RawItem): Promise<void> {
  const { helo, to } = envelope as { helo?: unknown; to?: unknown };
  if (helo === undefined || !Array.isArray(to)) return;
  const now = Date.now();
  const isFresh = (one: string) => (noted.get(`${source} ${one}`) ?? 0) < now - noteAgainMs;
  const fresh = to.filter((one) => typeof one === 'string').filter(isFresh);
  if (fresh.length === 0) return;
  if (noted.size > mostNoted) noted.clear();
  for (const address of fresh) noted.set(`${source} ${address}`, now);
  if (await noteTaken(ctx, source, fresh)) ctx.announce({ kind: 'settings' });
}
