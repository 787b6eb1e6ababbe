import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pniyaWith } from '../server/testing/cli-process.ts';
import { startTestApp, type TestApp } from '../server/testing/start-test-app.ts';

let app: TestApp;
let folder: string;
before(async () => {
  app = await startTestApp();
  folder = await mkdtemp(join(tmpdir(), 'pniya-cli-'));
  await app.newTenant();
});
after(async () => {
  await app?.stop();
  await rm(folder, { recursive: true });
});

const pniya = (...words: string[]) =>
  pniyaWith({ DATABASE_URL: app.databaseUrl, PNIYA_DATA: folder })(...words);

test('a mailbox with a server of its own to send through; the password comes from a file and is not shown', async () => {
  const file = join(folder, 'password');
  await writeFile(file, 'very secret\n');
  const server = ['--smtp-host', 'smtp.shop.example', '--smtp-password-file', file, '--from-name', 'החנות'];
  const added = await pniya('mailbox', 'add', 'shop@shop.example', ...server);
  assert.equal(added.code, 0, added.err);
  assert.match(added.out, /It sends through smtp\.shop\.example\./);
  const { items } = (await pniya('mailbox', 'list', '--json')).json();
  const { sender } = items.find(({ name }: { name: string }) => name === 'shop@shop.example');
  assert.deepEqual(
    [sender.host, sender.port, sender.security, sender.sign_in, sender.username, sender.from_name],
    ['smtp.shop.example', 587, 'starttls', 'password', 'shop@shop.example', 'החנות'],
  );
  const listed = await pniya('mailbox', 'list');
  assert.match(listed.out, /through smtp\.shop\.example/);
  assert.doesNotMatch(added.out + listed.out + JSON.stringify(items), /very secret/);
});

test('what is wrong is said by the name of its option, and makes no mailbox', async () => {
  const attempt = async (...words: string[]) => {
    const { code, err } = await pniya('mailbox', 'add', 'x@shop.example', ...words);
    assert.notEqual(code, 0);
    return err;
  };
  assert.match(await attempt('--smtp-host', 'smtp.shop.example', '--smtp-port', '99999'), /--smtp-port/);
  assert.match(await attempt('--from-name', 'x'), /--from-name needs --smtp-host/);
  assert.match(await attempt('--oauth', 'walla'), /--oauth: /);
  assert.match(await attempt('--oauth', 'microsoft'), /--oauth: The application at the provider/);
  assert.match(
    await attempt('--oauth', 'microsoft', '--oauth-client-id', 'x'),
    /--oauth-secret-file is missing/,
  );
  assert.match(await attempt('--oauth', 'google', '--imap-host', 'imap.shop.example'), /either/);
  const key = join(folder, 'key.json');
  await writeFile(key, '{"client_email": "x@y.example", "private_key": "no key"}');
  assert.match(await attempt('--oauth', 'google', '--oauth-key-file', key), /--oauth-key-file: /);
  const { items } = (await pniya('mailbox', 'list', '--json')).json();
  assert.ok(!items.some(({ name }: { name: string }) => name === 'x@shop.example'));
});

test('the doctor names the mailbox that can’t send, since when and why', async () => {
  await app.means.db
    .updateTable('mailbox_senders')
    .set({ failing_since: new Date(), last_error: 'smtp_wrong_password', last_error_said: '535 no' })
    .execute();
  const { checks } = (await pniya('doctor', '--json')).json();
  const said = checks.filter(({ check }: { check: string }) => check.startsWith('mailboxes of '));
  assert.match(
    JSON.stringify(said),
    /shop@shop\.example can't send since .*: The outgoing mail server refused the user name or the password/,
  );
});
