import { createHash } from 'node:crypto';
import type { CallResult } from '../../shared/calls.ts';
import { instantOfLocal } from '../../shared/local-time.ts';
import type { ExchangeSettings } from './adapter.ts';
import { isExtension, peerOf } from './asterisk-names.ts';
import { columnsNamed, type Row, rowOf } from './cdr-columns.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import {
  type ExchangeRecords,
  type Journey,
  type UnreadableRecord,
  UnreadableRecordError,
} from './exchange-records.ts';

/** Rows of a journey without ids follow each other within this time. */
const nextRowMs = 5000;
const longestLine = 16_384;
const hourMs = 3_600_000;

interface CdrRow {
  readonly line: string;
  readonly key: string | null;
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly isOut: boolean;
  readonly queue: string | null;
  readonly speaker: string | null;
  readonly result: CallResult;
  readonly startedAt: Date;
  readonly answeredAt: Date | null;
  readonly endedAt: Date;
  readonly talkingSeconds: number;
  readonly said: string;
}

/**
 * Asterisk's CDR file (docs: cdr_csv, cdr_custom), on the exchange's own clock. A call that goes through a queue has several rows:
 * they are one journey by linkedid, else by uniqueid, else by channel and time.
 */
export function readCdr(
  text: string,
  settings: ExchangeSettings & { readonly columns: readonly string[] | null },
): ExchangeRecords {
  const lines = text.split(/\r?\n/);
  const header = headerOf(lines);
  const columns = header?.columns ?? settings.columns;
  const rows: CdrRow[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || index === header?.index) continue;
    try {
      rows.push(readRow(line, columns, settings.timezone));
    } catch (error) {
      if (!(error instanceof UnreadableRecordError)) throw error;
      unreadable.push({ raw: line, error: error.message });
    }
  }
  return { journeys: groupsOf(rows).map(([key, own]) => journeyOf(key, own)), unreadable };
}

/** The first line, where it names the columns; null where it is a record like the others. */
export function headerOf(lines: readonly string[]): { index: number; columns: string[] } | null {
  const index = lines.findIndex((line) => line.trim() !== '');
  const columns = columnsNamed((lines[index] ?? '').replace(/^\uFEFF/, ''));
  return columns && { index, columns };
}

function readRow(line: string, columns: readonly string[] | null, timezone: string): CdrRow {
  if (line.length > longestLine) throw new UnreadableRecordError('the line is too long');
  if (line.includes('\u0000') || line.includes('\uFFFD'))
    throw new UnreadableRecordError('the line is no text in UTF-8');
  const row = rowOf(line, columns);
  const startedAt = instantOf(row.start, timezone, createdMs(row.uniqueid ?? ''));
  if (startedAt === null) throw new UnreadableRecordError('start can not be read');
  const duration = secondsOf(row.duration, 'duration');
  const talkingSeconds = secondsOf(row.billsec, 'billsec');
  const { channel = '', src: from = '', dst: to = '', lastapp = '', lastdata = '' } = row;
  const speaker = peerOf(row.dstchannel ?? '');
  const isOut = isExtension(from, channel);
  return {
    ...{ line, channel, from, to, isOut, talkingSeconds, startedAt },
    key: row.linkedid || row.uniqueid || null,
    queue: /^queue$/i.test(lastapp) ? lastdata.split(',')[0]?.trim() || null : null,
    speaker: isOut ? peerOf(channel) : speaker,
    result: resultOf(row, speaker !== null, isOut),
    answeredAt: instantOf(row.answer, timezone, startedAt.getTime()),
    endedAt:
      instantOf(row.end, timezone, startedAt.getTime() + duration * 1000) ??
      new Date(startedAt.getTime() + duration * 1000),
    said: `${row.disposition ?? ''} ${lastapp}`.trim(),
  };
}

function resultOf({ disposition = '', lastapp = '' }: Row, isDialled: boolean, isOut: boolean): CallResult {
  if (/^voicemail$/i.test(lastapp)) return 'voicemail';
  // A menu or a queue that answered is nobody's answer.
  if (disposition === 'ANSWERED') return isDialled ? 'answered' : isOut ? 'no_answer' : 'abandoned';
  if (disposition === 'NO ANSWER') return /^queue$/i.test(lastapp) && !isDialled ? 'abandoned' : 'no_answer';
  if (disposition === 'BUSY') return 'busy';
  if (disposition === 'FAILED' || disposition === 'CONGESTION') return 'failed';
  throw new UnreadableRecordError('disposition is not known');
}

function secondsOf(text: string | undefined, name: string): number {
  const given = text ?? '';
  if (given === '') return 0;
  if (!/^\d{1,7}(\.\d+)?$/.test(given)) throw new UnreadableRecordError(`${name} is no number of seconds`);
  return Math.round(Number(given));
}

/** A uniqueid begins with the second in which its channel was made. */
function createdMs(uniqueId: string): number | null {
  const seconds = /(?:^|-)(\d{9,11})\.\d+$/.exec(uniqueId)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

/** In the hour that the clock shows twice, the one that is nearer. */
function instantOf(text: string | undefined, timezone: string, nearMs: number | null): Date | null {
  const read = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(text ?? '');
  const shownMs = read ? Date.parse(`${read[1]}T${read[2]}Z`) : Number.NaN;
  if (Number.isNaN(shownMs)) return null;
  const first = instantOfLocal(shownMs, timezone).getTime();
  const isTwice = instantOfLocal(shownMs + hourMs, timezone).getTime() - first === 2 * hourMs;
  const isSecond = isTwice && nearMs !== null && Math.abs(first + hourMs - nearMs) < Math.abs(first - nearMs);
  return new Date(isSecond ? first + hourMs : first);
}

function groupsOf(rows: readonly CdrRow[]): [string, CdrRow[]][] {
  const groups = new Map<string, CdrRow[]>();
  /** Of a channel without ids, its last journey. */
  const open = new Map<string, { key: string; until: number }>();
  for (const row of [...rows].sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime())) {
    const before = open.get(row.channel);
    const isSame = before !== undefined && row.startedAt.getTime() <= before.until + nextRowMs;
    const key = row.key ?? (isSame ? before.key : `${row.channel}@${row.startedAt.toISOString()}`);
    if (row.key === null) open.set(row.channel, { key, until: row.endedAt.getTime() });
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups];
}

function journeyOf(callKey: string, rows: readonly CdrRow[]): Journey {
  const [first] = rows as [CdrRow];
  const raw = rows.map(({ line }) => line).join('\n');
  const spoken = rows.filter(({ result }) => result === 'answered');
  const last = Math.max(...rows.map(({ endedAt }) => endedAt.getTime()));
  const until = spoken[0]?.answeredAt?.getTime() ?? last;
  const queue = rows.find((row) => row.queue !== null)?.queue ?? null;
  const event: PhoneEvent = phoneEvent({
    callKey,
    // The same lines say the same.
    eventKey: `cdr-file ${createHash('sha256').update(raw).digest('hex').slice(0, 32)}`,
    kind: 'record',
    isPulled: true,
    at: first.startedAt.toISOString(),
    direction: first.isOut ? 'out' : 'in',
    ...{ from: first.from, to: first.to, queue },
    answeredBy: unique(spoken.map(({ speaker }) => speaker)),
    result: spoken.length > 0 ? 'answered' : (tellingOf(rows) ?? 'no_answer'),
    waitingSeconds: Math.max(0, Math.round((until - first.startedAt.getTime()) / 1000)),
    talkingSeconds:
      spoken.length > 0 ? spoken.reduce((sum, { talkingSeconds }) => sum + talkingSeconds, 0) : null,
    said: unique(rows.map(({ said }) => said)).join(', '),
  });
  return { callKey, at: first.startedAt, queue, events: [event], raw };
}

const order: readonly CallResult[] = ['voicemail', 'abandoned', 'busy', 'no_answer', 'failed'];
const tellingOf = (rows: readonly CdrRow[]) =>
  order.find((result) => rows.some((row) => row.result === result));
const unique = (texts: readonly (string | null)[]) => [...new Set(texts.filter((text) => text !== null))];
