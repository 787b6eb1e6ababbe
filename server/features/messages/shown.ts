import { wireIdOf } from '../../../shared/id.ts';
import type { Delivery, Message } from '../../../shared/messages.ts';
import type { TenantLists } from '../../context.ts';
import { sealInText } from '../../mail/parse-seals.ts';
import { queueIdOf } from '../../mail/queue-id.ts';
import { visibleCharacters } from '../../mail/quote.ts';
import { actorShown, isoOrNull, wireOrNull } from '../../wire.ts';
import type { AttachmentRecord, MessageRecord } from './messages.sql.ts';
import { outcomesIn } from './outcomes.ts';
import type { reportsOf } from './reports.sql.ts';
import type { Recipients } from './write.sql.ts';

type ReportRecord = Awaited<ReturnType<typeof reportsOf>>[number];

export function messageShown(
  record: MessageRecord,
  files: readonly AttachmentRecord[],
  lists: TenantLists,
  names: ReadonlyMap<string, string>,
  reports: readonly ReportRecord[],
  now: Date,
): Message {
  const recipients = record.recipients as Recipients | null;
  return {
    id: wireIdOf(record.id),
    channel: record.channel as Message['channel'],
    direction: record.direction as Message['direction'],
    author: actorShown(record.author, lists, names),
    is_automatic: record.is_automatic,
    kind: record.kind as Message['kind'],
    text: record.text,
    visible_characters:
      record.channel === 'email' && record.direction === 'inbound'
        ? visibleCharacters(record.text)
        : record.text.length,
    is_cut: false,
    has_html: record.html_bytes !== null,
    html_bytes: record.html_bytes,
    has_remote_images: record.has_remote_images,
    from:
      record.from_address === null ? null : { name: record.from_name ?? '', address: record.from_address },
    to: [...(recipients?.to ?? [])],
    cc: [...(recipients?.cc ?? [])],
    subject: record.subject,
    created_at: record.created_at.toISOString(),
    sent_at: isoOrNull(record.sent_at),
    protection: protectionOf(record, files),
    attachments: files.map((file) => ({
      id: wireIdOf(file.id),
      name: file.name,
      media_type: file.media_type,
      size_bytes: file.size_bytes,
      is_inline: file.is_inline,
    })),
    delivery: deliveryShown(record, reports, now),
    intake_id: wireOrNull(record.intake_id),
    forwarded_id: wireOrNull(record.forwards_id),
    has_threading: record.threading !== null,
  };
}

/** Encrypted words that are signed too are told as encrypted: the signature is inside. */
function protectionOf(
  { channel, text }: MessageRecord,
  files: readonly AttachmentRecord[],
): Message['protection'] {
  if (channel !== 'email') return null;
  const seals = [sealInText(text), ...files.map((file) => file.seals)];
  return seals.includes('encrypted') ? 'encrypted' : seals.includes('signed') ? 'signed' : null;
}

/** A process that claimed it and ended without a word holds it for some minutes. */
export const isBeingSent = ({ claimed_until: until }: { readonly claimed_until: Date | null }, now: Date) =>
  until !== null && until > now;

function deliveryShown(record: MessageRecord, reports: readonly ReportRecord[], now: Date): Delivery | null {
  if (record.delivery_state === null) return null;
  return {
    state: record.delivery_state as Delivery['state'],
    attempts: record.attempts ?? 0,
    next_attempt_at: isoOrNull(record.next_attempt_at),
    server_answer: record.server_answer,
    queue_id: queueIdOf(record.server_answer),
    send_at: isoOrNull(record.send_at),
    can_unsend: record.delivery_state === 'queued' && !isBeingSent(record, now),
    has_source: record.mime_sha256 !== null,
    recipients: outcomesIn(record.outcomes),
    accepted_at: isoOrNull(record.accepted_at),
    failed_at: isoOrNull(record.failed_at),
    bounced_at: isoOrNull(record.bounced_at),
    reports: reports.map(({ kind, address, status, said, reported_by, at }) => ({
      kind: kind as Delivery['reports'][number]['kind'],
      address,
      status,
      said,
      reported_by: wireIdOf(reported_by),
      at: at.toISOString(),
    })),
  };
}
