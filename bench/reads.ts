import type { AppProcess } from '../server/testing/app-process.ts';
import { readTicks, shareElsewhere } from './elsewhere.ts';
import { type Goal, median, milliseconds, percent, quantile, table } from './figures.ts';
import { interruption } from './interruption.ts';
import type { Past } from './past.ts';
import { type Question, questions } from './questions.ts';
import { Reader } from './reader.ts';

const mostSlower = 1.5;
/** A question that takes long is asked less often. */
const secondsPerRound = 4;

/** A product with this many tickets in it. */
export interface Loaded {
  readonly app: AppProcess;
  readonly past: Past;
}

export interface ReadsPlan {
  readonly rounds: number;
  readonly times: number;
}

interface Asked {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** What people look at all day, of each size of business in turns, one question at a time. */
export async function benchReads(
  sizes: readonly Loaded[],
  plan: ReadsPlan,
  password: string,
): Promise<Goal[]> {
  const readers = await Promise.all(sizes.map(({ app }) => Reader.signIn(app.url, password)));
  const rows: string[][] = [];
  const goals: Goal[] = [];
  let elsewhere = 0;
  try {
    for (const question of questions) {
      const before = readTicks();
      const asked = await askInTurns(question, sizes, readers, plan);
      elsewhere = Math.max(elsewhere, shareElsewhere(before, readTicks()));
      const ratio = (asked.at(-1)?.p50Ms ?? Number.NaN) / (asked[0]?.p50Ms ?? Number.NaN);
      rows.push([
        question.name,
        ...asked.flatMap(({ p50Ms, p99Ms }) => [milliseconds(p50Ms), milliseconds(p99Ms)]),
        ratio.toFixed(2),
      ]);
      if (question.isGoal && sizes.length > 2) {
        goals.push({
          what: `${question.name}, p50 at ${labelOf(sizes.at(-1))} ÷ at ${labelOf(sizes[0])}`,
          value: ratio,
          atMost: mostSlower,
        });
      }
    }
  } finally {
    for (const reader of readers) reader.close();
  }
  const head = [
    'reading, ms',
    ...sizes.flatMap((size) => [`p50 at ${labelOf(size)}`, 'p99']),
    'last ÷ first',
  ];
  process.stdout.write(`\n${table([head, ...rows])}\n`);
  process.stdout.write(`Other programs took up to ${percent(elsewhere)} of the processors meanwhile.\n`);
  return goals;
}

const labelOf = (size: Loaded | undefined) => (size?.past.tickets ?? 0).toLocaleString('en');

async function askInTurns(
  question: Question,
  sizes: readonly Loaded[],
  readers: readonly Reader[],
  plan: ReadsPlan,
): Promise<Asked[]> {
  const rounds: Asked[][] = [];
  // The zeroth warms up.
  for (let round = 0; round <= plan.rounds; round += 1) {
    const taken = sizes.map((): number[] => []);
    const until = performance.now() + secondsPerRound * 1000;
    for (let time = 0; time < plan.times && (time < 3 || performance.now() < until); time += 1) {
      interruption.throwIfAborted();
      for (const [index, { past }] of sizes.entries()) {
        const ms = await readers[index]?.ask(question, past, round * plan.times + time);
        taken[index]?.push(ms ?? Number.NaN);
      }
    }
    if (round > 0) rounds.push(taken.map((ms) => ({ p50Ms: quantile(ms, 0.5), p99Ms: quantile(ms, 0.99) })));
  }
  return sizes.map((_, index) => ({
    p50Ms: median(rounds.map((round) => round[index]?.p50Ms ?? Number.NaN)),
    p99Ms: median(rounds.map((round) => round[index]?.p99Ms ?? Number.NaN)),
  }));
}
