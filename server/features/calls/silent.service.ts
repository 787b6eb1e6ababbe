import type { Context } from '../../context.ts';
import { phoneEvent } from '../../phone/event.ts';
import { isDatabaseAway } from '../intake/interpret.service.ts';
import { requireConnection } from './connections.service.ts';
import { takeReport } from './take.service.ts';
import { type SilentCall, silentCalls } from './take.sql.ts';

const minuteMs = 60_000;
/** Nobody holds the line for so long; a conversation may last longer. */
const [ringingMs, answeredMs, testMs] = [60 * minuteMs, 240 * minuteMs, 2 * minuteMs];
/** Whoever is passed on to another is heard of again before that: Voicenter's pop-up tells of extensions, never of the call's end. */
const hungUpMs = 10 * minuteMs;
const pageSize = 200;

/**
 * Ends calls whose end was never told, at their last word: nobody who called waits in a call that seems to ring for ever. What
 * the exchange's own list says later counts more. Those that can't be ended stand in nobody's way.
 */
export async function endSilentCalls(ctx: Context, most = pageSize): Promise<number> {
  const nowMs = ctx.now().getTime();
  const since = {
    ringing: new Date(nowMs - ringingMs),
    answered: new Date(nowMs - answeredMs),
    hungUp: new Date(nowMs - hungUpMs),
    test: new Date(nowMs - testMs),
  };
  let ended = 0;
  for (let last: SilentCall | null = null; ; ) {
    const page: SilentCall[] = await silentCalls(ctx, since, last, most);
    for (const call of page) if (await isEnded(ctx, call)) ended += 1;
    last = page.at(-1) ?? null;
    if (page.length < most) return ended;
  }
}

async function isEnded(ctx: Context, call: SilentCall): Promise<boolean> {
  try {
    await endCall(ctx, call);
    return true;
  } catch (err) {
    if (isDatabaseAway(err)) throw err;
    const { connection_id: connectionId, call_key: callKey } = call;
    ctx.log.warn({ err, connectionId, callKey }, 'a call of which nobody told more could not be ended');
    return false;
  }
}

async function endCall(ctx: Context, { connection_id, call_key, told_at }: SilentCall): Promise<void> {
  const event = phoneEvent({
    ...{ callKey: call_key, eventKey: 'silence', kind: 'ended', at: told_at.toISOString() },
    said: 'no word since',
  });
  const raw = Buffer.from(JSON.stringify(event));
  const connection = await requireConnection(ctx, connection_id);
  await takeReport(ctx, connection, { events: [event], raw, mediaType: 'application/json' });
}
