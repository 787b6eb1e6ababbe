import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AppProcess, startAppProcess } from './testing/app-process.ts';
import { type MailSink, openMailSink } from './testing/mail-sink.ts';
import { type FreshDatabase, freshDatabase } from './testing/test-postgres.ts';

const administrator = { email: 'dana@example.com', password: 'a long enough password' };

let folder: string;
let database: FreshDatabase;
let world: MailSink;
let app: AppProcess;
let cookie = '';

const start = () =>
  startAppProcess({
    DATABASE_URL: database.url,
    PNIYA_DATA: folder,
    PNIYA_LOG_LEVEL: 'warn',
    PNIYA_SMTP_URL: world.url,
    PNIYA_UNDO_SEND_SECONDS: '4',
    PNIYA_ADMIN_EMAIL: administrator.email,
    PNIYA_ADMIN_PASSWORD: administrator.password,
  });

before(async () => {
  [folder, database, world] = [
    await mkdtemp(join(tmpdir(), 'pniya-undo-')),
    await freshDatabase(),
    await openMailSink(),
  ];
  app = await start();
  const signedIn = await fetch(`${app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(administrator),
  });
  cookie = signedIn.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
});
after(async () => {
  await app?.end('SIGTERM');
  await world?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

async function post(path: string, body: object = {}) {
  const answer = await fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
}

test('killed while mails wait to be taken back: one is, after the restart; the other leaves, once, with its file', async () => {
  const opened = await post('/api/tickets', {
    channel: 'phone',
    subject: 'x',
    email: 'dana@customer.example',
  });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const uploaded = await fetch(`${app.url}/api/uploads?name=a.txt`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'text/plain' },
    body: 'kept',
  });
  const { id: fileId } = (await uploaded.json()) as { id: string };
  const reply = async (text: string, more = {}) =>
    (await post(`/api/tickets/${opened.body.id}/replies`, { text, ...more })).body.id;
  const send_at = new Date(Date.now() + 20_000).toISOString();
  const [leaves, taken] = [
    await reply('leaves', { attachment_ids: [fileId] }),
    await reply('taken', { send_at }),
  ];
  await app.end('SIGKILL');
  assert.equal(world.inbox.length, 0);
  app = await start();
  assert.equal((await post(`/api/messages/${taken}/unsend`)).status, 200);
  for (let waitedMs = 0; world.inbox.length === 0 && waitedMs < 60_000; waitedMs += 100) await sleep(100);
  // Past the time of the one that was taken back.
  await sleep(Math.max(0, Date.parse(send_at) + 3000 - Date.now()));
  assert.equal(world.inbox.length, 1);
  assert.match(world.inbox[0]?.raw.toString() ?? '', /a\.txt/);
  assert.equal((await post(`/api/messages/${leaves}/unsend`)).status, 409);
});
