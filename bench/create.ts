import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppProcess, tokenOf } from '../server/testing/app-process.ts';
import { checkRows } from './check-rows.ts';
import { makeTenantDatabase, urlOf } from './databases.ts';
import { type Goal, median, milliseconds, percent, perSecond, table } from './figures.ts';
import { acknowledgedIn, type LoadJob, type Measured, runLoad } from './load.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** The published example of the wire contract. */
const body =
  '{"account_id":"","subject":"my subject","msg":"my description","owner":"","department_id":"","priority_id":"",' +
  '"status":"233476065495939904005866822871905093425","phone":"0549255555","email":""}';
/** With these, each of the opponents was fastest. */
const opponentPools = { sequence: 16, counter: 8 } as const;
const phonesPerRun = 200_000;
/** When other programs take more than this share of the processors, a run says little. */
const mostElsewhere = 0.05;

export interface CreatePlan {
  readonly dataDir: string;
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  /** How often a run is repeated that other programs disturbed. */
  readonly repeats: number;
}

const contenders = {
  bare: 'bare node:http',
  sequence: 'a transaction per request, numbers from a sequence',
  counter: 'a transaction per request, numbers without gaps',
  pniya: 'Pniya',
  newcomers: 'Pniya, each request a new customer',
} as const;
type Contender = keyof typeof contenders;
type Jobs = Record<Contender, Pick<LoadJob, 'url' | 'token'>>;
type Outcomes = Map<string, Measured[]>;

const keyOf = (contender: string, connections: number) => `${contender} ${connections}`;

/** Ticket create over HTTP beside what it is compared with, in turns, so that a busy moment of the machine hits all. */
export async function benchCreate(app: AppProcess, plan: CreatePlan): Promise<Goal[]> {
  if (!app.first) throw new Error('the data folder was not new');
  const token = await tokenOf(app.url, app.first);
  const startOpponent = async (numbers: keyof typeof opponentPools) => {
    const { url, tenantId } = await makeTenantDatabase(plan.dataDir, `bench_${numbers}`, '+972549255555');
    return startServer('transaction-server.ts', [url, String(opponentPools[numbers]), tenantId, numbers]);
  };
  const servers = {
    bare: await startServer('bare-server.ts'),
    sequence: await startOpponent('sequence'),
    counter: await startOpponent('counter'),
  };
  try {
    const ours = { url: `${app.url}/v2/tickets/create`, token };
    const runner = new Runner(plan, { ...servers, pniya: ours, newcomers: ours });
    await runner.run();
    report(plan, runner.outcomes);
    return [...goalsOf(plan, runner.outcomes), ...(await promisesKept(plan, runner))];
  } finally {
    await Promise.all(Object.values(servers).map((server: ServerProcess) => server.end()));
  }
}

class Runner {
  readonly outcomes: Outcomes = new Map();
  readonly #plan: CreatePlan;
  readonly #jobs: Jobs;
  #runs = 0;

  constructor(plan: CreatePlan, jobs: Jobs) {
    this.#plan = plan;
    this.#jobs = jobs;
  }

  async run(): Promise<void> {
    for (const contender of Object.keys(contenders) as Contender[]) {
      await mkdir(this.folderOf(contender));
      // Warms up, and is not counted; what it was promised is checked like the rest.
      await this.#once(contender, 32, 3);
    }
    for (let round = 1; round <= this.#plan.rounds; round += 1) {
      for (const connections of this.#plan.connections) {
        for (const contender of Object.keys(contenders) as Contender[]) {
          const key = keyOf(contender, connections);
          const outcome = await this.#undisturbed(contender, connections);
          this.outcomes.set(key, [...(this.outcomes.get(key) ?? []), outcome]);
        }
      }
      process.stderr.write(`create: round ${round} of ${this.#plan.rounds} done\n`);
    }
  }

  /** Where the ids are kept that a contender promised. */
  folderOf(contender: Contender): string {
    return join(this.#plan.dataDir, `promised-${contender}`);
  }

  async #undisturbed(contender: Contender, connections: number): Promise<Measured> {
    let best = await this.#once(contender, connections, this.#plan.seconds);
    for (let repeat = 0; repeat < this.#plan.repeats && best.elsewhere > mostElsewhere; repeat += 1) {
      const again = await this.#once(contender, connections, this.#plan.seconds);
      if (again.elsewhere < best.elsewhere) best = again;
    }
    return best;
  }

  #once(contender: Contender, connections: number, seconds: number): Promise<Measured> {
    this.#runs += 1;
    const acknowledgedFile = join(this.folderOf(contender), String(this.#runs));
    const phones = contender === 'newcomers' ? { phonesFrom: this.#runs * phonesPerRun } : {};
    return runLoad({ ...this.#jobs[contender], ...phones, connections, seconds, body, acknowledgedFile });
  }
}

/** Whose promises are kept in which database. */
const books: Readonly<Record<string, readonly Contender[]>> = {
  postgres: ['pniya', 'newcomers'],
  bench_sequence: ['sequence'],
  bench_counter: ['counter'],
};

async function promisesKept(plan: CreatePlan, runner: Runner): Promise<Goal[]> {
  let [missing, gaps] = [0, 0];
  for (const [database, promisers] of Object.entries(books)) {
    const ids = (await Promise.all(promisers.map((one) => acknowledgedIn(runner.folderOf(one))))).flat();
    const found = await checkRows(urlOf(plan.dataDir, database), ids);
    process.stdout.write(
      `\n${promisers.map((one) => contenders[one]).join(' and ')}: ${perSecond(found.acknowledged)} tickets were acknowledged, ` +
        `${found.missing} of them are missing in tickets, messages, events or intake; ${found.unacknowledged} were cut off at the end of a run.`,
    );
    missing += found.missing;
    if (database !== 'bench_sequence') gaps += found.gaps;
  }
  process.stdout.write('\n');
  return [
    { what: 'acknowledged tickets that are missing', value: missing, atMost: 0 },
    { what: 'missing ticket numbers', value: gaps, atMost: 0 },
  ];
}

const rateOf = (outcomes: Outcomes, contender: Contender, connections: number) =>
  median((outcomes.get(keyOf(contender, connections)) ?? []).map((outcome) => outcome.perSecond));

function report(plan: CreatePlan, outcomes: Outcomes): void {
  for (const connections of plan.connections) {
    const rows = (Object.keys(contenders) as Contender[]).map((contender) => {
      const runs = outcomes.get(keyOf(contender, connections)) ?? [];
      const rates = runs.map((run) => run.perSecond);
      return [
        contenders[contender],
        perSecond(median(rates)),
        `${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))}`,
        milliseconds(median(runs.map((run) => run.p50Ms))),
        milliseconds(median(runs.map((run) => run.p99Ms))),
        (rateOf(outcomes, 'pniya', connections) / median(rates)).toFixed(2),
        percent(Math.max(...runs.map((run) => run.elsewhere))),
      ];
    });
    const named = connections === 1 ? '1 connection' : `${connections} connections`;
    const head = [named, 'per second', 'range', 'p50 ms', 'p99 ms', 'Pniya ÷ this', 'elsewhere'];
    process.stdout.write(`\n${table([head, ...rows])}\n`);
  }
  process.stdout.write(
    '\n"elsewhere": the most that other programs took of the processors in a counted run.\n',
  );
}

const bounds: Readonly<Record<number, { transaction: number; bare: number }>> = {
  32: { transaction: 3.5, bare: 0.3 },
  128: { transaction: 4.5, bare: 0.4 },
};

function goalsOf(plan: CreatePlan, outcomes: Outcomes): Goal[] {
  return plan.connections.flatMap((connections) => {
    const bound = bounds[connections];
    if (!bound) return [];
    const ratio = (contender: Contender) =>
      rateOf(outcomes, 'pniya', connections) / rateOf(outcomes, contender, connections);
    const at = `at ${connections} connections`;
    const { transaction, bare } = bound;
    return [
      { what: `create ÷ a transaction per request ${at}`, value: ratio('counter'), atLeast: transaction },
      { what: `create ÷ the same with a sequence ${at}`, value: ratio('sequence'), atLeast: transaction },
      { what: `create ÷ bare node:http ${at}`, value: ratio('bare'), atLeast: bare },
    ];
  });
}
