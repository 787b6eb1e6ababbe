import { wireIdOf } from '../../../shared/id.ts';
import type { LedgerRule } from '../../../shared/intake.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import type { MailNaming } from '../../mail/compose-id.ts';
import type { ParsedMail } from '../../mail/parse.ts';
import type { ParsedAttachment } from '../../mail/parse-files.ts';
import type { MailAddress } from '../../mail/parse-headers.ts';
import type { MailReader } from '../../mail/parse-pool.ts';
import { linkImages } from '../../mail/sanitise.ts';
import { layOnTicket } from '../intake/automatic.service.ts';
import { type Interpreter, ignoreItem, type RawItem, settleOnce } from '../intake/interpret.service.ts';
import { addWordOfItem, openTicketOfItem } from '../intake/items.service.ts';
import { firstStatus, plainArrival } from '../intake/open.service.ts';
import { recordReports } from '../messages/reports.service.ts';
import { suggestTicket } from '../tickets/links.service.ts';
import { acknowledge } from './acknowledge.service.ts';
import { type Course, classify } from './classify.service.ts';
import { contentKeyOf } from './content-key.ts';
import { ignoreJunk } from './junk.service.ts';
import { findMailbox, noteReceived } from './mailboxes.sql.ts';
import { readMailOf } from './read-mail.service.ts';
import { addressesOf, answeredBy, decisionKept, type FoundThread, findThread } from './thread.service.ts';
import { noteOwnServer, noteWayOf } from './ticket-address.service.ts';

type Files = Parameters<typeof openTicketOfItem>[2];

/** Larger mails are tickets of their beginning. */
const usualMostBytes = 50 * 1024 * 1024;

/**
 * Reads a mail of the ledger: a word on the ticket whose mail it answers, or a new ticket. Throws UnreadableItemError for what
 * nothing can read.
 */
export function makeMailInterpreter(
  reader: Pick<MailReader, 'read'>,
  naming: MailNaming,
  mostBytes = usualMostBytes,
): Interpreter {
  const isNewMinute = minuteOfEach();
  return async (ctx, item, turn) => {
    const mail = await readMailOf(ctx, reader, item, mostBytes);
    turn.isRead(mail.messageId);
    await turn.after(answeredBy(mail));
    const read = { mail, item, sender: senderOf(mail, item), naming, contentKey: contentKeyOf(mail) };
    await settleOnce(ctx, { id: item.id, title: mail.subject }, read.contentKey, async () => {
      for (let tries = 1; !(await settle(ctx, read, tries < mostTries)); tries += 1);
    });
    await noteOwnServer(ctx, item);
    if (isNewMinute(item)) await noteReceived(ctx, item.source, item.received_at);
  };
}

/** The mailbox notes the minute in which its last mail came; one mail of each minute is enough to tell it. */
function minuteOfEach(): (item: RawItem) => boolean {
  const noted = new Map<string, number>();
  return ({ source, received_at: at }) => {
    const minute = Math.floor(at.getTime() / 60_000);
    if ((noted.get(source) ?? 0) >= minute) return false;
    noted.set(source, minute);
    return true;
  };
}

/** The whole of a mail of which only the beginning is shown. */
function wholeOf({ raw_sha256, raw_bytes }: RawItem): Files[number] {
  return {
    id: newId(),
    fileSha256: raw_sha256,
    sizeBytes: raw_bytes,
    name: 'message.eml',
    mediaType: 'message/rfc822',
    contentId: null,
    isInline: false,
  };
}

/** A mail that others of its conversation pass each time has looked often enough: they may go on for ever. */
const mostTries = 5;

/**
 * Finds where the mail belongs, and puts it there. False when another of its conversation came in while its ticket was looked for,
 * and `isWatchful` says that this matters: then nothing was written.
 */
async function settle(ctx: Context, given: Given, isWatchful: boolean): Promise<boolean> {
  const { mail, item, sender, naming } = given;
  const isTrial = await noteWayOf(ctx, naming, item, addressesOf(mail, item));
  if (isTrial) return ignore(ctx, given, 'own_mail');
  const { decision: thread, awaited } = await findThread(ctx, naming, mail, item, sender);
  const { joined } = thread ?? noThread;
  const course = await classify(ctx, naming, mail, item, joined);
  if (course.do === 'ignore') return ignore(ctx, given, course.rule);
  const ticketId = course.do === 'lay' ? course.ticketId : joined;
  if (ticketId === null && (await ignoreJunk(ctx, mail, item, sender))) return true;
  const { files, html } = await keepParts(ctx, mail);
  const all = mail.isOversized ? [...files, wholeOf(item)] : files;
  const read = { ...given, mail: { ...mail, html }, files: all, thread, awaited: isWatchful ? awaited : {} };
  return follow(ctx, read, course, ticketId);
}

async function ignore(ctx: Context, { mail, item, sender }: Given, rule: LedgerRule): Promise<true> {
  const reason = `rule:${rule}` as const;
  await ignoreItem(ctx, item.id, { reason, title: mail.subject, sender: sender?.address ?? null });
  return true;
}

async function follow(
  ctx: Context,
  read: ReadItem,
  course: Exclude<Course, { do: 'ignore' }>,
  ticketId: string | null,
): Promise<boolean> {
  if (course.do === 'word' && ticketId === null) return openTicket(ctx, read, course.mark);
  if (course.do === 'lay') await lay(ctx, read, course);
  else if (ticketId !== null) await addWord(ctx, read, course.mark, ticketId);
  return true;
}

/** An answer to it that was quicker may have opened a ticket of its own: that one turns out to belong here. */
async function addWord(ctx: Context, read: ReadItem, kind: 'bulk' | null, ticketId: string): Promise<void> {
  const { mail, thread } = read;
  await addWordOfItem(ctx, { ...messageOf(read, ticketId), kind }, read.files);
  const answering = thread?.candidates.filter(
    (one) =>
      one.ticketId !== ticketId &&
      one.points >= thread.bar &&
      one.signals.some(({ signal, by }) => signal === 'reference' && by === mail.messageId),
  );
  for (const one of answering ?? []) await suggestTicket(ctx, one.ticketId, ticketId);
}

/** What a program wrote, on the ticket that it is about, with what follows from it. */
async function lay(ctx: Context, read: ReadItem, course: Extract<Course, { do: 'lay' }>): Promise<void> {
  const message = { ...messageOf(read, course.ticketId), kind: course.mark };
  const about = course.sent && course.fates.length > 0 ? course.sent.id : null;
  await layOnTicket(ctx, message, read.files, {
    about,
    follow: async (tx) => {
      if (about !== null) await recordReports(tx, about, message.id, course.fates);
    },
  });
}

interface Given {
  readonly mail: Awaited<ReturnType<typeof readMailOf>>;
  readonly item: RawItem;
  /** Null for a mail that says nowhere who wrote it. */
  readonly sender: MailAddress | null;
  readonly contentKey: Buffer | null;
  readonly naming: MailNaming;
}

interface ReadItem extends Given {
  readonly files: Files;
  readonly thread: FoundThread['decision'];
  readonly awaited: Partial<FoundThread['awaited']>;
}

/** Who the mail says wrote it; where that is no address, the envelope's sender stands in. */
function senderOf({ from }: ParsedMail, item: RawItem): MailAddress | null {
  if (from?.address.includes('@')) return from;
  const { from: sender } = item.envelope as { from?: unknown };
  const isAddress = typeof sender === 'string' && sender.includes('@');
  if (!from) return isAddress ? { name: '', address: sender } : null;
  const name = from.name || from.address;
  return { name, address: isAddress ? sender : from.address };
}

/** Attachments into the file store, and the images of the HTML pointed at them. */
async function keepParts(ctx: Context, mail: ParsedMail): Promise<{ files: Files; html: string | null }> {
  const kept: { id: string; part: ParsedAttachment; file: { sha256: Buffer; bytes: number } }[] = [];
  for (const part of mail.attachments) {
    kept.push({ id: newId(), part, file: await ctx.files.keep(ctx.tenantId, part.content) });
  }
  const shown = new Set<string>();
  const html = linkImages(mail.html ?? '', (contentId) => {
    const found = kept.find(({ part }) => part.contentId?.toLowerCase() === contentId.toLowerCase());
    if (!found) return null;
    shown.add(found.id);
    return `/api/attachments/${wireIdOf(found.id)}?inline=1`;
  });
  const files = kept.map(({ id, part, file }) => ({
    id,
    fileSha256: file.sha256,
    sizeBytes: file.bytes,
    name: part.name,
    mediaType: part.mediaType,
    contentId: part.contentId,
    // An embedded picture that the text doesn't show is listed like any other file.
    isInline: shown.has(id),
    seals: part.seals ?? null,
  }));
  return { files, html: html === '' ? null : html };
}

/** False when its ticket has to be looked for again. */
async function openTicket(ctx: Context, read: ReadItem, mark: 'bulk' | null): Promise<boolean> {
  const { mail, item, sender } = read;
  const mailbox = await findMailbox(ctx, item.source);
  const arrival = await arrivalOf(ctx, read, mailbox, mark);
  const number = await openTicketOfItem(ctx, arrival, read.files);
  if (number === 'named') return false;
  if (number === null || !mailbox?.acknowledges_since) return true;
  const opened = { ticketId: arrival.ticket_id, number, mail, item, sender };
  // The ticket is open: what goes wrong with a courtesy is no fault of the mail.
  await acknowledge(ctx, read.naming, opened).catch((err: unknown) =>
    ctx.log.error({ err, intakeId: item.id }, 'an inquiry could not be acknowledged'),
  );
  return true;
}

async function arrivalOf(
  ctx: Context,
  { mail, item, sender, contentKey, thread, awaited }: ReadItem,
  mailbox: Awaited<ReturnType<typeof findMailbox>>,
  mark: 'bulk' | null,
) {
  const lists = await ctx.lists.of(ctx.tenantId);
  const department = lists.departments.get(mailbox?.department_id ?? '');
  const priority = lists.priorities.get(mailbox?.priority_id ?? '');
  return plainArrival(ctx, {
    intake_id: item.id,
    channel: 'email',
    at: item.received_at.toISOString(),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    status_id: firstStatus(lists),
    department_id: department?.isActive ? department.id : null,
    priority_id: priority?.isActive ? priority.id : null,
    mailbox_id: mailbox?.id ?? null,
    ...writerOf(sender),
    recipients: recipientsOf(mail),
    mail_id: mail.messageId,
    in_reply_to: nearest(mail),
    thread_ids: mail.references,
    sent_at: mail.date?.toISOString() ?? null,
    content_key: contentKey?.toString('hex') ?? null,
    mail_kind: mark,
    threading: thread && decisionKept(thread),
    maybe_id: thread?.maybe ?? null,
    ...awaited,
  });
}

function writerOf(sender: MailAddress | null) {
  return {
    sender: sender && (sender.address || sender.name),
    email: sender?.address.includes('@') ? sender.address : null,
    account_name: sender?.name || null,
    from_name: sender?.name ?? null,
    from_address: sender?.address ?? null,
  };
}

const noThread = { joined: null };
/** There are programs that say what they answer in References alone. */
const nearest = (mail: ParsedMail) => mail.inReplyTo ?? mail.references.at(-1) ?? null;

function messageOf({ mail, item, sender, contentKey, thread }: ReadItem, ticketId: string) {
  return {
    id: newId(),
    ticketId,
    channel: 'email',
    direction: 'inbound',
    author: 'sender',
    text: mail.text,
    html: mail.html,
    fromName: sender?.name ?? null,
    fromAddress: sender?.address ?? null,
    recipients: recipientsOf(mail),
    subject: mail.subject,
    mailId: mail.messageId,
    inReplyTo: nearest(mail),
    threadIds: mail.references,
    threading: thread && decisionKept(thread),
    intakeId: item.id,
    contentKey,
    createdAt: item.received_at,
    sentAt: mail.date,
  } as const;
}

/** Where answers are wanted is kept when it is not where the mail came from. */
function recipientsOf({ to, cc, from, replyTo }: ParsedMail) {
  const isElsewhere = replyTo && replyTo.address.toLowerCase() !== from?.address.toLowerCase();
  return { to, cc, ...(isElsewhere && { replyTo }) };
}
