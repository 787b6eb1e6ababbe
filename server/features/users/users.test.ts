import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { wireIdOf } from '../../../shared/id.ts';
import type { AllLists } from '../../../shared/lists.ts';
import type { User } from '../../../shared/users.ts';
import type { Context } from '../../context.ts';
import { type AccessApp, cookieOf, newTenant, newUser, startAccessApp } from '../../testing/access-app.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';
import { testPassword } from '../../testing/test-users.ts';
import { changeUser } from './users.service.ts';

let database: FreshDatabase;
let access: AccessApp;

before(async () => {
  database = await freshDatabase();
  access = await startAccessApp(database);
});
after(async () => {
  await access.stop();
  await database.drop();
});

interface Desk {
  readonly ctx: Context;
  readonly headers: { host: string; cookie: string };
  readonly admin: { id: string; email: string };
}

async function desk(): Promise<Desk> {
  const { ctx, host } = await newTenant(access);
  const admin = await newUser(ctx);
  return { ctx, admin, headers: { host, cookie: await cookieOf(access, host, admin.email) } };
}

type Headers = Desk['headers'];
type Payload = Record<string, unknown>;

async function call(method: 'POST' | 'PATCH', url: string, headers: Headers, payload: Payload) {
  const answer = await access.app.inject({ method, url, headers, payload });
  const body =
    answer.body === '' ? {} : answer.json<{ id?: string; reason?: string; errors?: { field: string }[] }>();
  return {
    status: answer.statusCode,
    id: body.id ?? '',
    reason: body.reason,
    field: body.errors?.[0]?.field,
  };
}

const person = (email: string, more: Payload = {}) => ({
  name: 'דנה',
  email,
  role: 'agent',
  password: testPassword,
  ...more,
});

async function listed(headers: Headers): Promise<User[]> {
  return (await access.app.inject({ url: '/api/users', headers })).json<{ items: User[] }>().items;
}

test('a user is added with departments, changed, and seen in the lists at once', async () => {
  const { headers } = await desk();
  const lists = async () => (await access.app.inject({ url: '/api/lists', headers })).json<AllLists>();
  const department = (await lists()).departments[0]?.id ?? '';
  const added = await call(
    'POST',
    '/api/users',
    headers,
    person('Dana@Example.com', { departments: [department] }),
  );
  assert.equal(added.status, 201);
  const found = (await listed(headers)).find((user) => user.id === added.id);
  assert.deepEqual(
    [found?.email, found?.departments, found?.is_active],
    ['dana@example.com', [department], true],
  );
  assert.ok((await lists()).users.some((user) => user.name === 'דנה'));
  const changed = await call('PATCH', `/api/users/${added.id}`, headers, {
    name: 'דנה כהן',
    departments: [],
  });
  assert.equal(changed.status, 204);
  assert.ok((await lists()).users.some((user) => user.name === 'דנה כהן'));
});

test('an e-mail address is taken once in a tenant, in any case of letters', async () => {
  const { headers } = await desk();
  const other = await desk();
  assert.equal((await call('POST', '/api/users', headers, person('a@example.com'))).status, 201);
  const again = await call('POST', '/api/users', headers, person('A@EXAMPLE.com'));
  assert.deepEqual([again.status, again.reason], [409, 'email_taken']);
  const second = await call('POST', '/api/users', headers, person('b@example.com'));
  const moved = await call('PATCH', `/api/users/${second.id}`, headers, { email: 'a@example.com' });
  assert.deepEqual([moved.status, moved.reason], [409, 'email_taken']);
  assert.equal((await call('POST', '/api/users', other.headers, person('a@example.com'))).status, 201);
  const both = ['c@example.com', 'c@example.com'].map((email) =>
    call('POST', '/api/users', headers, person(email)),
  );
  assert.deepEqual((await Promise.all(both)).map(({ status }) => status).sort(), [201, 409]);
});

test('the last active administrator stays', async () => {
  const { headers, admin, ctx } = await desk();
  const me = `/api/users/${wireIdOf(admin.id)}`;
  for (const change of [{ role: 'agent' }, { is_active: false }]) {
    const refused = await call('PATCH', me, headers, change);
    assert.deepEqual([refused.status, refused.reason], [409, 'last_administrator']);
  }
  const second = await newUser(ctx);
  const leaving = [admin.id, second.id].map((id) => changeUser(ctx, id, { is_active: false }));
  const outcomes = (await Promise.allSettled(leaving)).map(({ status }) => status).sort();
  assert.deepEqual(outcomes, ['fulfilled', 'rejected'], 'two can not remove each other at once');
});

test('what is wrong with a new user is named by field', async () => {
  const { headers } = await desk();
  const other = await desk();
  const foreign = (await access.app.inject({ url: '/api/lists', headers: other.headers })).json<AllLists>();
  const cases: [Payload, string][] = [
    [person('not an address'), 'email'],
    [person('a\u0000@example.com'), 'email'],
    [person('x@example.com', { name: '  ' }), 'name'],
    [person('x@example.com', { password: 'short' }), 'password'],
    [person('x@example.com', { role: 'owner' }), 'role'],
    [person('x@example.com', { departments: [foreign.departments[0]?.id] }), 'departments'],
  ];
  for (const [payload, field] of cases) {
    const refused = await call('POST', '/api/users', headers, payload);
    assert.deepEqual([refused.status, refused.field], [400, field]);
  }
  assert.equal((await listed(headers)).length, 1);
});

test('only administrators, and only of the same tenant', async () => {
  const { headers, ctx, admin } = await desk();
  const other = await desk();
  const { host } = headers;
  for (const role of ['agent', 'viewer'] as const) {
    const cookie = await cookieOf(access, host, (await newUser(ctx, role)).email);
    const mine = { host, cookie };
    assert.equal((await access.app.inject({ url: '/api/users', headers: mine })).statusCode, 403);
    assert.equal((await call('POST', '/api/users', mine, person('x@example.com'))).status, 403);
    assert.equal((await call('PATCH', `/api/users/${wireIdOf(admin.id)}`, mine, { name: 'x' })).status, 403);
  }
  const stranger = await call('PATCH', `/api/users/${wireIdOf(admin.id)}`, other.headers, { name: 'x' });
  assert.equal(stranger.status, 404);
  assert.ok(!(await listed(other.headers)).some((user) => user.email === admin.email));
});
