import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from '../server/testing/app-process.ts';
import type { Change } from '../shared/live.ts';
import { readTicks, shareElsewhere } from './elsewhere.ts';
import { type Goal, median, milliseconds, percent, quantile, table } from './figures.ts';
import { interruption } from './interruption.ts';
import { Desk } from './reader.ts';

const mostMs = 100;
const warmUps = 20;
const patienceMs = 10_000;
/** As calls come: one after the other, with a moment in between. */
const betweenMs = 40;

interface Timed {
  /** Until the console hears that a call rings. */
  readonly heard: number;
  /** Until it knows who it is, with their tickets. */
  readonly shown: number;
}

/** A call rings at the exchange: how long until the console of an agent hears of it, and until it can show who calls. */
export async function benchCalls(
  app: AppProcess,
  { times }: { times: number },
  password: string,
): Promise<Goal[]> {
  const desk = await Desk.signIn(app.url, password);
  const { addresses } = await desk.ask('POST', '/api/phone-connections', {
    provider: 'generic',
    name: 'bench',
  });
  const [hook] = addresses as { url: string }[];
  const ears = new AbortController();
  const console = await listen(desk, ears.signal);
  const timed: Timed[] = [];
  const before = readTicks();
  try {
    for (let time = -warmUps; time < times; time += 1) {
      interruption.throwIfAborted();
      const one = await ring(desk, console, hook?.url ?? '', time + warmUps);
      if (time >= 0) timed.push(one);
      await sleep(betweenMs);
    }
  } finally {
    ears.abort();
  }
  const elsewhere = shareElsewhere(before, readTicks());
  const row = (name: string, of: (one: Timed) => number) => {
    const samples = timed.map(of);
    return [name, milliseconds(median(samples)), milliseconds(quantile(samples, 0.99))];
  };
  const rows = [
    ['a call rings, ms from the webhook', 'p50', 'p99'],
    row('the console hears of it', ({ heard }) => heard),
    row('the console knows who it is, with their tickets', ({ shown }) => shown),
  ];
  process.stdout.write(`\n${table(rows)}\n`);
  process.stdout.write(`Other programs took up to ${percent(elsewhere)} of the processors meanwhile.\n`);
  return [
    {
      what: 'from webhook to screen, p50 in ms',
      value: median(timed.map(({ shown }) => shown)),
      atMost: mostMs,
    },
  ];
}

async function ring(desk: Desk, console: Console, hook: string, time: number): Promise<Timed> {
  const from = `97254${String(2_000_000 + (time % 1000) * 7)}`;
  const event = { event: 'newCall', from, to: '97237654321', direction: 'in', callId: `bench-${time}` };
  const heard = console.next();
  const began = performance.now();
  const pushed = fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  const id = await heard;
  const heardMs = performance.now() - began;
  await desk.read('/api/calls/live');
  await desk.read(`/api/calls/${id}/pop`);
  const shownMs = performance.now() - began;
  const answer = await pushed;
  if (!answer.ok) throw new Error(`the webhook was answered ${answer.status}`);
  await answer.arrayBuffer();
  return { heard: heardMs, shown: shownMs };
}

interface Console {
  /** The id of the next call that is heard of. */
  next(): Promise<string>;
}

async function listen(desk: Desk, signal: AbortSignal): Promise<Console> {
  const waiting: { tell: (id: string) => void } = { tell: () => undefined };
  const stream = await desk.open('/api/live', signal);
  void (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const piece of stream) {
      rest += decoder.decode(piece, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        if (!block.startsWith('data: ')) continue;
        const change = JSON.parse(block.slice('data: '.length)) as Change;
        if (change.kind === 'call') waiting.tell(change.ids[0] ?? '');
      }
    }
  })().catch(() => undefined); // ended by the signal; a stream that breaks is missed by the next call
  return {
    next: () =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('a call was not heard of')), patienceMs);
        waiting.tell = (id) => {
          clearTimeout(late);
          waiting.tell = () => undefined;
          resolve(id);
        };
      }),
  };
}
