import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { Change } from '../shared/live.ts';
import { change } from '../shared/live.ts';

/** Changes within this time are answered by one reading. */
const gatherMilliseconds = 250;
const shortestWait = 1000;
const longestWait = 30_000;
/** A blink of the line is nobody's concern; only longer than this is it shown. */
const shownAfterMilliseconds = 3000;

type Connection = 'connected' | 'lost';
let connection: Connection = 'connected';
const listeners = new Set<() => void>();
const readers = new Set<(changes: readonly Change[]) => void>();
const hasty = new Set<(change: Change) => void>();

function setConnection(next: Connection) {
  if (connection === next) return;
  connection = next;
  for (const listener of listeners) listener();
}

/** Whether what is on the screen is being kept up to date. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}

/**
 * Hands over gathered changes to a screen that knows better than "read all of it again": its queries have keys of
 * their own, which staleKeys doesn't name.
 */
export function useChanges(reader: (changes: readonly Change[]) => void): void {
  const latest = useEffectEvent(reader);
  useEffect(() => {
    const listener = (changes: readonly Change[]) => latest(changes);
    readers.add(listener);
    return () => {
      readers.delete(listener);
    };
  }, []);
}

/**
 * Hands over each change as it comes, ungathered: for what somebody waits for by the tenth of a second. Whoever reads by it
 * paces itself.
 */
export function useChangeNow(reader: (change: Change) => void): void {
  const latest = useEffectEvent(reader);
  useEffect(() => {
    const listener = (one: Change) => latest(one);
    hasty.add(listener);
    return () => {
      hasty.delete(listener);
    };
  }, []);
}

const madeStale: Record<Change['kind'], readonly string[]> = {
  access: ['session', 'settings', 'lists'],
  ticket: ['tickets', 'ticket', 'account'],
  account: ['account', 'ticket'],
  intake: ['intake', 'tickets'],
  call: ['calls'],
  lists: ['lists', 'settings'],
  settings: ['settings', 'lists', 'session'],
  templates: ['templates'],
  resync: [],
};

/** The first words of the query keys that a change makes stale. */
export function staleKeys(changes: readonly Change[]): string[] | 'everything' {
  const kinds = new Set(changes.map(({ kind }) => kind));
  if (kinds.has('resync')) return 'everything';
  const keys = new Set([...kinds].flatMap((kind) => madeStale[kind]));
  return [...keys];
}

/** The wait before attempt number `failures`, in milliseconds: doubling, with some chance so that browsers spread out. */
export function backOff(failures: number, chance: number): number {
  return Math.min(longestWait, shortestWait * 2 ** Math.max(0, failures - 1)) * (0.75 + chance / 2);
}

function read(text: string): Change {
  try {
    return change.parse(JSON.parse(text));
  } catch {
    // A newer server may say more than this page knows: reading everything again is always right.
    return { kind: 'resync' };
  }
}

function invalidate(client: QueryClient, changes: readonly Change[]) {
  for (const reader of readers) reader(changes);
  const keys = staleKeys(changes);
  void client.invalidateQueries({
    predicate: ({ queryKey: [first] }) =>
      keys === 'everything' || (typeof first === 'string' && keys.includes(first)),
  });
}

/** Listens to the server until the returned function is called; reconnects by itself and reads everything again after a gap. */
export function startLive(client: QueryClient): () => void {
  let source: EventSource | null = null;
  let failures = 0;
  let wasOpen = false;
  let waiting: Change[] = [];
  const timers = { gather: 0, retry: 0, show: 0 };

  const flush = () => {
    timers.gather = 0;
    invalidate(client, waiting);
    waiting = [];
  };
  const take = (one: Change) => {
    for (const reader of hasty) reader(one);
    waiting.push(one);
    if (timers.gather === 0) timers.gather = window.setTimeout(flush, gatherMilliseconds);
  };
  const opened = () => {
    window.clearTimeout(timers.show);
    timers.show = 0;
    // Also the first time: what was read before the line was open may have changed meanwhile.
    if (failures > 0 || !wasOpen) take({ kind: 'resync' });
    wasOpen = true;
    failures = 0;
    setConnection('connected');
  };
  const failed = () => {
    source?.close();
    failures += 1;
    if (timers.show === 0)
      timers.show = window.setTimeout(() => setConnection('lost'), shownAfterMilliseconds);
    // EventSource doesn't tell why it failed; asking who is signed in does, and leads to the sign-in page on 401.
    if (failures > 1) void client.invalidateQueries({ queryKey: ['session'] });
    timers.retry = window.setTimeout(connect, backOff(failures, Math.random()));
  };
  const connect = () => {
    source = new EventSource('/api/live');
    source.onopen = opened;
    source.onerror = failed;
    source.onmessage = (event: MessageEvent<string>) => take(read(event.data));
  };

  connect();
  return () => {
    source?.close();
    for (const timer of Object.values(timers)) window.clearTimeout(timer);
    setConnection('connected');
  };
}
