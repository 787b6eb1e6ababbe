import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { embeddedConnection } from '../server/database/embedded.ts';
import { generatedPassword } from '../server/generated-password.ts';
import { type AppProcess, startAppProcess } from '../server/testing/app-process.ts';
import { benchCalls } from './calls.ts';
import { benchCreate } from './create.ts';
import { type Goal, goalLine, isReached } from './figures.ts';
import { benchImap } from './imap.ts';
import { InterruptedError, interruption, listenForInterruption, onInterruption } from './interruption.ts';
import { loadPast } from './load-past.ts';
import { benchMail } from './mail.ts';
import { benchMemory } from './memory.ts';
import { administrator } from './reader.ts';
import { benchReads, type Loaded } from './reads.ts';

interface Run {
  /** A temporary folder, removed at the end. */
  readonly root: string;
  readonly isQuick: boolean;
}

const parts = {
  memory: measureMemory,
  create: measureCreate,
  mail: measureMail,
  imap: measureImap,
  reads: measureReads,
  calls: measureCalls,
} as const;
type Part = keyof typeof parts;

const usage = `npm run bench -- [${Object.keys(parts).join('] [')}] [--quick]`;

/** `npm run bench`: measures on new databases in a temporary folder, prints the figures, exits 1 when a goal is missed. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { quick: { type: 'boolean' } },
    allowPositionals: true,
  });
  const wrong = positionals.filter((name) => !Object.hasOwn(parts, name));
  if (wrong.length > 0) throw new Error(`there is no part ${wrong.join(', ')}: ${usage}`);
  const wanted = (positionals.length > 0 ? positionals : Object.keys(parts)) as Part[];
  listenForInterruption();
  const root = await mkdtemp(join(tmpdir(), 'pniya-bench-'));
  const goals: Goal[] = [];
  try {
    process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
    for (const part of wanted) goals.push(...(await parts[part]({ root, isQuick: values.quick === true })));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  process.stdout.write(`\n${goals.map(goalLine).join('\n')}\n`);
  process.exitCode = goals.every(isReached) ? 0 : 1;
}

/** Runs `use` with a product of its own, as `npm start` starts it. */
async function withApp<T>(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  use: (app: AppProcess) => Promise<T>,
): Promise<T> {
  interruption.throwIfAborted();
  const app = await startAppProcess({ PNIYA_DATA: dataDir, PNIYA_LOG_LEVEL: 'warn', ...settings });
  const end = () => app.end('SIGTERM');
  using _ = onInterruption(end);
  try {
    return await use(app);
  } finally {
    await end();
  }
}

function measureMemory({ root }: Run): Promise<Goal[]> {
  return withApp(join(root, 'memory'), {}, (app) => benchMemory(app, 'at rest'));
}

function measureCreate({ root, isQuick }: Run): Promise<Goal[]> {
  const dataDir = join(root, 'create');
  const plan = isQuick
    ? { connections: [32], rounds: 1, seconds: 2, repeats: 0 }
    : { connections: [1, 32, 128], rounds: 3, seconds: 5, repeats: 2 };
  const settings = { PNIYA_API_REQUESTS_PER_MINUTE: '100000000' };
  return withApp(dataDir, settings, async (app) => {
    const goals = await benchCreate(app, { dataDir, ...plan });
    // For information: the goal is for a product at rest that was not just driven as hard as it goes.
    if (!isQuick) await benchMemory(app, 'after that load');
    return goals;
  });
}

function measureMail({ root, isQuick }: Run): Promise<Goal[]> {
  const dataDir = join(root, 'mail');
  const plan = isQuick ? { rounds: 1, many: 500 } : { rounds: 3, many: 2000 };
  return withApp(dataDir, {}, (app) => benchMail(app, { dataDir, ...plan }));
}

function measureImap({ root, isQuick }: Run): Promise<Goal[]> {
  const dataDir = join(root, 'imap');
  const plan = isQuick ? { rounds: 1, many: 500 } : { rounds: 3, many: 2000 };
  const password = generatedPassword();
  const settings = { PNIYA_ADMIN_EMAIL: administrator, PNIYA_ADMIN_PASSWORD: password };
  return withApp(dataDir, settings, (app) => benchImap(app, { dataDir, ...plan }, password));
}

function measureCalls({ root, isQuick }: Run): Promise<Goal[]> {
  const password = generatedPassword();
  const settings = { PNIYA_ADMIN_EMAIL: administrator, PNIYA_ADMIN_PASSWORD: password };
  const plan = { times: isQuick ? 100 : 500 };
  return withApp(join(root, 'calls'), settings, (app) => benchCalls(app, plan, password));
}

async function measureReads({ root, isQuick }: Run): Promise<Goal[]> {
  const plan = isQuick ? { rounds: 1, times: 50 } : { rounds: 3, times: 200 };
  const password = generatedPassword();
  const settings = { PNIYA_ADMIN_EMAIL: administrator, PNIYA_ADMIN_PASSWORD: password };
  const from = async (sizes: readonly number[], loaded: readonly Loaded[]): Promise<Goal[]> => {
    const [tickets, ...larger] = sizes;
    if (tickets === undefined) return benchReads(loaded, plan, password);
    const dataDir = join(root, `reads-${tickets}`);
    return withApp(dataDir, settings, async (app) =>
      from(larger, [...loaded, { app, past: await fill(dataDir, tickets) }]),
    );
  };
  return from(isQuick ? [1000, 20_000] : [1000, 100_000, 1_000_000], []);
}

async function fill(dataDir: string, tickets: number): Promise<Loaded['past']> {
  const client = new pg.Client(embeddedConnection(dataDir));
  await client.connect();
  try {
    return await loadPast(client, tickets);
  } finally {
    await client.end();
  }
}

await main().catch((error: unknown) => {
  const isInterrupted = interruption.aborted || error instanceof InterruptedError;
  process.stderr.write(`${isInterrupted ? 'interrupted' : ((error as Error).stack ?? String(error))}\n`);
  process.exitCode = isInterrupted ? 130 : 1;
});
