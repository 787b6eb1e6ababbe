import { createHash } from 'node:crypto';
import type { CallResult } from '../../shared/calls.ts';
import type { CdrRow } from './cdr-row.ts';
import { type PhoneEvent, phoneEvent } from './event.ts';
import type { Journey } from './exchange-records.ts';

/** Rows of a journey without ids follow each other within this time. */
const nextRowMs = 5000;

/** The rows of each journey, by its key. */
export function groupsOf(rows: readonly CdrRow[]): [string, CdrRow[]][] {
  const groups = new Map<string, CdrRow[]>();
  /** Of a channel without ids, its last journey. */
  const open = new Map<string, { key: string; until: number }>();
  for (const row of [...rows].sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime())) {
    const before = open.get(row.channel);
    const isSame = before !== undefined && row.startedAt.getTime() <= before.until + nextRowMs;
    const key = row.key ?? (isSame ? before.key : `${row.channel}@${row.startedAt.toISOString()}`);
    if (row.key === null) open.set(row.channel, { key, until: row.endedAt.getTime() });
    const own = groups.get(key);
    if (own) own.push(row);
    else groups.set(key, [row]);
  }
  return [...groups];
}

/** One record of all of a journey's rows. */
export function journeyOf(callKey: string, rows: readonly CdrRow[]): Journey {
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
