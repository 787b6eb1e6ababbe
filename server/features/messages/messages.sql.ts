import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { isOfThirdParty } from './outgoing.sql.ts';

/** What was taken back before it left is a line of the history, no message. */
const isThere = sql<boolean>`not exists (select from deliveries as taken where taken.tenant_id = messages.tenant_id
  and taken.message_id = messages.id and taken.state = 'withdrawn')`;

/** All of a message but its HTML: a page of mails must not carry what nobody looks at. */
const columns = [
  'messages.id',
  'messages.ticket_id',
  'messages.channel',
  'messages.direction',
  'messages.author',
  'messages.is_automatic',
  'messages.kind',
  'messages.forwards_id',
  'messages.text',
  'messages.from_name',
  'messages.from_address',
  'messages.recipients',
  'messages.subject',
  'messages.message_id',
  'messages.in_reply_to',
  'messages.thread_ids',
  'messages.intake_id',
  'messages.threading',
  'messages.created_at',
  'messages.sent_at',
] as const;

function selectMessages(ctx: Context) {
  return (
    ctx.db
      .selectFrom('messages')
      .leftJoin('deliveries', (join) =>
        join
          .onRef('deliveries.tenant_id', '=', 'messages.tenant_id')
          .onRef('deliveries.message_id', '=', 'messages.id'),
      )
      .select(columns)
      .select([
        sql<number | null>`octet_length(messages.html)`.as('html_bytes'),
        // As mail/remote-images.ts finds them.
        sql<boolean>`coalesce(messages.html ~* '<img[^>]* src="https?:', false)`.as('has_remote_images'),
        'deliveries.state as delivery_state',
        'deliveries.attempts',
        'deliveries.next_attempt_at',
        'deliveries.server_answer',
        'deliveries.accepted_at',
        'deliveries.failed_at',
        'deliveries.bounced_at',
        'deliveries.send_at',
        'deliveries.outcomes',
        'deliveries.claimed_until',
        'deliveries.draft',
        'deliveries.mime_sha256',
        'deliveries.mailbox_id as sent_from',
      ])
      .where('messages.tenant_id', '=', ctx.tenantId)
      // What was taken back before it left is a line of the history, no message.
      .where(sql<boolean>`deliveries.state is distinct from 'withdrawn'`)
  );
}

export type MessageRecord = Awaited<ReturnType<typeof messagesBefore>>[number];

/** Newest first, before the key (id). */
export function messagesBefore(ctx: Context, ticketId: string, before: string | null, limit: number) {
  let query = selectMessages(ctx)
    .where('messages.ticket_id', '=', ticketId)
    .orderBy('messages.id', 'desc')
    .limit(limit);
  if (before !== null) query = query.where('messages.id', '<', before);
  return query.execute();
}

/** How long each text is, oldest first, after the key (id). PostgreSQL knows that without reading the texts. */
export function textBytesAfter(ctx: Context, ticketId: string, after: string | null, limit: number) {
  let query = ctx.db
    .selectFrom('messages')
    .select(['id', sql<number>`octet_length(text)`.as('bytes')])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where(isThere)
    .orderBy('id')
    .limit(limit);
  if (after !== null) query = query.where('id', '>', after);
  return query.execute();
}

/** What the public API shows of the messages from one to another, oldest first. */
export function wordsBetween(ctx: Context, ticketId: string, first: string, last: string) {
  return ctx.db
    .selectFrom('messages')
    .leftJoin('deliveries', (join) =>
      join
        .onRef('deliveries.tenant_id', '=', 'messages.tenant_id')
        .onRef('deliveries.message_id', '=', 'messages.id'),
    )
    .select(['messages.id', 'channel', 'direction', 'text', 'from_address', 'messages.subject'])
    .select(['messages.created_at', 'deliveries.state as delivery_state'])
    .where('messages.tenant_id', '=', ctx.tenantId)
    .where('messages.ticket_id', '=', ticketId)
    .where('messages.id', '>=', first)
    .where('messages.id', '<=', last)
    .where(isThere)
    .orderBy('messages.id')
    .execute();
}

export type WordsRecord = Awaited<ReturnType<typeof wordsBetween>>[number];

/** With its HTML. */
export function findMessage(ctx: Context, id: string) {
  return selectMessages(ctx).select('messages.html').where('messages.id', '=', id).executeTakeFirst();
}

export type WholeMessage = NonNullable<Awaited<ReturnType<typeof findMessage>>>;

/** On which ticket a message stands now. */
export async function placeOf(ctx: Context, id: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('messages')
    .select('ticket_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.ticket_id;
}

export function attachmentsOf(ctx: Context, messageIds: readonly string[]) {
  if (messageIds.length === 0) return Promise.resolve([]);
  return ctx.db
    .selectFrom('attachments')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', 'in', [...messageIds])
    .orderBy('message_id')
    .orderBy('position')
    .execute();
}

export type AttachmentRecord = Awaited<ReturnType<typeof attachmentsOf>>[number];

export function findAttachment(ctx: Context, id: string) {
  return ctx.db
    .selectFrom('attachments')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/**
 * The customer's last mail on the ticket: whom a reply goes to, and what it answers. What somebody says to whom the ticket was
 * forwarded is answered where a person chooses to.
 */
export function lastMail(ctx: Context, ticketId: string) {
  return ctx.db
    .selectFrom('messages')
    .select([
      'id',
      'from_name',
      'from_address',
      'recipients',
      'message_id',
      'thread_ids',
      'subject',
      'text',
      'created_at',
    ])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'inbound')
    .where('channel', '=', 'email')
    .where('is_automatic', '=', false)
    .where((eb) => eb.not(isOfThirdParty(ctx, ticketId)))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The mail of a ticket that bears this Message-ID. */
export function mailOfTicket(ctx: Context, ticketId: string, mailId: string) {
  return ctx.db
    .selectFrom('messages')
    .select(['from_name', 'from_address', 'text', 'html', 'created_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('ticket_id', '=', ticketId)
    .where('message_id', '=', mailId)
    .where('direction', '=', 'inbound')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}
