import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startAppProcess } from '../server/testing/app-process.ts';
import { benchCreate } from './create.ts';
import { type Goal, goalLine, isReached } from './figures.ts';

const parts = ['create', 'read', 'memory'] as const;

/** `npm run bench`: measures on a new database in a temporary folder, prints the figures, exits 1 when a goal is missed. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, only: { type: 'string' } } });
  const isQuick = values.quick === true;
  const wanted = parts.filter((part) => values.only === undefined || values.only.split(',').includes(part));
  const root = await mkdtemp(join(tmpdir(), 'pniya-bench-'));
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}\n`);
  const goals: Goal[] = [];
  try {
    if (wanted.includes('create')) goals.push(...(await createOn(join(root, 'create'), isQuick)));
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  process.stdout.write(`\n${goals.map(goalLine).join('\n')}\n`);
  process.exitCode = goals.every(isReached) ? 0 : 1;
}

async function createOn(dataDir: string, isQuick: boolean): Promise<Goal[]> {
  const app = await startAppProcess({
    PNIYA_DATA: dataDir,
    PNIYA_LOG_LEVEL: 'warn',
    PNIYA_API_REQUESTS_PER_MINUTE: '100000000',
  });
  try {
    const length = isQuick ? { rounds: 1, seconds: 2 } : { rounds: 3, seconds: 5 };
    return await benchCreate(app, { dataDir, connections: isQuick ? [32] : [1, 32, 128], ...length });
  } finally {
    await app.end('SIGTERM');
  }
}

await main();
