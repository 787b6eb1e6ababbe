import type { Context } from '../../context.ts';
import { phoneEvent } from '../../phone/event.ts';
import { isDatabaseAway } from '../intake/interpret.service.ts';
import { requireConnection } from './connections.service.ts';
import { takeReport } from './take.service.ts';
import { silentCalls } from './take.sql.ts';

const minuteMs = 60_000;
/** Nobody holds the line for so long; a conversation may last longer. */
const [ringingMs, answeredMs, testMs] = [60 * minuteMs, 240 * minuteMs, 2 * minuteMs];
const mostAtOnce = 200;

/**
 * Ends calls whose end was never told, at their last word: nobody who called waits in a call that seems to ring for ever. What
 * the exchange's own list says later counts more.
 */
export async function endSilentCalls(ctx: Context): Promise<number> {
  const nowMs = ctx.now().getTime();
  const since = {
    ringing: new Date(nowMs - ringingMs),
    answered: new Date(nowMs - answeredMs),
    test: new Date(nowMs - testMs),
  };
  const silent = await silentCalls(ctx, since, mostAtOnce);
  let ended = 0;
  for (const call of silent) {
    try {
      await endCall(ctx, call);
      ended += 1;
    } catch (err) {
      if (isDatabaseAway(err)) throw err;
      const { connection_id: connectionId, call_key: callKey } = call;
      ctx.log.warn({ err, connectionId, callKey }, 'a call of which nobody told more could not be ended');
    }
  }
  return ended;
}

type SilentCall = Awaited<ReturnType<typeof silentCalls>>[number];

async function endCall(ctx: Context, { connection_id, call_key, told_at }: SilentCall): Promise<void> {
  const event = phoneEvent({
    ...{ callKey: call_key, eventKey: 'silence', kind: 'ended', at: told_at.toISOString() },
    said: 'no word since',
  });
  const raw = Buffer.from(JSON.stringify(event));
  const connection = await requireConnection(ctx, connection_id);
  await takeReport(ctx, connection, { events: [event], raw, mediaType: 'application/json' });
}
