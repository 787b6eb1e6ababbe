import { setTimeout as sleep } from 'node:timers/promises';
import {
  askExchange,
  ExchangeError,
  type ExchangeFault,
  type ExchangeOutside,
  type Window,
} from './ask-exchange.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import {
  type ExchangeRecords,
  journeysOf,
  objectOf,
  readEach,
  UnreadableRecordError,
} from './exchange-records.ts';
import type { Fields } from './fields.ts';
import { customOf, isFirstLeg, isOut, pathOf, resultOf, typeNamed } from './voicenter-cdr.ts';

const fields = (
  'CallerNumber TargetNumber Date Duration CallID Type CdrType DialStatus DID QueueName RecordURL RingTime ' +
  'RepresentativeName RepresentativeCode Targetextension Callerextension DTMFData CustomData'
).split(' ');
/** So many an answer holds. */
const mostRows = 10_000;
const dayMs = 24 * 3_600_000;
/** A second with more calls than an answer holds is no call centre's. */
const shortestMs = 1000;

/** Voicenter's Call Log (voicenter.com/API): at most 10,000 rows an answer, so a fuller window is asked for in halves. In UTC. */
export async function pullVoicenterLog(
  code: string,
  window: Window,
  outside: ExchangeOutside,
): Promise<ExchangeRecords> {
  const rows = new Map<string, unknown>();
  const pace = paced(outside.pauseMs);
  for (let since = window.since.getTime(); since < window.until.getTime(); since += dayMs) {
    const until = Math.min(since + dayMs, window.until.getTime());
    await askFor({ since: new Date(since), until: new Date(until) });
  }
  return readLog([...rows.values()], window);

  async function askFor(part: Window): Promise<void> {
    await pace();
    const { list, total } = await askOnce(code, part, outside);
    const lengthMs = part.until.getTime() - part.since.getTime();
    if (total <= list.length) {
      for (const row of list) rows.set(JSON.stringify(row), row);
      return;
    }
    if (lengthMs <= shortestMs) throw new ExchangeError('exchange_too_many');
    const middle = new Date(part.since.getTime() + Math.ceil(lengthMs / 2000) * 1000);
    await askFor({ since: part.since, until: middle });
    await askFor({ since: middle, until: part.until });
  }
}

/** The first at once, each further one after a pause. */
function paced(pauseMs: number): () => Promise<void> {
  let asked = 0;
  return async () => {
    if (asked > 0) await sleep(pauseMs);
    asked += 1;
  };
}

/** An answer that has no list says how many there are: none. */
const hasNone = (answer: Answer) => answer !== null && Number(answer.TOTAL_HITS ?? Number.NaN) === 0;

type Answer = { ERROR_NUMBER?: unknown; TOTAL_HITS?: unknown; CDR_LIST?: unknown } | null;

/** Its error codes (Call Log): the status may be 403 for any of them. */
const faults: Readonly<Record<string, ExchangeFault>> = {
  1: 'exchange_busy',
  2: 'exchange_wrong_secret',
  4: 'exchange_ip_refused',
};

function faultIn(answer: unknown): ExchangeError | null {
  const { ERROR_NUMBER: number = null } = (answer ?? {}) as NonNullable<Answer>;
  if (number === null || Number(number) === 0) return null;
  const said = String(number).slice(0, 20);
  return new ExchangeError(faults[said] ?? 'exchange_refused', `ERROR_NUMBER ${said}`);
}

const wholeSecond = (at: Date) => at.toISOString().slice(0, 19);

async function askOnce(code: string, { since, until }: Window, outside: ExchangeOutside) {
  const body = {
    code,
    fields,
    search: { fromdate: wholeSecond(since), todate: wholeSecond(until) },
    sort: [{ field: 'date', order: 'desc' }],
  };
  const question = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const answer = (await askExchange(new URL(outside.voicenterLog), question, {
    pauseMs: outside.pauseMs,
    faultIn,
  })) as Answer;
  const { TOTAL_HITS: total } = answer ?? {};
  const list = answer?.CDR_LIST ?? (hasNone(answer) ? [] : null);
  if (!Array.isArray(list)) throw new ExchangeError('exchange_unreadable', 'no CDR_LIST');
  const isFull = list.length >= mostRows;
  // Where it does not say how many there are, an answer that is full is not all of them.
  const hits = typeof total === 'number' || typeof total === 'string' ? Number(total) : Number.NaN;
  return { list: list as unknown[], total: Number.isNaN(hits) ? list.length + Number(isFull) : hits };
}

/** Windows that touch both have what lies on the border. */
export function readLog(entries: readonly unknown[], { since, until }: Window): ExchangeRecords {
  const { rows, unreadable } = readEach(
    entries,
    (entry) => readEntry(entry),
    (entry) => JSON.stringify(entry),
  );
  const journeys = journeysOf(rows).filter(({ at }) => at >= since && at < until);
  return { journeys, unreadable };
}

function readEntry(entry: unknown): PhoneEvent {
  const row = objectOf(entry);
  const id = row.text('CallID');
  const status = row.text('DialStatus');
  if (id === null || status === null) throw new UnreadableRecordError('CallID or DialStatus is missing');
  const type = typeNamed(row.text('Type') ?? row.text('CdrType') ?? '');
  const isOurs = isOut(null, type);
  const result = resultOf(type, status);
  const isFirst = isFirstLeg(type);
  // Of a call that was passed on, the part names the whole.
  const { OriginalIvrUniqueID: original, ...custom } = customOf(row.object('CustomData'));
  return phoneEvent({
    callKey: original || id,
    eventKey: `log ${id}${isFirst ? ' 1' : ''}`,
    kind: 'record',
    isLeg: isFirst || (original !== undefined && original !== '' && original !== id),
    isPulled: true,
    at: instantOf(row.text('Date')).toISOString(),
    direction: isOurs ? 'out' : 'in',
    ...(isFirst ? {} : partiesOf(row, isOurs)),
    queue: row.text('QueueName'),
    answeredBy: result === 'answered' || isOurs ? speakersOf(row, isOurs) : [],
    result,
    waitingSeconds: row.seconds('RingTime'),
    talkingSeconds: result === 'answered' ? row.seconds('Duration') : null,
    recordingUrl: row.text('RecordURL'),
    ivrPath: pathOf(row.list('DTMFData')),
    custom,
    said: `${type} ${status}`.trim(),
  });
}

function partiesOf(row: Fields, isOurs: boolean) {
  const target = row.text('TargetNumber') ?? '';
  return { from: row.text('CallerNumber') ?? '', to: isOurs ? target : (row.text('DID') ?? target) };
}

/** Of an incoming call the target is the extension that answered, of an outgoing one the caller is ours. */
const speakersOf = (row: Fields, isOurs: boolean) =>
  (isOurs ? ['Callerextension', 'CallerNumber'] : ['Targetextension', 'TargetNumber'])
    .concat('RepresentativeCode', 'RepresentativeName')
    .flatMap((name) => row.texts(name));

function instantOf(text: string | null): Date {
  const read = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?Z?$/.exec(text ?? '');
  const at = new Date(read ? `${read[1]}T${read[2]}Z` : Number.NaN);
  if (Number.isNaN(at.getTime())) throw new UnreadableRecordError('Date can not be read');
  return at;
}
