import { createHash } from 'node:crypto';
import type { BodyOf } from '../../../shared/endpoint.ts';
import { wireIdOf } from '../../../shared/id.ts';
import type { addMessageV2 } from '../../../shared/v2-tickets.ts';
import { type Context, inTransaction, requirePermission } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { Problem } from '../../problem.ts';
import { addNoteTo } from '../messages/write.service.ts';
import { requireTicket } from '../tickets/tickets.service.ts';
import { findByKey, insertSettled } from './intake.sql.ts';
import { addWord } from './items.service.ts';
import { type ReceivedBody, sourceOf } from './receive.service.ts';

export const added = 'ההודעה נוספה בהצלחה';

/** A word of the customer, or an inner note, that an API client adds to a ticket. A word has its ledger row. */
export async function addMessageThroughApi(
  ctx: Context,
  ticketId: string,
  asked: BodyOf<typeof addMessageV2>,
  body: ReceivedBody,
) {
  requirePermission(ctx, 'tickets:write');
  const id =
    asked.direction === 'internal'
      ? await addNoteTo(ctx, ticketId, asked.msg)
      : await addCustomersWord(ctx, ticketId, asked.msg, body);
  return { id: wireIdOf(id), message: added };
}

async function addCustomersWord(
  ctx: Context,
  ticketId: string,
  text: string,
  body: ReceivedBody,
): Promise<string> {
  const ticket = await requireTicket(ctx, { id: ticketId });
  const rawSha256 = createHash('sha256').update(body.raw).digest();
  const intakeId = newId();
  const source = sourceOf(ctx);
  // A key names a request, and its address is a part of it: the same key for another ticket is another request.
  const key = body.key === null ? intakeId : `${ticketId} ${body.key}`;
  const known = body.key === null ? null : await firstMessage(ctx, source, key, rawSha256);
  if (known !== null) return known;
  return inTransaction(ctx, async (tx) => {
    const messageId = newId();
    const createdAt = tx.now();
    const presentId = await addWord(
      tx,
      {
        id: messageId,
        ticketId,
        channel: 'api',
        direction: 'inbound',
        author: 'sender',
        text,
        intakeId,
        createdAt,
      },
      [],
    );
    const row = {
      id: intakeId,
      channel: 'api',
      source,
      external_key: key,
      received_at: createdAt,
      raw: body.raw,
      raw_sha256: rawSha256,
    };
    const isNew = await insertSettled(tx, {
      ...row,
      title: ticket.subject,
      media_type: body.mediaType,
      ticket_id: presentId,
      message_id: messageId,
    });
    if (!isNew) throw new KnownKey();
    tx.announce({ kind: 'intake' });
    return messageId;
  }).catch(async (error: unknown) => {
    const first = error instanceof KnownKey ? await firstMessage(ctx, source, key, rawSha256) : null;
    return first ?? Promise.reject(error);
  });
}

/** Rolls the word back that came with a key that is known. */
class KnownKey extends Error {}

/** The word that a request with this key has added; null when the key is new. Another body with it is refused. */
async function firstMessage(
  ctx: Context,
  source: string,
  key: string,
  rawSha256: Buffer,
): Promise<string | null> {
  const first = await findByKey(ctx, 'api', source, key);
  if (!first) return null;
  if (first.message_id && first.raw_sha256.equals(rawSha256)) return first.message_id;
  throw new Problem('unprocessable', 'idempotency_mismatch');
}
