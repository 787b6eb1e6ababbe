import type { CallResult } from '../../shared/calls.ts';
import { instantOfLocal } from '../../shared/local-time.ts';
import { isExtension, peerOf } from './asterisk-names.ts';
import { type Row, rowOf } from './cdr-columns.ts';
import { UnreadableRecordError } from './exchange-records.ts';

export const longestLine = 16_384;
const hourMs = 3_600_000;

/** One of Asterisk's call records: a part of a journey, of a caller and at most one whom they were connected with. */
export interface CdrRow {
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

/** Throws UnreadableRecordError. */
export function readRow(line: string, columns: readonly string[] | null, timezone: string): CdrRow {
  if (line.length > longestLine) throw new UnreadableRecordError('the line is too long');
  if (line.includes('\u0000') || line.includes('\uFFFD'))
    throw new UnreadableRecordError('the line is no text in UTF-8');
  return cdrOf(rowOf(line, columns), line, timezone);
}

/** What the fields of a record say; `line` is how they came. Throws UnreadableRecordError. */
export function cdrOf(row: Row, line: string, timezone: string): CdrRow {
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
