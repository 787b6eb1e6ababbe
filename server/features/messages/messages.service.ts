import type { Message, ReplyTarget } from '../../../shared/messages.ts';
import type { Ticket, TicketPage } from '../../../shared/tickets.ts';
import { type Context, requirePermission } from '../../context.ts';
import { directionOf } from '../../mail/compose-html.ts';
import { visibleCharacters } from '../../mail/quote.ts';
import { holdRemoteImages, remoteImages } from '../../mail/remote-images.ts';
import { frameOf, framePolicy } from '../../mail/sanitise.ts';
import type { FetchImage, RemoteImage } from '../../outside/remote-image.ts';
import { pageKey, readPageKey } from '../../page-key.ts';
import { Problem } from '../../problem.ts';
import {
  accountCandidates,
  answeringAddress,
  emailOf,
  readAccountCard,
} from '../accounts/accounts.service.ts';
import { bouncedOf } from '../accounts/bounced.service.ts';
import { namesOfActors } from '../tickets/evidence.service.ts';
import { cardTickets, requireTicket, type TicketRecord, ticketShown } from '../tickets/tickets.service.ts';
import {
  attachmentsOf,
  findAttachment,
  findMessage,
  lastMail,
  type MessageRecord,
  mailOfTicket,
  messagesBefore,
  type WholeMessage,
} from './messages.sql.ts';
import { ownAddresses, sendingMailboxes } from './outgoing.sql.ts';
import { reportsOf } from './reports.sql.ts';
import { messageShown } from './shown.ts';
import type { Recipients } from './write.sql.ts';

const pageSize = 50;

/** The mail that a reply answers. */
export type AnsweredMail = NonNullable<Awaited<ReturnType<typeof lastMail>>>;

/** Everything that a ticket's page shows, by the number that people quote. */
export async function readTicketPage(ctx: Context, number: number): Promise<TicketPage> {
  requirePermission(ctx, 'tickets:read');
  const record = await requireTicket(ctx, { number });
  const [ticket, conversation, account, candidates] = await Promise.all([
    readTicketShown(ctx, record),
    conversationPage(ctx, record.id, null),
    record.account_id === null ? null : readCard(ctx, record.account_id),
    record.account_id === null ? accountCandidates(ctx, { email: record.email, phone: record.phone }) : [],
  ]);
  return { ticket, messages: conversation.items, before: conversation.before, account, candidates };
}

/** The ticket with the addresses that a reply would use. */
export async function readTicketShown(ctx: Context, record: TicketRecord): Promise<Ticket> {
  return ticketShown(ctx, record, await replyTargetOf(ctx, record));
}

export async function readTicketById(ctx: Context, id: string): Promise<Ticket> {
  requirePermission(ctx, 'tickets:read');
  return readTicketShown(ctx, await requireTicket(ctx, { id }));
}

export async function readCard(ctx: Context, accountId: string) {
  const card = await readAccountCard(ctx, accountId);
  return { ...card, tickets: await cardTickets(ctx, accountId) };
}

/** From whom to whom a reply goes: the last mail's Reply-To or sender, else the ticket's own address, else the customer's. */
export async function replyTargetOf(
  ctx: Context,
  ticket: TicketRecord,
  answered?: AnsweredMail | null,
): Promise<ReplyTarget> {
  const [mail, [sender]] = await Promise.all([
    answered === undefined ? lastMail(ctx, ticket.id) : answered,
    sendingMailboxes(ctx, ticket.mailbox_id, 1),
  ]);
  const from = sender ? { name: sender.name, address: sender.address } : null;
  const to = await recipientOf(ctx, ticket, mail ?? null);
  return { from, to, bounced: to && (await bouncedOf(ctx, to.address)) };
}

/** To whom a reply goes that answers this mail, or none; never to a mailbox of ours. */
export async function recipientOf(
  ctx: Context,
  ticket: TicketRecord,
  mail: AnsweredMail | null,
): Promise<ReplyTarget['to']> {
  const replyTo = (mail?.recipients as Recipients | null)?.replyTo;
  const writer = mail?.from_address ? { name: mail.from_name ?? '', address: mail.from_address } : null;
  const given = ticket.email === null ? null : { name: ticket.account_name ?? '', address: ticket.email };
  const named = [replyTo, writer, given].map(oneRecipient).filter((one) => one !== null);
  // Who answers ourselves answers nobody: there are programs that set our own address as Reply-To.
  const isOwn = await ownAddresses(
    ctx,
    named.map(({ address }) => address),
  );
  return named.find(({ address }) => !isOwn(address)) ?? customerOf(ctx, ticket);
}

/** Whoever called is answered at the address that we know of them. */
async function customerOf(
  ctx: Context,
  { account_id, account_name }: TicketRecord,
): Promise<ReplyTarget['to']> {
  const address = account_id === null ? null : await answeringAddress(ctx, account_id);
  return address === null ? null : oneRecipient({ name: account_name ?? '', address });
}

/** What people and programs give as an address may be several, or none: only one plain address is ever sent to. */
function oneRecipient(given: ReplyTarget['to'] | undefined): ReplyTarget['to'] {
  const address = given ? emailOf(given.address) : null;
  return given && address ? { name: given.name, address } : null;
}

/** A page of the conversation, oldest first; the page before the given key, or the last one. */
export async function listMessagesOf(ctx: Context, ticketId: string, before: string | undefined) {
  requirePermission(ctx, 'tickets:read');
  await requireTicket(ctx, { id: ticketId });
  return conversationPage(
    ctx,
    ticketId,
    before === undefined ? null : (readPageKey(before, ['uuid'], 'before')[0] ?? null),
  );
}

async function conversationPage(ctx: Context, ticketId: string, before: string | null) {
  const records = await messagesBefore(ctx, ticketId, before, pageSize + 1);
  const page = records.slice(0, pageSize);
  const oldest = records.length > pageSize ? page.at(-1) : undefined;
  const items = await messagesShown(ctx, page.reverse());
  return { items: items.map(beginningOf), before: oldest ? pageKey([oldest.id]) : null };
}

/** Longer texts are read by themselves when somebody opens them. */
const mostCharacters = 100_000;
const shownOfLonger = 20_000;

function beginningOf(message: Message): Message {
  if (message.text.length <= mostCharacters) return message;
  return { ...message, text: message.text.slice(0, shownOfLonger).toWellFormed(), is_cut: true };
}

export async function messagesShown(ctx: Context, records: readonly MessageRecord[]): Promise<Message[]> {
  const [lists, names, files, reports] = await Promise.all([
    ctx.lists.of(ctx.tenantId),
    namesOfActors(
      ctx,
      records.map((record) => record.author),
    ),
    attachmentsOf(
      ctx,
      records.map((record) => record.id),
    ),
    reportsOf(
      ctx,
      records.filter((record) => record.delivery_state !== null).map((record) => record.id),
    ),
  ]);
  const reportsBy = Map.groupBy(reports, (report) => report.message_id);
  const filesOf = Map.groupBy(files, (file) => file.message_id);
  return records.map((record) =>
    messageShown(
      record,
      filesOf.get(record.id) ?? [],
      lists,
      names,
      reportsBy.get(record.id) ?? [],
      ctx.now(),
    ),
  );
}

/** A message as it was written, however long it is. */
export async function readMessage(ctx: Context, id: string): Promise<Message> {
  const [shown] = await messagesShown(ctx, [await requireMessage(ctx, id)]);
  return shown as Message;
}

export async function requireMessage(ctx: Context, id: string): Promise<WholeMessage> {
  requirePermission(ctx, 'tickets:read');
  const record = await findMessage(ctx, id);
  if (!record) throw new Problem('not_found', 'not_found');
  return record;
}

/** A mail's sanitised HTML as a document, with the policy it must be served under; not_found when it has none. */
export async function readFrame(ctx: Context, id: string) {
  const { html, text } = await requireMessage(ctx, id);
  if (html === null) throw new Problem('not_found', 'not_found');
  // Where answers stand between or below quotes, nothing folds.
  const isQuoteFolded = visibleCharacters(text) < text.length;
  const dir = directionOf(text);
  return { html: frameOf(holdRemoteImages(html), { dir, isQuoteFolded }), policy: framePolicy };
}

/**
 * A remote image of a mail, by its place in the mail's HTML: nobody can have anything else fetched. Throws unprocessable
 * image_unavailable.
 */
export async function readRemoteImage(
  ctx: Context,
  fetchImage: FetchImage,
  { id, place, gone }: { id: string; place: number; gone: AbortSignal },
): Promise<RemoteImage> {
  const { html } = await requireMessage(ctx, id);
  const address = remoteImages(html ?? '')[place];
  if (address === undefined) throw new Problem('not_found', 'not_found');
  const image = await fetchImage(ctx.tenantId, address, gone);
  if (image === null) throw new Problem('unprocessable', 'image_unavailable');
  return image;
}

export async function openAttachment(ctx: Context, id: string) {
  requirePermission(ctx, 'tickets:read');
  const record = await findAttachment(ctx, id);
  if (!record) throw new Problem('not_found', 'not_found');
  const content = await ctx.files.stream(ctx.tenantId, record.file_sha256);
  return { name: record.name, mediaType: record.media_type, sizeBytes: record.size_bytes, content };
}

/** The mail of a ticket that a reply answers, by its Message-ID. */
export const findMailOfTicket = mailOfTicket;
/** The files of a message, in order. */
export const filesOfMessage = (ctx: Context, id: string) => attachmentsOf(ctx, [id]);
