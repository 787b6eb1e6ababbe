import { createHash } from 'node:crypto';
import { wallClockMs } from '../../../shared/local-time.ts';
import type { Context } from '../../context.ts';
import { newId } from '../../database/uuid.ts';
import { UnreadablePushError } from '../../phone/adapter.ts';
import { AmiBlocks } from '../../phone/ami-blocks.ts';
import { AmiEvents } from '../../phone/ami-events.ts';
import type { Window } from '../../phone/ask-exchange.ts';
import { readCdr } from '../../phone/cdr-csv.ts';
import { type ExchangeRecords, type Journey, journeysOf } from '../../phone/exchange-records.ts';
import { readCalls } from '../../phone/twilio-calls.ts';
import { readLog } from '../../phone/voicenter-log.ts';
import { errorWords, isDatabaseAway } from '../intake/interpret.service.ts';
import type { ConnectionRecord } from './connections.sql.ts';
import { knownCalls, knownParts, markUnbooked } from './reconcile.sql.ts';
import { Equations, type Kind } from './reconcile-shown.ts';
import { type TakenCall, takeReport } from './take.service.ts';
import { insertQuarantined } from './take.sql.ts';

const toldEach = 200;
const journeysAtOnce = 1000;

/** Whose records they are, so that a broken one can be read again. */
export interface RecordKind {
  readonly records: 'voicenter' | 'twilio' | 'cdr' | 'ami';
  readonly columns?: readonly string[] | null;
}

export interface Comparison {
  readonly kind: RecordKind;
  readonly timezone: string;
  /** Calls that began before were there before us: they are counted, not taken in. */
  readonly takeSince: Date;
  /** In which the records are whole; null: as far as they reach, and none where it is missing. */
  readonly window?: Window | null;
  /** Of how many calls; of a file, of how many lines. */
  tell?(done: number): Promise<void>;
}

type Account = ReturnType<Equations['result']> &
  ReturnType<typeof spanOf> & { total: { taken_now: number; completed: number } };
type Batches = Iterable<ExchangeRecords> | AsyncIterable<ExchangeRecords>;

/**
 * Lays an exchange's own records beside our calls: those that never reached us are taken in like any other, those that are known
 * are completed, what can't be read is kept. In the order of time, so that a call back comes after what it answers. Read again, it
 * changes nothing. Records come in batches: no more than one is held.
 */
export async function compareRecords(
  ctx: Context,
  connection: ConnectionRecord,
  batches: Batches,
  comparison: Comparison,
): Promise<Account> {
  const equations = new Equations();
  const counted: Counted = { takenNow: 0, completed: 0, done: 0, broken: [], reach: null };
  for await (const records of batches) {
    const ordered = [...records.journeys].sort((one, other) => one.at.getTime() - other.at.getTime());
    for (let at = 0; at < ordered.length; at += journeysAtOnce)
      await compareSome(
        ctx,
        connection,
        ordered.slice(at, at + journeysAtOnce),
        comparison,
        equations,
        counted,
      );
    for (const one of records.unreadable) {
      await keepUnreadable(ctx, connection, one, comparison.kind);
      equations.add({ day: null, queue: null, kind: 'quarantined' });
    }
  }
  const window = comparison.window === null ? counted.reach : comparison.window;
  for (const { started_at, queue } of window
    ? await markUnbooked(ctx, connection.id, window, counted.broken)
    : [])
    equations.add({ day: dayOf(started_at, comparison.timezone), queue, kind: 'unbooked' });
  const { days, total } = equations.result();
  const { takenNow, completed, reach } = counted;
  return { days, ...spanOf(reach), total: { ...total, taken_now: takenNow, completed } };
}

/** From the first call on and before what comes after the last. */
function spanOf(reach: Window | null) {
  if (reach === null) return { since: null, until: null };
  return { since: reach.since.toISOString(), until: new Date(reach.until.getTime() + 1).toISOString() };
}

interface Counted {
  takenNow: number;
  completed: number;
  done: number;
  /** Journeys that could not be taken in. */
  readonly broken: string[];
  reach: Window | null;
}

function reaching(reach: Window | null, at: Date): Window {
  if (reach === null) return { since: at, until: at };
  return { since: at < reach.since ? at : reach.since, until: at > reach.until ? at : reach.until };
}

async function step(counted: Counted, { at }: Journey, { tell }: Comparison): Promise<void> {
  if (counted.done % toldEach === 0) await tell?.(counted.done);
  counted.done += 1;
  counted.reach = reaching(counted.reach, at);
}

async function compareSome(
  ctx: Context,
  connection: ConnectionRecord,
  journeys: readonly Journey[],
  comparison: Comparison,
  equations: Equations,
  counted: Counted,
): Promise<void> {
  const before = await knownOf(ctx, connection, journeys);
  const broken = new Set<string>();
  for (const journey of journeys) {
    await step(counted, journey, comparison);
    const known = before.get(journey.callKey);
    if (known ? known.isWhole(journey) : journey.at < comparison.takeSince) continue;
    const taken = await takeJourney(ctx, connection, journey, comparison.kind);
    if (taken === null) broken.add(journey.callKey);
    counted.takenNow += Number(taken?.isNew ?? false);
    counted.completed += Number(taken !== null && !taken.isNew && !taken.isKnown);
  }
  counted.broken.push(...broken);
  const after = await knownOf(ctx, connection, journeys);
  for (const journey of journeys) {
    const known = after.get(journey.callKey);
    const kind = known ? known.kind : lostAs(journey, broken, comparison.takeSince);
    equations.add({ day: dayOf(journey.at, comparison.timezone), queue: journey.queue, kind });
  }
}

function lostAs({ callKey, at }: Journey, broken: ReadonlySet<string>, takeSince: Date): Kind {
  if (broken.has(callKey)) return 'quarantined';
  return at < takeSince ? 'history' : 'missing';
}

interface Known {
  readonly kind: 'taken_in' | 'calls';
  isWhole(journey: Journey): boolean;
}

const kindOf = (call: { is_pulled: boolean }) => (call.is_pulled ? 'taken_in' : 'calls');

async function knownOf(
  ctx: Context,
  connection: ConnectionRecord,
  journeys: readonly Journey[],
): Promise<Map<string, Known>> {
  const keys = journeys.map(({ callKey }) => callKey);
  const known = new Map<string, Known>();
  for (const call of await knownCalls(ctx, connection.id, keys)) {
    const told = new Set(call.told);
    const isWhole = (journey: Journey) => journey.events.every(({ eventKey }) => told.has(eventKey));
    known.set(call.call_key, { kind: kindOf(call), isWhole });
  }
  // Of a call that was passed on, Voicenter's log has an entry for each part; its notification said whose part it is.
  const others = connection.provider === 'voicenter' ? keys.filter((key) => !known.has(key)) : [];
  for (const part of others.length > 0 ? await knownParts(ctx, connection.id, others) : [])
    known.set(part.id, { kind: kindOf(part), isWhole: () => true });
  return known;
}

/** Null when it could not be taken: then it is kept aside. */
async function takeJourney(
  ctx: Context,
  connection: ConnectionRecord,
  journey: Journey,
  kind: RecordKind,
): Promise<TakenCall | null> {
  const report = {
    events: journey.events,
    raw: Buffer.from(journey.raw),
    mediaType: mediaTypeOf(kind),
    isPulled: true,
  };
  try {
    const [taken] = await takeReport(ctx, connection, report);
    return taken ?? null;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    ctx.log.warn(
      { err: error, connectionId: connection.id },
      'a record of an exchange could not be taken in',
    );
    await keepUnreadable(ctx, connection, { raw: journey.raw, error: errorWords(error) }, kind);
    return null;
  }
}

/** Keeps what can't be read where a person finds it, once. */
export async function keepUnreadable(
  ctx: Context,
  connection: ConnectionRecord,
  { raw: text, error }: { raw: string; error: string },
  kind: RecordKind,
): Promise<void> {
  const raw = Buffer.from(text);
  const rawSha256 = createHash('sha256').update(raw).digest();
  const isNew = await insertQuarantined(ctx, {
    ...{ id: newId(), connectionId: connection.id, externalKey: `record:${rawSha256.toString('hex')}` },
    ...{ raw, rawSha256, mediaType: mediaTypeOf(kind), envelope: kind, error: errorWords(error) },
  });
  if (isNew) ctx.announce({ kind: 'intake' });
}

const mediaTypeOf = ({ records }: RecordKind) =>
  records === 'cdr' ? 'text/csv' : records === 'ami' ? 'text/plain' : 'application/json';

const always = { since: new Date(0), until: new Date(8.64e15) };

/** Reads what was kept aside once more. Throws UnreadablePushError. */
export function readAgain(raw: Buffer, { records, columns }: RecordKind, timezone: string): Journey[] {
  const text = raw.toString('utf8');
  if (records === 'ami') return readBlock(text, timezone);
  const read =
    records === 'cdr'
      ? readCdr(text, { timezone, columns: columns ?? null })
      : (records === 'twilio' ? readCalls : readLog)(text.split('\n').map(parsed), always);
  const [broken] = read.unreadable;
  if (broken) throw new UnreadablePushError(broken.error);
  return [...read.journeys];
}

function readBlock(text: string, timezone: string): Journey[] {
  const blocks = new AmiBlocks().push(Buffer.from(`Asterisk Call Manager\r\n${text}\r\n\r\n`));
  const reader = new AmiEvents({ timezone });
  const rows = blocks.flatMap((block) => {
    const event = reader.read(block);
    return event === null ? [] : [{ event, raw: block.raw }];
  });
  return journeysOf(rows);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new UnreadablePushError('the JSON can not be read', { cause });
  }
}

/** As the calendar of a zone has it. */
export function dayOf(at: Date, timezone: string): string {
  return new Date(wallClockMs(at, timezone)).toISOString().slice(0, 10);
}
