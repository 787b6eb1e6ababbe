import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { wireIdOf } from '../../../shared/id.ts';
import type { Session } from '../../../shared/users.ts';
import { type AccessApp, cookieOf, newTenant, newUser, startAccessApp } from '../../testing/access-app.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';
import { testPassword } from '../../testing/test-users.ts';
import { sweepSessions } from './sessions.service.ts';
import { changeUser, setPassword } from './users.service.ts';

const dayMs = 24 * 3_600_000;
let database: FreshDatabase;
let first: AccessApp;
let second: AccessApp;
let aheadMs = 0;

before(async () => {
  database = await freshDatabase();
  const now = () => Date.now() + aheadMs;
  first = await startAccessApp(database, { now, trustProxy: ['127.0.0.1'] });
  second = await startAccessApp(database, { now });
});
after(async () => {
  await first.stop();
  await second.stop();
  await database.drop();
});

async function who(access: AccessApp, host: string, cookie: string): Promise<number> {
  return (await access.app.inject({ url: '/api/session', headers: { host, cookie } })).statusCode;
}

interface Attempt {
  readonly host: string;
  readonly email: string;
  readonly password?: string;
  readonly address?: string;
  readonly headers?: Record<string, string>;
}

async function attempt({
  host,
  email,
  password = 'wrong password',
  address = '192.0.2.1',
  headers,
}: Attempt) {
  const all = { host, 'x-forwarded-for': address, ...headers };
  const payload = { email, password };
  return await first.app.inject({ method: 'POST', url: '/api/session', headers: all, payload });
}

/** Refused by the first process at once, by the second when the notice has reached it. */
async function assertEnded(host: string, cookie: string): Promise<void> {
  assert.equal(await who(first, host, cookie), 401);
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(20))
    if ((await who(second, host, cookie)) === 401) return;
  assert.fail('the second process still knows the session');
}

test('signing in answers who it is, and sets a cookie that scripts and other sites never see', async () => {
  const { host, tenantId, ctx } = await newTenant(first);
  const { id, email } = await newUser(ctx, 'agent');
  const answer = await attempt({ host, email: ` ${email.toUpperCase()} `, password: testPassword });
  assert.equal(answer.statusCode, 200);
  const session = answer.json<Session>();
  assert.equal(session.user.id, wireIdOf(id));
  assert.equal(session.tenant.id, wireIdOf(tenantId));
  assert.ok(session.permissions.includes('tickets:write') && !session.permissions.includes('settings:write'));
  const [cookie] = answer.cookies;
  const { name, httpOnly, sameSite, path, maxAge, secure } = cookie ?? {};
  assert.deepEqual(
    { name, httpOnly, sameSite, path, maxAge, secure },
    {
      name: 'pniya_session',
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: 14 * 86_400,
      secure: undefined,
    },
  );
  const https = await attempt({
    host,
    email,
    password: testPassword,
    headers: { 'x-forwarded-proto': 'https' },
  });
  assert.equal(https.cookies[0]?.secure, true);
  const stored = await first.means.db
    .selectFrom('sessions')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .execute();
  assert.ok(!JSON.stringify(stored).includes(cookie?.value ?? ''));
});

test('a wrong password, an unknown address and a deactivated user look the same', async () => {
  const { host, ctx } = await newTenant(first);
  const { email } = await newUser(ctx);
  const gone = await newUser(ctx, 'agent');
  await changeUser(ctx, gone.id, { is_active: false });
  const cases = [
    { host, email },
    { host, email: 'nobody@example.com', password: testPassword },
    { host, email: gone.email, password: testPassword },
  ];
  for (const each of cases) {
    const answer = await attempt(each);
    assert.deepEqual([answer.statusCode, answer.json<{ reason: string }>().reason], [401, 'wrong_password']);
    assert.equal(answer.cookies.length, 0);
  }
  const broken = await attempt({ host, email: 'a\u0000b@example.com' });
  assert.equal(broken.statusCode, 400);
});

test('ten failures of an address with an e-mail close the door for that address only', async () => {
  const { host, ctx } = await newTenant(first);
  const { email } = await newUser(ctx);
  const bursts = await Promise.all(Array.from({ length: 12 }, () => attempt({ host, email })));
  const codes = bursts.map((answer) => answer.statusCode).sort();
  assert.deepEqual(codes, [...Array<number>(10).fill(401), 429, 429], 'also when sent all at once');
  const refused = await attempt({ host, email, password: testPassword });
  assert.equal(refused.statusCode, 429);
  const waitSeconds = Number(refused.headers['retry-after']);
  assert.ok(waitSeconds > 0 && waitSeconds <= 900);
  const elsewhere = await attempt({ host, email, password: testPassword, address: '192.0.2.99' });
  assert.equal(elsewhere.statusCode, 200, 'a stranger can not lock the user out');
  aheadMs += waitSeconds * 1000 + 1000;
  assert.equal((await attempt({ host, email, password: testPassword })).statusCode, 200);
  for (let failures = 0; failures < 10; failures++) {
    assert.equal((await attempt({ host, email })).statusCode, 401, 'a success has cleared the count');
  }
});

test('fifty failures of an address close the door for it, whatever the e-mails; a /64 is one address', async () => {
  const { host, ctx } = await newTenant(first);
  const { email } = await newUser(ctx);
  const tries = Array.from({ length: 50 }, (_, each) =>
    attempt({ host, email: `guess${each}@example.com`, address: `2001:db8:0:7::${(each + 1).toString(16)}` }),
  );
  for (const answer of await Promise.all(tries)) assert.equal(answer.statusCode, 401);
  const good = { host, email, password: testPassword };
  assert.equal((await attempt({ ...good, address: '2001:db8:0:7:ffff::1' })).statusCode, 429);
  assert.equal((await attempt({ ...good, address: '2001:db8:0:8::1' })).statusCode, 200);
});

test('another site can neither sign in nor out, nor act', async () => {
  const { host, ctx } = await newTenant(first);
  const { email } = await newUser(ctx);
  const cookie = await cookieOf(first, host, email);
  const sites: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: `http://sub.${host}` },
    { origin: 'null' },
  ];
  for (const site of sites) {
    const signIn = await attempt({ host, email, password: testPassword, headers: site });
    assert.deepEqual([signIn.statusCode, signIn.json<{ reason: string }>().reason], [403, 'cross_site']);
    const headers = { host, cookie, ...site };
    const out = await first.app.inject({ method: 'DELETE', url: '/api/session', headers });
    assert.equal(out.statusCode, 403);
  }
  const own = { 'sec-fetch-site': 'same-origin', origin: `http://${host}` };
  assert.equal((await attempt({ host, email, password: testPassword, headers: own })).statusCode, 200);
  assert.equal(await who(first, host, cookie), 200);
});

test('a session is of its tenant only', async () => {
  const [mine, other] = [await newTenant(first), await newTenant(first)];
  const cookie = await cookieOf(first, mine.host, (await newUser(mine.ctx)).email);
  assert.equal(await who(first, mine.host, cookie), 200);
  assert.equal(await who(first, other.host, cookie), 401);
  assert.equal(await who(first, mine.host, 'pniya_session=nonsense'), 401);
});

test('signing out, a new password, deactivation and a new role count at once in every process', async () => {
  const { host, ctx } = await newTenant(first);
  const admin = await newUser(ctx);
  const user = await newUser(ctx, 'agent');
  const signedIn = async () => {
    const cookie = await cookieOf(first, host, user.email);
    for (const access of [first, second]) assert.equal(await who(access, host, cookie), 200);
    return cookie;
  };
  const out = await signedIn();
  const ended = await first.app.inject({
    method: 'DELETE',
    url: '/api/session',
    headers: { host, cookie: out },
  });
  assert.equal(ended.statusCode, 204);
  assert.equal(ended.cookies[0]?.value, '');
  await assertEnded(host, out);

  const role = await signedIn();
  const users = { url: '/api/users', headers: { host, cookie: role } };
  assert.equal((await first.app.inject(users)).statusCode, 403);
  await changeUser(ctx, user.id, { role: 'administrator' });
  assert.equal((await first.app.inject(users)).statusCode, 200);

  await setPassword(ctx, user.id, testPassword);
  await assertEnded(host, role);
  const last = await signedIn();
  await changeUser(ctx, user.id, { is_active: false });
  await assertEnded(host, last);
  assert.equal(await who(first, host, await cookieOf(first, host, admin.email)), 200);
});

test('changing my password ends my other sessions and needs the present one', async () => {
  const { host, ctx } = await newTenant(first);
  const { email } = await newUser(ctx, 'viewer');
  const [here, there] = [await cookieOf(first, host, email), await cookieOf(first, host, email)];
  const change = async (current: string, next: string) =>
    await first.app.inject({
      method: 'PUT',
      url: '/api/session/password',
      headers: { host, cookie: here },
      payload: { current, next },
    });
  const wrong = await change('not this one', 'a new long password');
  assert.equal(wrong.statusCode, 400);
  const { reason, errors } = wrong.json<{ reason: string; errors: { field: string }[] }>();
  assert.deepEqual([reason, errors[0]?.field], ['wrong_password', 'current']);
  assert.equal((await change(testPassword, 'short')).statusCode, 400);
  assert.equal((await change(testPassword, 'סיסמה חדשה וארוכה')).statusCode, 204);
  assert.equal(await who(first, host, here), 200);
  await assertEnded(host, there);
  assert.equal(
    (await attempt({ host, email, password: testPassword, address: '192.0.2.5' })).statusCode,
    401,
  );
  const fresh = { host, email, password: 'סיסמה חדשה וארוכה'.normalize('NFD'), address: '192.0.2.5' };
  assert.equal((await attempt(fresh)).statusCode, 200);
});

test('my language is kept', async () => {
  const { host, ctx } = await newTenant(first);
  const cookie = await cookieOf(first, host, (await newUser(ctx, 'viewer')).email);
  const headers = { host, cookie };
  const payload = { language: 'en' };
  await first.app.inject({ method: 'PUT', url: '/api/session/language', headers, payload });
  const session = (await first.app.inject({ url: '/api/session', headers })).json<Session>();
  assert.equal(session.user.language, 'en');
});

test('a session slides while it is used, and ends fourteen days after its last use', async () => {
  const { host, ctx, tenantId } = await newTenant(first);
  const { email } = await newUser(ctx);
  const cookie = await cookieOf(first, host, email);
  for (let uses = 0; uses < 3; uses++) {
    aheadMs += 13 * dayMs;
    assert.equal(await who(first, host, cookie), 200);
  }
  aheadMs += 14 * dayMs + 1000;
  assert.equal(await who(first, host, cookie), 401);
  const now = new Date(Date.now() + aheadMs);
  assert.equal(await sweepSessions(first.means.db, [tenantId], now), 1);
});
