import { askExchange, ExchangeError, type ExchangeOutside, type Window } from './ask-exchange.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import {
  type ExchangeRecords,
  type Journey,
  objectOf,
  type RecordRow,
  readEach,
  UnreadableRecordError,
} from './exchange-records.ts';
import { namesOf, resultOf } from './twilio.ts';

const pageSize = 1000;
const mostPages = 1000;
/** A leg may begin long after its call. */
const marginMs = 24 * 3_600_000;

/** Twilio's list of calls (docs/voice/api/call-resource), page by page. Days are UTC's. Throws ExchangeError. */
export async function pullTwilioCalls(
  account: string,
  token: string,
  { since, until }: Window,
  outside: ExchangeOutside,
): Promise<ExchangeRecords> {
  if (!/^AC[0-9a-f]{32}$/i.test(account)) throw new ExchangeError('exchange_no_account');
  const first = new URL(`/2010-04-01/Accounts/${account}/Calls.json`, outside.twilioApi);
  first.searchParams.set('StartTime>', dayOf(since.getTime() - marginMs));
  first.searchParams.set('StartTime<', dayOf(until.getTime() + 2 * marginMs));
  first.searchParams.set('PageSize', String(pageSize));
  const headers = { authorization: `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}` };
  const entries: unknown[] = [];
  let next: URL | null = first;
  for (let pages = 0; next !== null; pages += 1) {
    if (pages === mostPages) throw new ExchangeError('exchange_too_many');
    const page = (await askExchange(next, { headers }, outside)) as {
      calls?: unknown;
      next_page_uri?: unknown;
    } | null;
    if (!Array.isArray(page?.calls)) throw new ExchangeError('exchange_unreadable', 'no list of calls');
    entries.push(...page.calls);
    next = nextOf(page.next_page_uri, outside.twilioApi);
  }
  return readCalls(entries, { since, until });
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** The token goes to Twilio and nowhere else, whatever an answer names. */
function nextOf(uri: unknown, api: string): URL | null {
  if (typeof uri !== 'string' || uri === '') return null;
  const next = new URL(uri, api);
  if (next.origin !== new URL(api).origin) throw new ExchangeError('exchange_unreadable', 'a page elsewhere');
  return next;
}

const underway: readonly string[] = ['queued', 'initiated', 'ringing', 'in-progress'];
interface Leg {
  readonly row: RecordRow;
  readonly endedAt: number | null;
}

/** A call and the legs that it dialled are one journey; what still runs is none yet. */
export function readCalls(entries: readonly unknown[], { since, until }: Window): ExchangeRecords {
  const ends = new Map<PhoneEvent, number | null>();
  const { rows, unreadable } = readEach(
    entries,
    (entry) => readEntry(entry, ends),
    (entry) => JSON.stringify(entry),
  );
  const legs = rows.map((row): Leg => ({ row, endedAt: ends.get(row.event) ?? null }));
  const journeys = [...Map.groupBy(legs, ({ row }) => row.event.callKey).values()].map(journeyOf);
  return { journeys: journeys.filter(({ at }) => at >= since && at < until), unreadable };
}

function readEntry(entry: unknown, ends: Map<PhoneEvent, number | null>): PhoneEvent | null {
  const call = objectOf(entry);
  const status = call.text('status') ?? '';
  if (underway.includes(status)) return null;
  const result = resultOf(status);
  const sid = call.text('sid');
  const start = instantOf(call.text('start_time') ?? call.text('date_created'));
  if (result === null || sid === null || start === null)
    throw new UnreadableRecordError('sid, status or start_time can not be read');
  const parent = call.text('parent_call_sid');
  const isOut = (call.text('direction') ?? '').startsWith('outbound');
  const event = phoneEvent({
    callKey: parent ?? sid,
    eventKey: `list ${sid}`,
    kind: 'record',
    isLeg: parent !== null,
    isPulled: true,
    at: start.toISOString(),
    direction: isOut && parent === null ? 'out' : 'in',
    from: call.text('from') ?? '',
    to: call.text('to') ?? '',
    answeredBy: namesOf({ from: call.text('from'), to: call.text('to') }, parent !== null, isOut),
    result,
    talkingSeconds: result === 'answered' ? call.seconds('duration') : null,
    said: status,
  });
  ends.set(event, instantOf(call.text('end_time'))?.getTime() ?? null);
  return event;
}

/** One record of the whole: where legs were dialled, a call that was picked up by Twilio alone was answered by nobody. */
function journeyOf(legs: readonly Leg[]): Journey {
  const whole = legs.find(({ row }) => !row.event.isLeg) ?? (legs[0] as Leg);
  const dialled = legs.filter(({ row }) => row.event.isLeg && row !== whole.row);
  const spoken = dialled.find(({ row }) => row.event.result === 'answered');
  const { event } = whole.row;
  const missed = dialled.find(({ row }) => row.event.result !== 'answered')?.row.event.result ?? null;
  const isByTwilio = event.result === 'answered' && dialled.length > 0 && spoken === undefined;
  const answered = spoken?.row.event;
  const record = phoneEvent({
    ...event,
    isLeg: false,
    eventKey: `list ${event.callKey}`,
    answeredBy: (answered ?? event).answeredBy,
    result: answered ? 'answered' : isByTwilio ? missed : event.result,
    talkingSeconds: answered ? answered.talkingSeconds : isByTwilio ? null : event.talkingSeconds,
    waitingSeconds: answered ? waitingOf(event, answered, spoken?.endedAt ?? null) : null,
    said: legs.map(({ row }) => row.event.said).join(', '),
  });
  const raw = legs.map(({ row }) => row.raw).join('\n');
  return { callKey: event.callKey, at: new Date(event.at ?? 0), queue: null, events: [record], raw };
}

/** Of a leg the list says when it began to ring, when it ended and how long was spoken. */
function waitingOf(whole: PhoneEvent, leg: PhoneEvent, endedAt: number | null): number {
  const spokenFrom = endedAt === null ? Date.parse(leg.at ?? '') : endedAt - (leg.talkingSeconds ?? 0) * 1000;
  return Math.max(0, Math.round((spokenFrom - Date.parse(whole.at ?? '')) / 1000));
}

function instantOf(text: string | null): Date | null {
  const at = new Date(text ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
