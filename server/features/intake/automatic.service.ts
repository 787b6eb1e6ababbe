import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction } from '../../context.ts';
import { lockMail } from '../messages/lock.service.ts';
import {
  type FileToKeep,
  keepAttachments,
  keepMessage,
  type MessageToKeep,
} from '../messages/write.service.ts';
import { recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { requirePresent } from '../tickets/links.service.ts';
import { settleRow } from './intake.sql.ts';
import { lockRow } from './names.sql.ts';

// What programs write is kept and shown, and nobody waits for an answer to it.

const unsettled = ['pending', 'quarantined'];

/** A message that a waiting ledger row brought and that is no word of anybody. */
export type AutomaticMessage = MessageToKeep & {
  readonly intakeId: string;
  readonly contentKey: Buffer | null;
};

interface Following {
  /** The message (uuid) of ours that it is about: it is laid where that is now. Null: on the ticket that it names. */
  readonly about: string | null;
  /** What follows from it, in the same transaction. */
  follow(tx: Context): Promise<void>;
}

/**
 * Lays it on a ticket: no clock starts, and a closed ticket stays closed. False when the row was settled meanwhile.
 */
export async function layOnTicket(
  ctx: Context,
  message: AutomaticMessage,
  files: readonly FileToKeep[],
  { about, follow }: Following,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockRow(tx, message.intakeId, message.mailId ?? null);
    if (!row || !unsettled.includes(row.state)) return false;
    const ours = about === null ? null : await lockMail(tx, about);
    const ticketId = ours?.message.ticket_id ?? (await requirePresent(tx, message.ticketId)).id;
    await keepMessage(tx, { ...message, ticketId, isAutomatic: true });
    await keepAttachments(tx, message.id, files);
    await recordEvents(tx, [
      {
        ticketId,
        kind: 'automatic_received',
        detail: { message: wireIdOf(message.id), kind: message.kind ?? null },
      },
    ]);
    await follow(tx);
    await refreshWaiting(tx, [ticketId]);
    await settleRow(tx, row.id, [row.state], {
      state: 'ticket',
      settled_at: tx.now(),
      ticket_id: ticketId,
      message_id: message.id,
      title: message.subject?.slice(0, 200) ?? null,
      sender: message.fromAddress ?? null,
      content_key: message.contentKey,
      reason: null,
      error: null,
    });
    tx.announce({ kind: 'ticket', ids: [wireIdOf(ticketId)] });
    return true;
  });
}
