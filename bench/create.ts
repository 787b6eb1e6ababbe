import { join } from 'node:path';
import { type AppProcess, tokenOf } from '../server/testing/app-process.ts';
import { checkRows } from './check-rows.ts';
import { makeTenantDatabase, urlOf } from './databases.ts';
import { type Goal, median, milliseconds, perSecond, table } from './figures.ts';
import { acknowledgedIn, type LoadJob, type LoadOutcome, runLoad } from './load.ts';
import { type ServerProcess, startServer } from './server-process.ts';

/** The published example of the wire contract. */
const body =
  '{"account_id":"","subject":"my subject","msg":"my description","owner":"","department_id":"","priority_id":"",' +
  '"status":"233476065495939904005866822871905093425","phone":"0549255555","email":""}';
/** More connections made the opponent no faster. */
const opponentPool = 16;
const phonesPerRun = 200_000;

export interface CreatePlan {
  readonly dataDir: string;
  readonly connections: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
}

const contenders = {
  bare: 'bare node:http',
  sequence: 'a transaction per request, numbers from a sequence',
  counter: 'a transaction per request, numbers without gaps',
  pniya: 'Pniya',
  newcomers: 'Pniya, each request a new customer',
} as const;
type Contender = keyof typeof contenders;

/** Ticket create over HTTP beside what it is compared with, in turns, so that a busy moment of the machine hits all. */
export async function benchCreate(app: AppProcess, plan: CreatePlan): Promise<Goal[]> {
  if (!app.first) throw new Error('the data folder was not new');
  const token = await tokenOf(app.url, app.first);
  const startOpponent = async (numbers: 'sequence' | 'counter') => {
    const { url, tenantId } = await makeTenantDatabase(plan.dataDir, `bench_${numbers}`);
    return startServer('transaction-server.ts', [url, String(opponentPool), tenantId, numbers]);
  };
  const servers = {
    bare: await startServer('bare-server.ts'),
    sequence: await startOpponent('sequence'),
    counter: await startOpponent('counter'),
  };
  try {
    const url = `${app.url}/v2/tickets/create`;
    const outcomes = await runRounds(plan, {
      bare: { url: servers.bare.url },
      sequence: { url: servers.sequence.url },
      counter: { url: servers.counter.url },
      pniya: { url, token },
      newcomers: { url, token, phonesFrom: 0 },
    });
    report(plan, outcomes);
    const check = await checkRows(urlOf(plan.dataDir, 'postgres'), await promised(plan, outcomes));
    const { acknowledged, missing, unacknowledged, gaps } = check;
    process.stdout.write(
      `\n${perSecond(acknowledged)} tickets were acknowledged; ${missing} of them are missing in tickets, messages, events or ` +
        `intake. ${unacknowledged} were cut off at the end of a run; ${gaps} numbers are missing.\n`,
    );
    return [
      ...goalsOf(plan, outcomes),
      { what: 'acknowledged tickets that are missing', value: missing, atMost: 0 },
      { what: 'missing ticket numbers', value: gaps, atMost: 0 },
    ];
  } finally {
    await Promise.all(Object.values(servers).map((server: ServerProcess) => server.end()));
  }
}

type Jobs = Record<Contender, Pick<LoadJob, 'url' | 'token' | 'phonesFrom'>>;
type Outcomes = Map<string, LoadOutcome[]>;

const keyOf = (contender: string, connections: number) => `${contender} ${connections}`;
const fileOf = (plan: CreatePlan, key: string, round: number) =>
  join(plan.dataDir, `${key.replace(' ', '-')}-${round}.ids`);

interface Turn {
  readonly key: string;
  readonly round: number;
  readonly job: LoadJob;
}

/** The zeroth round warms everything up and is not counted; what it was promised is checked like the rest. */
function turnsOf(plan: CreatePlan, jobs: Jobs, round: number): Turn[] {
  const seconds = round === 0 ? 2 : plan.seconds;
  const turns = plan.connections.flatMap((connections) =>
    Object.entries(jobs).map(([contender, job]) => {
      const key = keyOf(contender, connections);
      return {
        key,
        round,
        job: { ...job, connections, seconds, body, acknowledgedFile: fileOf(plan, key, round) },
      };
    }),
  );
  return turns.map((turn, index) => {
    if (turn.job.phonesFrom === undefined) return turn;
    return { ...turn, job: { ...turn.job, phonesFrom: (round * turns.length + index) * phonesPerRun } };
  });
}

async function runRounds(plan: CreatePlan, jobs: Jobs): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (let round = 0; round <= plan.rounds; round += 1) {
    for (const { key, job } of turnsOf(plan, jobs, round)) {
      const outcome = await runLoad(job);
      if (round > 0) outcomes.set(key, [...(outcomes.get(key) ?? []), outcome]);
    }
    process.stderr.write(`create: round ${round} of ${plan.rounds} done\n`);
  }
  return outcomes;
}

async function promised(plan: CreatePlan, outcomes: Outcomes): Promise<string[]> {
  const ours = [...outcomes.keys()].filter((key) => /^(pniya|newcomers) /.test(key));
  const rounds = Array.from({ length: plan.rounds + 1 }, (_, round) => round);
  const files = ours.flatMap((key) => rounds.map((round) => acknowledgedIn(fileOf(plan, key, round))));
  return (await Promise.all(files)).flat();
}

const rateOf = (outcomes: Outcomes, contender: Contender, connections: number) =>
  median((outcomes.get(keyOf(contender, connections)) ?? []).map((outcome) => outcome.perSecond));

function report(plan: CreatePlan, outcomes: Outcomes): void {
  for (const connections of plan.connections) {
    const rows = Object.entries(contenders).map(([contender, name]) => {
      const runs = outcomes.get(keyOf(contender, connections)) ?? [];
      const rate = rateOf(outcomes, contender as Contender, connections);
      return [
        name,
        perSecond(rate),
        `${Math.round(Math.min(...runs.map((run) => run.perSecond)))}–${Math.round(Math.max(...runs.map((run) => run.perSecond)))}`,
        milliseconds(median(runs.map((run) => run.p50Ms))),
        milliseconds(median(runs.map((run) => run.p99Ms))),
        (rateOf(outcomes, 'pniya', connections) / rate).toFixed(2),
      ];
    });
    const head = [`${connections} connections`, 'per second', 'range', 'p50 ms', 'p99 ms', 'Pniya ÷ this'];
    process.stdout.write(`\n${table([head, ...rows])}\n`);
  }
}

const bounds: Readonly<Record<number, { transaction: number; bare: number }>> = {
  32: { transaction: 3.5, bare: 0.3 },
  128: { transaction: 4.5, bare: 0.4 },
};

function goalsOf(plan: CreatePlan, outcomes: Outcomes): Goal[] {
  return plan.connections.flatMap((connections) => {
    const bound = bounds[connections];
    if (!bound) return [];
    const own = rateOf(outcomes, 'pniya', connections);
    const ratio = (contender: Contender) => own / rateOf(outcomes, contender, connections);
    const at = `at ${connections} connections`;
    return [
      {
        what: `create ÷ a transaction per request ${at}`,
        value: ratio('counter'),
        atLeast: bound.transaction,
      },
      {
        what: `create ÷ the same with a sequence ${at}`,
        value: ratio('sequence'),
        atLeast: bound.transaction,
      },
      { what: `create ÷ bare node:http ${at}`, value: ratio('bare'), atLeast: bound.bare },
    ];
  });
}
