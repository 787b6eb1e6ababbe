import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from '../server/testing/app-process.ts';
import { urlOf, withClient } from './databases.ts';
import { readTicks, shareElsewhere } from './elsewhere.ts';
import { type Goal, median, percent, perSecond, table } from './figures.ts';
import { interruption } from './interruption.ts';
import { outputOf } from './load.ts';
import type { MailJob } from './mail-load-process.ts';

/** How near to a program that only parses mail, and keeps nothing, taking it durably has to come. */
export const leastOfParsing = 0.7;
/** As many as a Postfix opens to one destination unless told otherwise (default_destination_concurrency_limit). */
const connections = 20;
/** Mail that nobody has read by then never will be. */
const longestMs = 180_000;

export interface MailPlan {
  readonly dataDir: string;
  readonly rounds: number;
  readonly many: number;
}

interface Round {
  readonly accepted: number;
  readonly interpreted: number;
  readonly parsed: number;
  readonly elsewhere: number;
}

/** Mail through SMTP until each has its ticket, beside a program that only parses it, in turns. */
export async function benchMail(app: AppProcess, plan: MailPlan): Promise<Goal[]> {
  const to = app.first?.mailAddress;
  if (to === undefined) throw new Error('the data folder was not new');
  const rounds: Round[] = [];
  // The zeroth warms up; its mail is counted in the check like the rest.
  for (let round = 0; round <= plan.rounds; round += 1) {
    const measured = await oneRound(app, plan, { to, from: round * plan.many });
    if (round > 0) rounds.push(measured);
    process.stderr.write(`mail: round ${round} of ${plan.rounds} done\n`);
  }
  report(rounds);
  const states = await statesIn(plan.dataDir);
  const sent = (plan.rounds + 1) * plan.many;
  const shown = Object.entries(states).map(([state, many]) => `${state} ${many}`);
  process.stdout.write(`${perSecond(sent)} mails were accepted; the ledger has ${shown.join(', ')}.\n`);
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  return [
    { what: 'accepted mails without a ticket', value: sent - (states.ticket ?? 0), atMost: 0 },
    {
      what: 'mails accepted by SMTP ÷ parse only',
      value: of('accepted') / of('parsed'),
      atLeast: leastOfParsing,
    },
  ];
}

async function oneRound(
  app: AppProcess,
  plan: MailPlan,
  { to, from }: Pick<MailJob, 'to' | 'from'>,
): Promise<Round> {
  const job: MailJob = { port: app.smtpPort, to, connections, from, many: plan.many };
  const before = readTicks();
  const began = performance.now();
  const accepting = Number(await outputOf('mail-load-process.ts', [JSON.stringify(job)]));
  // The sender's own start is no part of it.
  const sinceMs = performance.now() - accepting * 1000;
  await untilRead(plan.dataDir, began + longestMs);
  const reading = (performance.now() - sinceMs) / 1000;
  const elsewhere = shareElsewhere(before, readTicks());
  const parsing = Number(await outputOf('mail-parse-process.ts', [String(from), String(plan.many)]));
  const rate = (seconds: number) => plan.many / seconds;
  return { accepted: rate(accepting), interpreted: rate(reading), parsed: rate(parsing), elsewhere };
}

function untilRead(dataDir: string, untilMs: number): Promise<void> {
  return withClient(urlOf(dataDir, 'postgres'), async (client) => {
    for (;;) {
      const { rows } = await client.query(`select 1 from intake where state = 'pending' limit 1`);
      if (rows.length === 0) return;
      if (performance.now() > untilMs) throw new Error('mail was accepted and not read');
      await sleep(20, undefined, { signal: interruption });
    }
  });
}

function statesIn(dataDir: string): Promise<Record<string, number>> {
  return withClient(urlOf(dataDir, 'postgres'), async (client) => {
    const { rows } = await client.query<{ state: string; many: number }>(
      'select state, count(*)::int as many from intake group by state order by state',
    );
    return Object.fromEntries(rows.map(({ state, many }) => [state, many]));
  });
}

function report(rounds: readonly Round[]): void {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  const parsed = of('parsed');
  const row = (name: string, rate: number) => [name, perSecond(rate), (rate / parsed).toFixed(2)];
  const rows = [
    ['mail', 'per second', '÷ parse only'],
    row('parsed by mailparser in one thread, nothing kept', parsed),
    row('accepted by SMTP: file, ledger row and job durable', of('accepted')),
    row('the same until each has its ticket', of('interpreted')),
  ];
  process.stdout.write(`\n${table(rows)}\n`);
  const elsewhere = Math.max(...rounds.map((round) => round.elsewhere));
  process.stdout.write(`Other programs took up to ${percent(elsewhere)} of the processors meanwhile.\n`);
}
