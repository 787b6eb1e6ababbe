import type { Context } from '../../context.ts';
import { lookAgain } from '../../database/look-again.ts';
import { requireLocked } from '../tickets/change.service.ts';
import { findMessage, placeOf, type WholeMessage } from './messages.sql.ts';
import { lockDelivery } from './write.sql.ts';

interface LockedMail {
  readonly message: WholeMessage;
  /** Undefined: it is no message of the outbox. */
  readonly delivery: Awaited<ReturnType<typeof lockDelivery>>;
}

/**
 * A message and its row of the outbox, locked in the order of everybody: its ticket, then the row. While its ticket is locked nobody
 * moves it away; what was moved before that is looked for where it is now. Null: there is no such message.
 */
export function lockMail(ctx: Context, messageId: string): Promise<LockedMail | null> {
  return lookAgain(ctx.db, async () => {
    const message = await findMessage(ctx, messageId);
    if (!message) return null;
    await requireLocked(ctx, message.ticket_id);
    if ((await placeOf(ctx, messageId)) !== message.ticket_id) return;
    return { message, delivery: await lockDelivery(ctx, messageId) };
  });
}
