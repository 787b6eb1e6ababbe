import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess } from '../server/testing/app-process.ts';
import { type Account, type Dovecot, isMissing, startDovecot } from '../server/testing/dovecot.ts';
import { urlOf, withClient } from './databases.ts';
import { readTicks, shareElsewhere } from './elsewhere.ts';
import { type Goal, median, percent, perSecond, table } from './figures.ts';
import { interruption } from './interruption.ts';
import { outputOf } from './load.ts';
import { leastOfParsing, type MailPlan } from './mail.ts';
import { mailOf } from './mails.ts';
import { Desk } from './reader.ts';

const longestMs = 180_000;

interface Round {
  readonly taken: number;
  readonly interpreted: number;
  readonly parsed: number;
  readonly elsewhere: number;
}

/** A mailbox with a backlog is connected: mails per second until each is in the ledger, and until each has its ticket. */
export async function benchImap(app: AppProcess, plan: MailPlan, password: string): Promise<Goal[]> {
  if (isMissing) {
    process.stdout.write(`\nimap: skipped. ${isMissing}\n`);
    return [];
  }
  const dovecot = await startDovecot();
  const desk = await Desk.signIn(app.url, password);
  const rounds: Round[] = [];
  try {
    // The zeroth warms up; its mail is counted in the check like the rest.
    for (let round = 0; round <= plan.rounds; round += 1) {
      const measured = await oneRound(plan, desk, dovecot, round);
      if (round > 0) rounds.push(measured);
      process.stderr.write(`imap: round ${round} of ${plan.rounds} done\n`);
    }
  } finally {
    await dovecot.stop();
  }
  report(rounds);
  const tickets = await countIn(plan.dataDir, `state = 'ticket'`);
  const sent = (plan.rounds + 1) * plan.many;
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  return [
    { what: 'mails of the mailboxes without a ticket', value: sent - tickets, atMost: 0 },
    { what: 'mails taken by IMAP ÷ parse only', value: of('taken') / of('parsed'), atLeast: leastOfParsing },
  ];
}

async function oneRound(plan: MailPlan, desk: Desk, dovecot: Dovecot, round: number): Promise<Round> {
  const address = `backlog${round}@example.com`;
  const account = await dovecot.newAccount();
  for (let number = 0; number < plan.many; number += 1)
    await dovecot.deliver(account, mailOf(round * plan.many + number, address));
  const { id } = await desk.ask('POST', '/api/mailboxes', { name: address, addresses: [address] });
  await connect(desk, String(id), dovecot, account);
  const known = await countIn(plan.dataDir, 'true');
  const before = readTicks();
  const began = performance.now();
  await desk.ask('POST', `/api/mailboxes/${id}/connection/start`, { from: 'all' });
  await until(plan.dataDir, 'true', known + plan.many);
  const taking = (performance.now() - began) / 1000;
  await until(plan.dataDir, `state <> 'pending'`, known + plan.many);
  const reading = (performance.now() - began) / 1000;
  const elsewhere = shareElsewhere(before, readTicks());
  const job = [String(round * plan.many), String(plan.many)];
  const parsing = Number(await outputOf('mail-parse-process.ts', job));
  const rate = (seconds: number) => plan.many / seconds;
  return { taken: rate(taking), interpreted: rate(reading), parsed: rate(parsing), elsewhere };
}

async function connect(desk: Desk, id: string, { port }: Dovecot, account: Account): Promise<void> {
  const { username, password } = account;
  const server = { host: '127.0.0.1', port, security: 'none', username, password, after_taking: 'flag' };
  await desk.ask('PUT', `/api/mailboxes/${id}/connection`, server);
}

async function until(dataDir: string, where: string, many: number): Promise<void> {
  for (const untilMs = performance.now() + longestMs; (await countIn(dataDir, where)) < many; ) {
    if (performance.now() > untilMs) throw new Error('mail lay in the mailbox and was not taken');
    await sleep(50, undefined, { signal: interruption });
  }
}

function countIn(dataDir: string, where: string): Promise<number> {
  return withClient(urlOf(dataDir, 'postgres'), async (client) => {
    const { rows } = await client.query<{ many: number }>(
      `select count(*)::int as many from intake where ${where}`,
    );
    return rows[0]?.many ?? 0;
  });
}

function report(rounds: readonly Round[]): void {
  const of = (key: keyof Round) => median(rounds.map((round) => round[key]));
  const row = (name: string, rate: number) => [name, perSecond(rate), (rate / of('parsed')).toFixed(2)];
  const rows = [
    ['a mailbox by IMAP', 'per second', '÷ parse only'],
    row('parsed by mailparser in one thread, nothing kept', of('parsed')),
    row('taken: file, ledger row, sighting and job durable', of('taken')),
    row('the same until each has its ticket', of('interpreted')),
  ];
  process.stdout.write(`\n${table(rows)}\n`);
  const elsewhere = Math.max(...rounds.map((round) => round.elsewhere));
  process.stdout.write(`Other programs took up to ${percent(elsewhere)} of the processors meanwhile.\n`);
}
