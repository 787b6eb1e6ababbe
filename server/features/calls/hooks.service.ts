import { createHash } from 'node:crypto';
import type { PhoneProvider } from '../../../shared/phone-connections.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { type Adapter, type Push, type Reply, UnreadablePushError } from '../../phone/adapter.ts';
import { adapters } from '../../phone/adapters.ts';
import type { PhoneEvent } from '../../phone/event.ts';
import { Problem } from '../../problem.ts';
import { SealError } from '../../secrets.ts';
import { settleReport } from '../intake/calls.service.ts';
import { errorWords, type Interpreter, isDatabaseAway, type RawItem } from '../intake/interpret.service.ts';
import { replyOf } from './ask.service.ts';
import { type RecordKind, readAgain } from './compare.service.ts';
import { hashOfToken, requireConnection, secretOf, timezoneOf } from './connections.service.ts';
import {
  type ConnectionRecord,
  countRefused,
  countUnknown,
  findByToken,
  noteReceived,
} from './connections.sql.ts';
import { Pace } from './pace.ts';
import { takeReport } from './take.service.ts';
import { insertQuarantined, ledgerRowOf } from './take.sql.ts';

// biome-ignore lint/performance/noBarrelFile: routes import their own service only
export { popUpOrigin } from '../../phone/voicenter-popup.ts';

/** Two hundred a second: a busy call centre sends three for each call, and all at once what it held back. */
const pushesAMinute = 12_000;
/** Wrong addresses of a tenant are counted no more often than this. */
const countedAMinute = 60;
const [pushes, refusals] = [new Pace(pushesAMinute), new Pace(countedAMinute)];

/**
 * A request of an exchange. Once this answers, what it told is committed. Problems: unauthenticated for an address that is no
 * connection's, forbidden for a wrong signature (of both only a counter is kept), too_many, unavailable.
 */
export async function receivePush(ctx: Context, token: string, push: Push): Promise<Reply> {
  const connection = await findByToken(ctx, hashOfToken(token));
  const adapter = connection ? adapters[connection.provider as PhoneProvider] : null;
  if (!connection?.is_active || !adapter) return refuseUnknown(ctx);
  const nowMs = ctx.now().getTime();
  if (!pushes.may(connection.id, nowMs))
    throw new Problem('too_many', 'too_many_requests', {
      headers: { 'retry-after': String(pushes.secondsLeft(nowMs)) },
    });
  if (!adapter.isGenuine(push, openSecret(ctx, connection))) {
    if (refusals.may(connection.id, nowMs)) await countRefused(ctx, connection.id);
    throw new Problem('forbidden', 'phone_refused');
  }
  // Somebody opened the address to see whether it is there.
  const isEmptyLook = push.isGet && new URL(push.url).search === '';
  return isEmptyLook ? adapter.taken(push) : takePush(ctx, connection, adapter, push);
}

async function refuseUnknown(ctx: Context): Promise<never> {
  if (refusals.may(ctx.tenantId, ctx.now().getTime())) await countUnknown(ctx);
  throw new Problem('unauthenticated', 'phone_refused');
}

function openSecret(ctx: Context, connection: ConnectionRecord): string | null {
  try {
    return secretOf(ctx, connection);
  } catch (cause) {
    if (cause instanceof SealError) throw new Problem('unavailable', 'secret_unreadable', { cause });
    throw cause;
  }
}

async function takePush(
  ctx: Context,
  connection: ConnectionRecord,
  adapter: Adapter,
  push: Push,
): Promise<Reply> {
  try {
    const events = await readPush(ctx, connection, adapter, push);
    await takeReport(ctx, connection, { events, ...keptOf(push) });
    await noteReceived(ctx, connection);
    return (await replyOf(ctx, connection, push)) ?? adapter.taken(push);
  } catch (error) {
    if (isDatabaseAway(error)) throw new Problem('unavailable', 'unavailable', { cause: error });
    if (error instanceof Problem) throw error;
    await quarantine(ctx, connection, push, error);
    return error instanceof UnreadablePushError ? adapter.unreadable(error, push) : adapter.taken(push);
  }
}

/** Of what is asked by GET the payload stands in the address. */
function keptOf({ raw, mediaType, url }: Push): { raw: Buffer; mediaType: string } {
  if (raw.length > 0) return { raw, mediaType };
  return {
    raw: Buffer.from(new URL(url).search.slice(1)),
    mediaType: 'application/x-www-form-urlencoded',
  };
}

async function readPush(
  ctx: Context,
  connection: ConnectionRecord,
  adapter: Adapter,
  push: Push,
): Promise<PhoneEvent[]> {
  return adapter.read(push, { timezone: await timezoneOf(ctx, connection) });
}

/** What can't be read is kept, and can be tried again. */
async function quarantine(
  ctx: Context,
  connection: ConnectionRecord,
  push: Push,
  error: unknown,
): Promise<void> {
  ctx.log.warn({ err: error, connectionId: connection.id }, 'what an exchange sent could not be read');
  const { raw, mediaType, part } = push;
  // Without the secret in its path.
  const envelope = { part, query: new URL(push.url).search };
  const id = newId();
  await insertQuarantined(ctx, {
    ...{ id, connectionId: connection.id, externalKey: id, raw, mediaType, envelope },
    rawSha256: createHash('sha256').update(raw).digest(),
    error: errorWords(error),
  });
  ctx.announce({ kind: 'intake' });
}

/** Reads what was kept aside once more: a person asked for it. */
export const interpretPush: Interpreter = async (ctx, item) => {
  const connection = await requireConnection(ctx, item.source);
  if ('records' in (item.envelope as object)) return interpretRecord(ctx, connection, item);
  const adapter = adapters[connection.provider as PhoneProvider];
  if (!adapter) throw new UnreadablePushError(`${connection.provider} sends nothing by HTTP`);
  const { part, query } = item.envelope as { part?: string; query?: string };
  const push: Push = {
    raw: item.raw ?? (await ctx.files.read(ctx.tenantId, item.raw_sha256)),
    mediaType: item.media_type,
    headers: {},
    isGet: false,
    url: `http://localhost/${query ?? ''}`,
    part: part ?? '',
  };
  const events = await readPush(ctx, connection, adapter, push);
  const [taken] = await takeReport(ctx, connection, { events, raw: push.raw, mediaType: push.mediaType });
  await settleReport(ctx, item.id, taken ? await ledgerRowOf(ctx, taken.id) : null);
};

/** The same of the exchange's own records. */
async function interpretRecord(ctx: Context, connection: ConnectionRecord, item: RawItem): Promise<void> {
  const raw = item.raw ?? (await ctx.files.read(ctx.tenantId, item.raw_sha256));
  const timezone = await timezoneOf(ctx, connection);
  const journeys = readAgain(raw, item.envelope as unknown as RecordKind, timezone);
  const events = journeys.flatMap((journey) => journey.events);
  const report = { events, raw, mediaType: item.media_type, isPulled: true };
  const [taken] = await takeReport(ctx, connection, report);
  await settleReport(ctx, item.id, taken ? await ledgerRowOf(ctx, taken.id) : null);
}
