import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Account } from '../../../shared/accounts.ts';
import { uuidOf } from '../../../shared/id.ts';
import { startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { readAccountCard } from './accounts.service.ts';

let started: TestApp;
before(async () => {
  started = await startTestApp();
});
after(() => started.stop());

type Headers = Record<string, string>;
type Method = 'GET' | 'POST' | 'PATCH';

async function call(method: Method, url: string, headers: Headers, payload?: object) {
  return started.app.inject({ method, url, headers, ...(payload && { payload }) });
}

async function open(headers: Headers, body: object): Promise<string> {
  const answer = await call('POST', '/api/accounts', headers, body);
  assert.equal(answer.statusCode, 201, answer.body);
  return answer.json<{ id: string }>().id;
}

async function find(headers: Headers, q: string): Promise<string[]> {
  const answer = await call('GET', `/api/accounts?q=${encodeURIComponent(q)}`, headers);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json<{ items: Account[] }>().items.map(({ name }) => name);
}

const card = (tenant: TestTenant, id: string) => readAccountCard(tenant.ctx, uuidOf(id) ?? '');

test('an account by hand is found by name, company, e-mail and any tail of its phone', async () => {
  const tenant = await started.newTenant();
  const agent = (await tenant.asUser('agent')).headers;
  await open(agent, {
    name: 'דָּנָה כהן',
    company: 'מוסך האחים בע״מ',
    phone: '+972-54-925-5555',
    email: 'Dana.Cohen@Example.com',
  });
  await open(agent, { name: 'Ruth Levy', company: null, phone: '*2407', email: '' });
  await open(agent, { name: '100% כותנה_בע"מ' });
  await open(agent, { name: 'Noa', phone: '03-6510043' });
  const found: [string, string][] = [
    ['דנה', 'דָּנָה כהן'],
    ['כהן דנה', 'דָּנָה כהן'],
    ['בעמ מוסך', 'דָּנָה כהן'],
    ['cohen@exam', 'דָּנָה כהן'],
    ['0549255555', 'דָּנָה כהן'],
    ['054-925', 'דָּנָה כהן'],
    ['5555', 'דָּנָה כהן'],
    ['+97254', 'דָּנָה כהן'],
    ['٥٥٥٥', 'דָּנָה כהן'],
    // not the way abroad
    ['0043', 'Noa'],
    ['00972-3', 'Noa'],
    ['RUTH', 'Ruth Levy'],
    ['*2407', 'Ruth Levy'],
    ['100%', '100% כותנה_בע"מ'],
    ['כותנה_', '100% כותנה_בע"מ'],
    // Of one or two letters: words that begin with them.
    ['כה', 'דָּנָה כהן'],
    ['מו', 'דָּנָה כהן'],
    ['da', 'דָּנָה כהן'],
    ['10', '100% כותנה_בע"מ'],
  ];
  for (const [q, name] of found) assert.deepEqual(await find(agent, q), [name], q);
  for (const q of [
    '',
    ' ',
    '%',
    '%%',
    'הן',
    'an',
    'd_na',
    'דנה לוי',
    '55',
    '\\',
    "'; drop table accounts; --",
  ]) {
    assert.deepEqual(await find(agent, q), [], q);
  }
});

test('at most the best 20: names that begin with the words come first', async () => {
  const tenant = await started.newTenant();
  const agent = (await tenant.asUser('agent')).headers;
  await open(agent, { name: 'כהן דוד' });
  for (let index = 0; index < 25; index += 1) await open(agent, { name: `דוד כהן ${index}` });
  const names = await find(agent, 'כהן');
  assert.equal(names.length, 20);
  assert.equal(names[0], 'כהן דוד');
});

test('contacts are replaced as a whole, names change what is found, a wrong one is named', async () => {
  const tenant = await started.newTenant();
  const agent = (await tenant.asUser('agent')).headers;
  const id = await open(agent, { name: 'דנה', phone: '0549255555', email: 'a@example.com' });
  const change = {
    name: 'דנה לוי',
    company: 'לוי',
    phones: ['03-5551234', '054 925 5555', '0549255555'],
    emails: [],
  };
  assert.equal((await call('PATCH', `/api/accounts/${id}`, agent, change)).statusCode, 204);
  assert.deepEqual((await card(tenant, id)).contacts, [
    { kind: 'phone', value: '+97235551234', shown: '03-555-1234', bounced: null },
    { kind: 'phone', value: '+972549255555', shown: '054-925-5555', bounced: null },
  ]);
  assert.deepEqual(await find(agent, 'לוי'), ['דנה לוי']);
  const wrong = await call('PATCH', `/api/accounts/${id}`, agent, { phones: ['054', 'לא'], emails: ['x'] });
  assert.equal(wrong.statusCode, 400);
  assert.deepEqual(
    wrong.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field),
    ['phones.1', 'emails.0'],
  );
  const turned = await call('POST', '/api/accounts', agent, {
    name: ' \u202eדנה\n  כהן',
    phone: '0541230099',
  });
  const known = await call('GET', `/api/accounts/${turned.json().id}`, agent);
  assert.equal(known.json().name, 'דנה כהן', 'a name turns no words round');
  const bad = await call('POST', '/api/accounts', agent, { name: 'א', phone: 'אין', email: 'אין' });
  assert.deepEqual(
    bad.json<{ errors: { field: string }[] }>().errors.map(({ field }) => field),
    ['phone', 'email'],
  );
});

test('notes show who wrote them, newest first', async () => {
  const tenant = await started.newTenant();
  const agent = (await tenant.asUser('agent')).headers;
  const id = await open(agent, { name: 'דנה' });
  for (const text of ['ראשונה', 'שנייה']) {
    assert.equal((await call('POST', `/api/accounts/${id}/notes`, agent, { text })).statusCode, 201);
  }
  const { notes, owner_id } = await card(tenant, id);
  assert.equal(owner_id, null);
  assert.deepEqual(
    notes.map(({ text, author }) => [text, author.kind, author.name]),
    [
      ['שנייה', 'user', 'דנה כהן'],
      ['ראשונה', 'user', 'דנה כהן'],
    ],
  );
  assert.equal((await call('POST', `/api/accounts/${id}/notes`, agent, { text: ' ' })).statusCode, 400);
});

test('another tenant’s account does not exist; a viewer reads and changes nothing', async () => {
  const tenant = await started.newTenant();
  const other = await started.newTenant();
  const agent = (await tenant.asUser('agent')).headers;
  const id = await open(agent, { name: 'דנה', phone: '0549255555' });
  const stranger = (await other.asUser('administrator')).headers;
  assert.equal((await call('PATCH', `/api/accounts/${id}`, stranger, { name: 'x' })).statusCode, 404);
  assert.equal((await call('POST', `/api/accounts/${id}/notes`, stranger, { text: 'x' })).statusCode, 404);
  assert.deepEqual(await find(stranger, '0549255555'), []);
  await assert.rejects(card(other, id), { kind: 'not_found' });
  const viewer = (await tenant.asUser('viewer')).headers;
  assert.deepEqual(await find(viewer, 'דנה'), ['דנה']);
  assert.equal((await call('POST', '/api/accounts', viewer, { name: 'x' })).statusCode, 403);
  assert.equal((await call('PATCH', `/api/accounts/${id}`, viewer, { name: 'x' })).statusCode, 403);
  assert.equal((await call('POST', `/api/accounts/${id}/notes`, viewer, { text: 'x' })).statusCode, 403);
  assert.equal((await call('GET', '/api/accounts?q=a', { host: tenant.host })).statusCode, 401);
  assert.equal((await call('PATCH', '/api/accounts/none', agent, { name: 'x' })).statusCode, 400);
});
