import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Surroundings } from '../main.ts';
import { type Account, type Dovecot, type DovecotOptions, startDovecot } from './dovecot.ts';
import { rawMail, until } from './mail-client.ts';
import { type Answer, type Ask, startOwnApp, type TestApp, type TestTenant } from './start-test-app.ts';

/** Short pauses, so that tests don't wait. */
export const quick = {
  times: { pollMs: 250, patienceMs: 5000, pauseMs: 50, longestPauseMs: 400 },
  lookMs: 200,
};

/** Of the test's app: a mail that is too large is soon made. */
export const mailMaxBytes = 2 * 1024 * 1024;

export interface Desk {
  readonly tenant: TestTenant;
  readonly ask: Ask;
  readonly mailboxId: string;
  readonly account: Account;
  /** Where the mailbox is connected. */
  readonly at: string;
}

export interface Reading {
  readonly app: TestApp;
  readonly dovecot: Dovecot;
  stop(): Promise<void>;
}

/** `around` is given once the mail server is known. */
export async function startReading(
  options: DovecotOptions = {},
  around: (dovecot: Dovecot) => Promise<Partial<Surroundings>> = async () => ({}),
): Promise<Reading> {
  const dovecot = await startDovecot(options);
  const app = await startOwnApp({ mailMaxBytes }, undefined, {
    mailReading: quick,
    ...(await around(dovecot)),
  });
  return {
    app,
    dovecot,
    async stop() {
      await app.stop();
      await dovecot.stop();
    },
  };
}

/** A tenant, and an account at the mail server that its mailbox can be connected to. */
export async function newDesk({ app, dovecot }: Reading): Promise<Desk> {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
  return {
    tenant,
    ask,
    mailboxId: id,
    account: await dovecot.newAccount(),
    at: `/api/mailboxes/${id}/connection`,
  };
}

export function serverOf({ account }: Desk, port: number): Record<string, unknown> {
  const { username, password } = account;
  return { host: '127.0.0.1', port, security: 'none', username, password };
}

/** Connects the desk's mailbox; started unless told otherwise. */
export async function connect(
  desk: Desk,
  port: number,
  settings: Record<string, unknown> = {},
  start: 'new' | 'unanswered' | 'all' | null = 'new',
): Promise<Answer> {
  const answer = await desk.ask('PUT', desk.at, { ...serverOf(desk, port), ...settings });
  if (answer.status !== 200) throw new Error(`not connected: ${answer.text}`);
  return start === null ? answer : desk.ask('POST', `${desk.at}/start`, { from: start });
}

export async function connectionOf({ ask, mailboxId }: Desk): Promise<Answer['body']> {
  const { items } = (await ask('GET', '/api/mailboxes')).body;
  return items.find(({ id }: { id: string }) => id === mailboxId)?.connection;
}

/** The connection once it is as wanted. */
export async function untilConnection(
  desk: Desk,
  isWanted: (connection: Answer['body']) => boolean,
): Promise<Answer['body']> {
  const mine = (body: Answer['body']) => body.items.find(({ id }: { id: string }) => id === desk.mailboxId);
  const body = await until(
    () => desk.ask('GET', '/api/mailboxes'),
    (all) => isWanted(mine(all)?.connection),
  );
  return mine(body).connection;
}

/** Once everything that is in the mailbox now has been looked at. */
export async function untilRead(desk: Desk): Promise<void> {
  const from = new Date().toISOString();
  await untilConnection(desk, ({ last_ok_at: at }) => at !== null && at > from);
  // Once more: the look that ended just now may have begun before.
  const again = new Date().toISOString();
  await untilConnection(desk, ({ last_ok_at: at }) => at > again);
}

let count = 0;

/** A mail like no other. */
export function newMail(subject: string, headers: readonly string[] = [], text = 'שלום, מה שלומכם?'): string {
  count += 1;
  const id = `Message-ID: <${count}.${process.pid}@customer.example>`;
  return rawMail([`From: Dana <dana@customer.example>`, `Subject: ${subject}`, id, ...headers], text);
}

export const sha256 = (raw: string | Buffer) => createHash('sha256').update(raw).digest('hex');

export interface SightingSeen {
  readonly folder: string;
  readonly uid: number;
  readonly state: string;
  readonly subject: string | null;
  readonly is_marked: boolean;
  readonly is_gone: boolean;
}

/** Every sighting of the tenant, with the row that it is of. */
export async function sightingsOf({ app }: Reading, { tenant }: Desk): Promise<SightingSeen[]> {
  const { rows } = await sql<SightingSeen>`
    select folder, uid, intake.state, intake.title as subject, is_marked, gone_at is not null as is_gone
    from mailbox_sightings join intake using (tenant_id)
    where tenant_id = ${tenant.tenantId} and intake.id = intake_id order by folder, uidvalidity, uid`.execute(
    app.means.db,
  );
  return rows;
}
