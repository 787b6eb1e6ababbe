import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type AppProcess, startAppProcess } from './testing/app-process.ts';
import { type Account, type Dovecot, flagsIn, isMissing, startDovecot } from './testing/dovecot.ts';
import { type FreshDatabase, freshDatabase } from './testing/test-postgres.ts';

const mails = 2000;
const kills = 20;
const administrator = { email: 'dana@example.com', password: 'a long enough password' };
const json = { 'content-type': 'application/json' };

describe('two thousand mails while processes are killed', { skip: isMissing }, () => {
  let folder: string;
  let database: FreshDatabase;
  let dovecot: Dovecot;
  let account: Account;
  let apps: AppProcess[] = [];

  const start = () =>
    startAppProcess({
      DATABASE_URL: database.url,
      PNIYA_DATA: folder,
      PNIYA_LOG_LEVEL: 'error',
      PNIYA_ADMIN_EMAIL: administrator.email,
      PNIYA_ADMIN_PASSWORD: administrator.password,
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pniya-chaos-'));
    [database, dovecot] = await Promise.all([freshDatabase(), startDovecot()]);
    account = await dovecot.newAccount();
    apps = [await start()];
    apps.push(await start());
    await connectMailbox(apps[0]?.url ?? '', dovecot, account);
  });
  after(async () => {
    await Promise.all(apps.map((app) => app.end('SIGKILL')));
    await dovecot?.stop();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  async function deliverAll(): Promise<void> {
    for (let n = 1; n <= mails; n += 1) {
      const raw = `From: c${n}@customer.example\r\nSubject: mail ${n}\r\nMessage-ID: <${n}@customer.example>\r\n\r\nx\r\n`;
      await dovecot.deliver(account, raw);
      if (n % 50 === 0) await sleep(200);
    }
  }

  /** Of the two processes one after another is killed, at any moment, and started again. */
  async function killAll(): Promise<void> {
    const starting = apps.map((app) => Promise.resolve(app));
    for (let round = 0; round < kills; round += 1) {
      const which = round % 2;
      const app = await starting[which];
      await sleep(Math.random() * 700);
      await app?.end('SIGKILL');
      starting[which] = start();
    }
    apps = await Promise.all(starting);
  }

  test('none is lost, none is doubled, and each was flagged after it was taken', async () => {
    await Promise.all([deliverAll(), killAll()]);
    const reader = new pg.Client(database.connection);
    await reader.connect();
    const count = async (what: string) =>
      (await reader.query<{ n: number }>(`select (${what})::int as n`)).rows[0]?.n;
    const settled = `select count(*) from intake where state = 'ticket'`;
    for (const until = Date.now() + 120_000; Date.now() < until; await sleep(250))
      if ((await count(settled)) === mails && (await flagsIn(account)).every((flags) => flags !== '')) break;
    assert.deepEqual(
      {
        rows: await count('select count(*) from intake'),
        tickets: await count(settled),
        subjects: await count('select count(distinct subject) from tickets'),
        all: await count('select count(*) from tickets'),
        highest: await count('select max(number) from tickets'),
        sightings: await count('select count(*) from mailbox_sightings where is_marked'),
        unread: (await flagsIn(account)).filter((flags) => !flags.includes('S')).length,
      },
      {
        rows: mails,
        tickets: mails,
        subjects: mails,
        all: mails,
        highest: mails,
        sightings: mails,
        unread: 0,
      },
    );
    await reader.end();
  });
});

async function connectMailbox(
  url: string,
  { port }: Dovecot,
  { username, password }: Account,
): Promise<void> {
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(administrator),
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await fetch(url + path, {
      method,
      headers: { cookie, ...(body && json) },
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as { items?: { id: string }[] };
  };
  const id = (await ask('GET', '/api/mailboxes')).items?.[0]?.id ?? '';
  const server = { host: '127.0.0.1', port, security: 'none', username, password, after_taking: 'flag' };
  await ask('PUT', `/api/mailboxes/${id}/connection`, server);
  await ask('POST', `/api/mailboxes/${id}/connection/start`, { from: 'new' });
}
