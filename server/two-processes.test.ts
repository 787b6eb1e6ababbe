import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import pg from 'pg';
import { type AppProcess, type FirstCredentials, startAppProcess, tokenOf } from './testing/app-process.ts';
import { type FreshDatabase, freshDatabase } from './testing/test-postgres.ts';

const administrator = { email: 'dana@example.com', password: 'a long enough password' };
const status = '233476065495939904005866822871905093425';

let folder: string;
let database: FreshDatabase;
let both: AppProcess[] = [];
let client: FirstCredentials;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pniya-two-'));
  database = await freshDatabase();
  const start = () =>
    startAppProcess({
      DATABASE_URL: database.url,
      PNIYA_DATA: folder, // what one takes the other reads
      PNIYA_LOG_LEVEL: 'warn',
      PNIYA_ADMIN_EMAIL: administrator.email,
      PNIYA_ADMIN_PASSWORD: administrator.password,
    });
  // At the same moment, so that they meet at the migrations and at the first tenant.
  both = await Promise.all([start(), start()]);
});
after(async () => {
  await Promise.all(both.map((app) => app.end('SIGTERM')));
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const create = (app: AppProcess, token: string, subject: string) =>
  fetch(`${app.url}/v2/tickets/create`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ subject, status, phone: '0549255555' }),
  });

/** Asks until the answer fits; a notice takes some milliseconds from one process to the other. */
async function soon(isSo: () => Promise<boolean>, withinMs = 10_000): Promise<boolean> {
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(20))
    if (await isSo()) return true;
  return false;
}

test('started together they make one tenant, and one of them shows its secrets', () => {
  const shown = both.flatMap(({ first }) => first ?? []);
  assert.equal(shown.length, 1);
  client = shown[0] as FirstCredentials;
});

test('tickets that both create at once have numbers without gaps, and one customer is one account', async () => {
  const many = 150;
  const tokens = await Promise.all(both.map(({ url }) => tokenOf(url, client)));
  const made = both.flatMap((app, which) =>
    Array.from({ length: many }, (_, index) => create(app, tokens[which] ?? '', `${which} ${index}`)),
  );
  const answers = await Promise.all(made);
  assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [201]);
  const reader = new pg.Client(database.connection);
  await reader.connect();
  const { rows } =
    await reader.query(`select count(*)::int as tickets, count(distinct number)::int as numbers,
    max(number)::int as highest, count(distinct account_id)::int as accounts, count(account_id)::int as known from tickets`);
  await reader.end();
  const all = 2 * many;
  assert.deepEqual(rows, [{ tickets: all, numbers: all, highest: all, accounts: 1, known: all }]);
});

test('a token that one revokes is refused by the other, which knew it', async () => {
  const [one, other] = both as [AppProcess, AppProcess];
  const token = await tokenOf(one.url, client);
  assert.equal((await create(other, token, 'before')).status, 201);
  const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
  const revoked = await fetch(`${one.url}/oauth/revoke`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams({ token }),
  });
  assert.equal(revoked.status, 200);
  assert.equal((await create(one, token, 'after')).status, 401);
  assert.ok(await soon(async () => (await create(other, token, 'after')).status === 401), 'still accepted');
});

test('a list that one changes is the other’s list', async () => {
  const [one, other] = both as [AppProcess, AppProcess];
  const token = await tokenOf(other.url, client);
  const names = async () => {
    const answer = await fetch(`${other.url}/v2/tickets/departments`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.text();
  };
  assert.doesNotMatch(await names(), /מחסן/);
  const json = { 'content-type': 'application/json' };
  const session = await fetch(`${one.url}/api/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(administrator),
  });
  const cookie = session.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const added = await fetch(`${one.url}/api/lists/departments`, {
    method: 'POST',
    headers: { ...json, cookie },
    body: JSON.stringify({ name: 'מחסן' }),
  });
  assert.ok(added.ok, await added.text());
  assert.ok(await soon(async () => (await names()).includes('מחסן')), 'the other still has the old list');
});

/** An inquiry, and what its writer adds at once. */
const pairOf = (at: number, to: string) => {
  const mail = (from: string, id: string, more: string) =>
    `From: ${from}@client${at}.example\r\nTo: ${to}\r\nMessage-ID: <${id}${at}@two>\r\n${more}\r\n\r\nשלום\r\n`;
  return [
    mail('dana', 'question', `Subject: ${at}`),
    mail('dana', 'answer', `Subject: Re: ${at}\r\nIn-Reply-To: <question${at}@two>`),
  ] as const;
};

test('an inquiry and its answer that both read at once are one ticket', async () => {
  const to = client.mailAddress;
  const senders = both.map(({ smtpPort }) =>
    createTransport({ host: '127.0.0.1', port: smtpPort, pool: true, maxConnections: 4 }),
  );
  const pairs = Array.from({ length: 60 }, (_, at) => pairOf(at, to));
  const envelope = { from: 'x@client.example', to: [to] };
  await Promise.all(
    pairs.flatMap((pair, at) =>
      pair.map(async (raw, which) => senders[(at + which) % 2]?.sendMail({ envelope, raw })),
    ),
  );
  for (const sender of senders) sender.close();
  const reader = new pg.Client(database.connection);
  await reader.connect();
  const waiting = `select from intake where channel = 'email' and state = 'pending' limit 1`;
  assert.ok(
    await soon(async () => (await reader.query(waiting)).rowCount === 0, 60_000),
    'not all were read',
  );
  const { rows } =
    await reader.query(`select state, count(*)::int as mails, count(distinct ticket_id)::int as tickets
    from intake where channel = 'email' group by state`);
  const { rows: numbers } = await reader.query(
    'select count(*)::int as tickets, max(number)::int as highest from tickets',
  );
  await reader.end();
  assert.deepEqual(rows, [{ state: 'ticket', mails: 2 * pairs.length, tickets: pairs.length }]);
  assert.equal(numbers[0].tickets, numbers[0].highest);
});
