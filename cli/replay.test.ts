import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Pniya, pniyaWith } from '../server/testing/cli-process.ts';
import { type FreshDatabase, freshDatabase } from '../server/testing/test-postgres.ts';

let database: FreshDatabase;
let folder: string;
let pniya: Pniya;
before(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), 'pniya-replay-'));
  pniya = pniyaWith({ DATABASE_URL: database.url, PNIYA_DATA: join(folder, 'data') });
});
after(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const mail = (name: string, more: readonly string[] = []) =>
  [
    `From: ${name}@example.com`,
    'To: desk@example.org',
    `Subject: ${name}`,
    `Message-ID: <${name}@example.com>`,
  ]
    .concat(more, '', `שלום מ-${name}`, '')
    .join('\r\n');

async function fill(): Promise<void> {
  const mails = join(folder, 'mails');
  await mkdir(join(mails, 'maildir', 'cur'), { recursive: true });
  await mkdir(join(mails, 'maildir', 'new'));
  await mkdir(join(mails, 'maildir', 'tmp'));
  await writeFile(join(mails, 'one.eml'), mail('one'));
  await writeFile(join(mails, 'again.eml'), mail('one'));
  await writeFile(
    join(mails, 'answer.eml'),
    mail('one', ['In-Reply-To: <one@example.com>', 'X-Second: yes']).replace('<one@', '<one-b@'),
  );
  await writeFile(join(mails, 'maildir', 'cur', '1700000000.M1.host:2,S'), mail('read'));
  await writeFile(join(mails, 'maildir', 'new', '1700000001.M2.host'), mail('unread'));
  await writeFile(join(mails, 'maildir', 'tmp', 'half'), 'From: x');
  const at = 'Wed Sep 23 14:05:00 2026';
  await writeFile(
    join(mails, 'old.mbox'),
    `From a ${at}\r\n${mail('mbox1')}\r\nFrom b ${at}\r\n${mail('mbox2')}`,
  );
}

test('files, maildirs and mbox files go the way of all mail; again, each is a duplicate', async () => {
  await fill();
  const nobody = await pniya('intake', 'replay', join(folder, 'mails'));
  assert.match(nobody.err, /There is no tenant yet/);
  assert.equal((await pniya('tenant', 'add', 'מכולת דרור')).code, 0);
  assert.equal((await pniya('mailbox', 'add', 'desk@example.org')).code, 0);
  const first = await pniya('intake', 'replay', join(folder, 'mails'), '--json');
  assert.equal(first.code, 0, first.err);
  const { replies, tickets, duplicates, ...rest } = first.json();
  assert.deepEqual(rest, { mails: 7, ignored: 0, quarantined: 0, pending: 0, rejected: 0, missing: 0 });
  assert.deepEqual([tickets + replies, duplicates], [6, 1]);
  const again = (await pniya('intake', 'replay', join(folder, 'mails'), '--json')).json();
  assert.deepEqual([again.mails, again.duplicates, again.missing], [7, 7, 0]);
  const told = await pniya('intake', 'replay', join(folder, 'mails', 'one.eml'));
  assert.match(told.out, /1 mails, each accounted for/);
});

test('mail for nobody is refused and accounted for; a path that is not there is said', async () => {
  assert.equal((await pniya('mailbox', 'add', 'other@example.org')).code, 0);
  const path = join(folder, 'stray.eml');
  await writeFile(path, mail('stray').replace('desk@', 'who@'));
  const stray = (await pniya('intake', 'replay', path, '--json')).json();
  assert.deepEqual([stray.mails, stray.rejected, stray.missing], [1, 1, 0]);
  const led = (await pniya('intake', 'replay', path, '--mailbox', 'desk@example.org', '--json')).json();
  assert.deepEqual([led.tickets, led.missing], [1, 0]);
  const gone = await pniya('intake', 'replay', join(folder, 'nothing'));
  assert.deepEqual([gone.code, gone.err], [1, `There is nothing at ${join(folder, 'nothing')}.\n`]);
});
