import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { readConfig } from './config.ts';
import { StartError } from './start-error.ts';

function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof StartError);
    return error.sentences;
  }
  return [];
}

test('an empty environment gives the defaults', () => {
  assert.deepEqual(readConfig({}), {
    host: '127.0.0.1',
    port: 3000,
    dataDir: resolve('./data'),
    publicUrl: null,
    smtpHost: '127.0.0.1',
    smtpPort: 2525,
    databaseUrl: null,
    roles: ['api', 'worker', 'mail'],
    adminEmail: null,
    adminPassword: null,
    trustProxy: false,
    outgoingSmtpUrl: null,
    privateMailServers: true,
    undoSendSeconds: 10,
    mailMaxBytes: 50 * 1024 * 1024,
    apiRequestsPerMinute: 1_000_000,
    secretKey: null,
    logLevel: 'info',
  });
});

test('an empty value counts as not given', () => {
  assert.equal(readConfig({ PNIYA_PORT: '', DATABASE_URL: ' ' }).port, 3000);
});

test('every setting is read', () => {
  const config = readConfig({
    PNIYA_HOST: '::',
    PNIYA_PORT: '0',
    PNIYA_DATA: '/srv/pniya data',
    PNIYA_PUBLIC_URL: 'https://desk.example.com/',
    PNIYA_SMTP_PORT: '25',
    DATABASE_URL: 'postgres://u:p@db:5432/pniya',
    PNIYA_ROLES: 'mail, api',
    PNIYA_ADMIN_EMAIL: 'dana@example.com',
    PNIYA_ADMIN_PASSWORD: 'long enough 1',
    PNIYA_SMTP_URL: 'smtps://u:p@mail.example.com',
    PNIYA_MAIL_MAX_MEGABYTES: '10',
    PNIYA_API_REQUESTS_PER_MINUTE: '600',
    PNIYA_LOG_LEVEL: 'warn',
  });
  assert.equal(config.host, '::');
  assert.equal(config.port, 0);
  assert.equal(config.dataDir, '/srv/pniya data');
  assert.equal(config.publicUrl, 'https://desk.example.com');
  assert.deepEqual(config.roles, ['api', 'mail']);
  assert.equal(config.mailMaxBytes, 10_485_760);
  assert.equal(config.apiRequestsPerMinute, 600);
  assert.equal(config.adminPassword, 'long enough 1');
});

test('all mistakes come at once, each in words and with its name', () => {
  const mistakes = mistakesOf({
    PNIYA_PORT: '70000',
    PNIYA_PUBLIC_URL: 'https://desk.example.com/path',
    DATABASE_URL: 'mysql://x',
    PNIYA_ROLES: 'api,cook',
    PNIYA_ADMIN_EMAIL: 'dana',
    PNIYA_ADMIN_PASSWORD: 'short',
    PNIYA_TRUST_PROXY: '10.0.0.0/40',
    PNIYA_SMTP_URL: 'mail.example.com',
    PNIYA_LOG_LEVEL: 'loud',
    PNIYA_PROT: '3000',
  });
  assert.equal(mistakes.length, 10);
  assert.ok(mistakes.includes('PNIYA_PROT is not a setting of Pniya.'));
  assert.ok(mistakes.includes('PNIYA_PORT must be a whole number from 0 to 65535.'));
  assert.ok(mistakes.includes('PNIYA_ADMIN_PASSWORD needs at least 10 characters.'));
  for (const mistake of mistakes) assert.match(mistake, /^(PNIYA_|DATABASE_)[A-Z_]+ (must|needs|is) .*\.$/);
});

test('one port for two servers is a mistake', () => {
  assert.deepEqual(mistakesOf({ PNIYA_PORT: '2525' }), ['PNIYA_PORT and PNIYA_SMTP_PORT must be different.']);
});

test('trusted proxies: false, hops, or addresses', () => {
  const trusted = (PNIYA_TRUST_PROXY: string) => readConfig({ PNIYA_TRUST_PROXY }).trustProxy;
  assert.equal(trusted('false'), false);
  assert.equal(trusted('0'), false);
  assert.equal(trusted('2'), 2);
  assert.deepEqual(trusted('10.0.0.0/8, ::1,loopback'), ['10.0.0.0/8', '::1', 'loopback']);
  // Trusting everybody would let anybody forge the host name, which names the tenant.
  assert.equal(mistakesOf({ PNIYA_TRUST_PROXY: 'true' }).length, 1);
});

test('secrets may come from files', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'pniya-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'secret');
  writeFileSync(file, 'from a file 1\n');
  writeFileSync(join(folder, 'empty'), '');
  assert.equal(readConfig({ PNIYA_ADMIN_PASSWORD_FILE: file }).adminPassword, 'from a file 1');
  assert.match(mistakesOf({ DATABASE_URL_FILE: join(folder, 'none') })[0] ?? '', /can't be read .*ENOENT/);
  assert.match(mistakesOf({ PNIYA_SMTP_URL_FILE: join(folder, 'empty') })[0] ?? '', /empty file/);
  const both = { PNIYA_ADMIN_PASSWORD_FILE: file, PNIYA_ADMIN_PASSWORD: 'another one 2' };
  assert.deepEqual(mistakesOf(both), [
    'PNIYA_ADMIN_PASSWORD and PNIYA_ADMIN_PASSWORD_FILE are both set: keep one.',
  ]);
});
