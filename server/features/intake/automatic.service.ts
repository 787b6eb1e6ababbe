import { wireIdOf } from '../../../shared/id.ts';
import { type Context, inTransaction } from '../../context.ts';
import {
  type FileToKeep,
  keepAttachments,
  keepMessage,
  type MessageToKeep,
} from '../messages/write.service.ts';
import { recordEvents, refreshWaiting } from '../tickets/evidence.service.ts';
import { requirePresent } from '../tickets/links.service.ts';
import { findRaw, settleRow } from './intake.sql.ts';

// What programs write is kept and shown, and nobody waits for an answer to it.

const unsettled = ['pending', 'quarantined'];

/** A message that a waiting ledger row brought and that is no word of anybody. */
export type AutomaticMessage = MessageToKeep & {
  readonly intakeId: string;
  readonly contentKey: Buffer | null;
};

/**
 * Lays it on a ticket: no clock starts, and a closed ticket stays closed. `follow` does in the same transaction what follows
 * from it. False when the row was settled meanwhile.
 */
export async function layOnTicket(
  ctx: Context,
  message: AutomaticMessage,
  files: readonly FileToKeep[],
  follow: (tx: Context) => Promise<void>,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await findRaw(tx, message.intakeId, true);
    if (!row || !unsettled.includes(row.state)) return false;
    const { id: ticketId } = await requirePresent(tx, message.ticketId);
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
