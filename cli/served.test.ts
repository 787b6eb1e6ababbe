import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type AppProcess, startAppProcess, tokenOf } from '../server/testing/app-process.ts';
import { type Pniya, pniyaWith } from '../server/testing/cli-process.ts';

let dataDir: string;
let app: AppProcess;
let pniya: Pniya;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'pniya cli '));
  app = await startAppProcess({ PNIYA_DATA: dataDir });
  pniya = pniyaWith({ PNIYA_DATA: dataDir });
});
after(async () => {
  await app?.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

const lists = (token: string) =>
  fetch(`${app.url}/v2/tickets/priorities`, { headers: { authorization: `Bearer ${token}` } });

test('a client added beside the running server gets tokens at once, and loses them at once', async () => {
  const added = await pniya(
    'api-client',
    'add',
    '--name',
    'האתר',
    '--scope',
    'lists:read, tickets:read',
    '--json',
  );
  assert.equal(added.code, 0, added.err);
  const { client_id: clientId, client_secret: clientSecret, ...rest } = added.json();
  assert.match(clientId, /^\w{24}$/);
  assert.equal(clientSecret.length, 43);
  assert.deepEqual(
    { ...rest, id: typeof rest.id },
    {
      id: 'string',
      name: 'האתר',
      scopes: ['lists:read', 'tickets:read'],
    },
  );
  const token = await tokenOf(app.url, { clientId, clientSecret, mailAddress: '' });
  assert.equal((await lists(token)).status, 200);

  const revoked = await pniya('api-client', 'revoke', clientId, '--json');
  assert.equal((await lists(token)).status, 401, 'the very next request is refused');
  assert.equal(revoked.code, 0, revoked.err);
  assert.equal(revoked.json().client_id, clientId);
  assert.notEqual(revoked.json().revoked_at, null);

  const { items } = (await pniya('api-client', 'list', '--json')).json();
  assert.equal(items.length, 2);
  assert.equal(items[0].is_active, false);
  assert.equal('secret_hash' in items[0], false);
});

test('a user added by command signs in; a new password ends the session', async () => {
  const signIn = (password: string) =>
    fetch(`${app.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'dana@example.com', password }),
    });
  const added = await pniya(
    'user',
    'add',
    'Dana@Example.com',
    '--name',
    'דנה כהן',
    '--department',
    'תמיכה טכנית',
    '--json',
  );
  assert.equal(added.code, 0, added.err);
  const { password, role } = added.json();
  assert.match(password, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
  assert.equal(role, 'agent');
  const session = await signIn(password);
  assert.equal(session.status, 200);
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

  const fromInput = pniyaWith({ PNIYA_DATA: dataDir }, 'another long password\n');
  const changed = await fromInput('user', 'password', 'dana@example.com', '--password-stdin');
  assert.equal(changed.code, 0, changed.err);
  assert.doesNotMatch(changed.out, /another/);
  assert.equal((await fetch(`${app.url}/api/session`, { headers: { cookie } })).status, 401);
  assert.equal((await signIn(password)).status, 401);
  assert.equal((await signIn('another long password')).status, 200);

  const shown = await pniya('user', 'list');
  assert.match(shown.out, /^NAME +E-MAIL +ROLE/);
  assert.match(shown.out, /^דנה כהן +dana@example\.com +agent +yes +תמיכה טכנית +\d+$/m);
});

test('the doctor finds a running Pniya well, and after its end starts the database itself', async () => {
  const settings = {
    PNIYA_DATA: dataDir,
    PNIYA_PORT: new URL(app.url).port,
    PNIYA_SMTP_PORT: String(app.smtpPort),
  };
  const doctor = pniyaWith(settings);
  const serving = await doctor('doctor', '--json');
  assert.equal(serving.code, 0, serving.out);
  assert.equal(serving.json().ok, true);
  const words = serving
    .json()
    .checks.map((one: { check: string; words: string }) => `${one.check}: ${one.words}`);
  const found = words.join('\n');
  for (const pattern of [
    /Pniya serves at port \d+, and all its parts are well/,
    /Pniya takes mail at port/,
    /PostgreSQL 18\.\d+ .*run by the Pniya that serves/,
    /ledger of העסק שלי: Nothing waits/,
    /evidence of העסק שלי: Who waits/,
    /disk: [\d,]+ MB are free/,
  ])
    assert.match(found, pattern);

  await app.end('SIGTERM');
  const alone = await doctor('doctor');
  assert.equal(alone.code, 0, alone.out);
  assert.match(alone.out, /PostgreSQL 18\.\d+ .*started for this check/);
  assert.match(alone.out, /is free: Pniya does not run there now/);
  const { items } = (await pniya('mailbox', 'list', '--json')).json();
  assert.deepEqual(items[0].addresses, ['support@localhost']);
  app = await startAppProcess({ PNIYA_DATA: dataDir });
  assert.equal((await fetch(`${app.url}/health`)).status, 200, 'the commands let go of the folder');
});
