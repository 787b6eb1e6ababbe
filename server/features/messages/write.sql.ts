import type { messageKinds } from '../../../shared/messages.ts';
import type { Context } from '../../context.ts';

export interface NewMessage {
  readonly id: string;
  readonly ticketId: string;
  readonly channel: 'email' | 'phone' | 'api' | 'form' | 'note';
  readonly direction: 'inbound' | 'outbound' | 'internal';
  readonly author: string;
  readonly text: string;
  readonly html?: string | null;
  readonly fromName?: string | null;
  readonly fromAddress?: string | null;
  readonly recipients?: Recipients | null;
  readonly subject?: string | null;
  readonly mailId?: string | null;
  readonly inReplyTo?: string | null;
  readonly threadIds?: readonly string[] | null;
  readonly intakeId?: string | null;
  /** Why it stands on this ticket. */
  readonly threading?: object | null;
  readonly isAutomatic?: boolean;
  readonly kind?: (typeof messageKinds)[number] | null;
  /** The message that a forward passes on. */
  readonly forwardsId?: string | null;
  readonly createdAt: Date;
  readonly sentAt?: Date | null;
}

export interface Recipients {
  readonly to: readonly { name: string; address: string }[];
  readonly cc: readonly { name: string; address: string }[];
  /** Where the sender wants answers to go, when it is not where the mail came from. */
  readonly replyTo?: { name: string; address: string };
}

export async function insertMessage(ctx: Context, message: NewMessage): Promise<void> {
  await ctx.db
    .insertInto('messages')
    .values({
      tenant_id: ctx.tenantId,
      id: message.id,
      ticket_id: message.ticketId,
      channel: message.channel,
      direction: message.direction,
      author: message.author,
      is_automatic: message.isAutomatic ?? false,
      kind: message.kind ?? null,
      forwards_id: message.forwardsId ?? null,
      text: message.text,
      html: message.html ?? null,
      from_name: message.fromName ?? null,
      from_address: message.fromAddress ?? null,
      recipients: message.recipients ? JSON.stringify(message.recipients) : null,
      subject: message.subject ?? null,
      message_id: message.mailId ?? null,
      in_reply_to: message.inReplyTo ?? null,
      thread_ids: message.threadIds ? [...message.threadIds] : null,
      intake_id: message.intakeId ?? null,
      threading: message.threading ? JSON.stringify(message.threading) : null,
      created_at: message.createdAt,
      sent_at: message.sentAt ?? null,
    })
    .execute();
}

export interface NewAttachment {
  readonly id: string;
  readonly fileSha256: Buffer;
  readonly sizeBytes: number;
  readonly name: string;
  readonly mediaType: string;
  readonly contentId: string | null;
  readonly isInline: boolean;
  readonly seals?: 'signed' | 'encrypted' | null;
}

/** The files of a message. */
export interface FilesOf {
  readonly tenantId: string;
  readonly messageId: string;
  readonly files: readonly NewAttachment[];
}

export const insertAttachments = (ctx: Context, messageId: string, files: readonly NewAttachment[]) =>
  insertAttachmentsOf(ctx, [{ tenantId: ctx.tenantId, messageId, files }]);

/** The files of several messages, of any tenants, in one statement. */
export async function insertAttachmentsOf(
  { db }: Pick<Context, 'db'>,
  messages: readonly FilesOf[],
): Promise<void> {
  const rows = messages.flatMap(({ tenantId, messageId, files }) =>
    files.map((file, position) => ({
      tenant_id: tenantId,
      id: file.id,
      message_id: messageId,
      position,
      file_sha256: file.fileSha256,
      size_bytes: file.sizeBytes,
      name: file.name,
      media_type: file.mediaType,
      content_id: file.contentId,
      is_inline: file.isInline,
      seals: file.seals ?? null,
    })),
  );
  // PostgreSQL takes 65,535 parameters in a statement.
  for (let from = 0; from < rows.length; from += mostRows)
    await db
      .insertInto('attachments')
      .values(rows.slice(from, from + mostRows))
      .execute();
}

const mostRows = 1000;

/** What a person gave with a mail that the message itself does not say: it is given back when the mail is. */
export interface Draft {
  /** The text with its pictures, where it has any. */
  readonly text?: string;
  readonly includeAttachments?: boolean;
  /** The status (uuid) that came with it. */
  readonly statusId?: string;
  /** The history lines (uuid) of a status that was set at once. */
  readonly eventIds?: readonly string[];
}

export interface NewDelivery {
  readonly notBefore: Date;
  /** Of the mailbox that it leaves from. */
  readonly mailboxId: string | null;
  /** Chosen by a person. */
  readonly sendAt?: Date | null;
  readonly draft?: Draft;
}

export async function insertDelivery(ctx: Context, messageId: string, given: NewDelivery): Promise<void> {
  const row = {
    tenant_id: ctx.tenantId,
    message_id: messageId,
    state: 'queued',
    next_attempt_at: given.notBefore,
    mailbox_id: given.mailboxId,
    send_at: given.sendAt ?? null,
    draft: given.draft ? JSON.stringify(given.draft) : null,
  };
  await ctx.db.insertInto('deliveries').values(row).execute();
}

export interface DeliveryChange {
  readonly state?: 'queued' | 'sent' | 'failed' | 'bounced' | 'withdrawn';
  readonly attempts?: number;
  readonly next_attempt_at?: Date | null;
  readonly server_answer?: string | null;
  readonly accepted_at?: Date | null;
  readonly failed_at?: Date | null;
  readonly bounced_at?: Date | null;
  readonly withdrawn_at?: Date | null;
  readonly send_at?: Date | null;
  readonly claimed_until?: Date | null;
  readonly is_uncertain?: boolean;
  /** JSON. */
  readonly outcomes?: string | null;
  readonly draft?: string | null;
  readonly mime_sha256?: Buffer | null;
  readonly mime_bytes?: number | null;
}

export async function updateDelivery(ctx: Context, messageId: string, change: DeliveryChange): Promise<void> {
  await ctx.db
    .updateTable('deliveries')
    .set(change)
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .execute();
}

/** The outbox row, locked until the transaction ends. */
export function lockDelivery(ctx: Context, messageId: string) {
  return ctx.db
    .selectFrom('deliveries')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('message_id', '=', messageId)
    .forUpdate()
    .executeTakeFirst();
}

/** Queued messages whose time came more than `lateMs` ago: their job was lost. */
export function lateDeliveries(ctx: Context, lateMs: number, limit: number) {
  return ctx.db
    .selectFrom('deliveries')
    .select('message_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('state', '=', 'queued')
    .where('next_attempt_at', '<', new Date(ctx.now().getTime() - lateMs))
    .orderBy('next_attempt_at')
    .limit(limit)
    .execute();
}
