import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf, wireIdOf } from '../../../shared/id.ts';
import { startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';

let started: TestApp;
before(async () => {
  started = await startTestApp();
});
after(() => started.stop());

async function post(url: string, headers: Record<string, string>, payload: unknown) {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const sent = { ...headers, 'content-type': 'application/json' };
  return started.app.inject({ method: 'POST', url, headers: sent, payload: text });
}

async function firstOf(tenant: TestTenant, list: 'accountStatuses' | 'accountTypes'): Promise<string> {
  const [id = ''] = (await tenant.ctx.lists.of(tenant.tenantId))[list].keys();
  return wireIdOf(id);
}

const fieldsOf = (answer: { json(): { errors?: { field: string }[] } }) =>
  (answer.json().errors ?? []).map(({ field }) => field).sort();

test('an account of the published call: 201, the exact answer, everything kept', async () => {
  const tenant = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  const status = await firstOf(tenant, 'accountStatuses');
  const type = await firstOf(tenant, 'accountTypes');
  const body = `{"name": "דנה כהן", "f_name": "דנה", "l_name": "כהן", "email": " Dana@Example.com", "phone": "054-925 5555",
    "country": "ישראל", "city": "חיפה", "address": "הרצל 10", "passport": "012345678", "website": "https://example.com",
    "b_day": "23/4/1985", "owner": "", "lead_id": 271911966272026940869079307116515873576, "status": ${status},
    "type": "${type}", "company": null, "is_subscriber": true, "ext_one": "א", "ext_four": "", "unknown": {"key": 1}}`;
  const answer = await post('/v2/accounts/create', headers, body);
  assert.equal(answer.statusCode, 201, answer.body);
  const { id } = answer.json<{ id: string }>();
  assert.equal(answer.body, JSON.stringify({ account_status: status, id, message: 'הלקוח נוצר בהצלחה' }));
  const { db } = tenant.ctx;
  const rows = db.selectFrom('accounts').selectAll().where('tenant_id', '=', tenant.tenantId);
  const account = await rows.where('id', '=', uuidOf(id) ?? '').executeTakeFirstOrThrow();
  assert.equal(account.lead_id, '271911966272026940869079307116515873576');
  assert.equal(account.is_subscriber, true);
  assert.equal(account.company, null);
  assert.equal(account.passport, '012345678');
  assert.equal(account.type_id, uuidOf(type));
  assert.match(account.created_by, /^client:/);
  const stored = await db
    .selectFrom('accounts')
    .select((column) => column.cast<string>('birth_date', 'text').as('day'))
    .where('tenant_id', '=', tenant.tenantId)
    .executeTakeFirstOrThrow();
  assert.equal(stored.day, '1985-04-23');
  const contacts = db.selectFrom('account_contacts').select(['kind', 'value', 'shown']).orderBy('kind');
  assert.deepEqual(await contacts.where('account_id', '=', uuidOf(id) ?? '').execute(), [
    { kind: 'email', value: 'dana@example.com', shown: 'dana@example.com' },
    { kind: 'phone', value: '+972549255555', shown: '054-925-5555' },
  ]);
});

test('the smallest account: name, first name and status; the rest empty', async () => {
  const tenant = await started.newTenant();
  const status = await firstOf(tenant, 'accountStatuses');
  const empty = {
    l_name: '',
    email: '',
    phone: null,
    b_day: '',
    owner: null,
    type: '',
    is_subscriber: '',
    lead_id: '',
  };
  const answer = await post('/v2/accounts/create', (await tenant.asClient()).headers, {
    name: 'א',
    f_name: 'ב',
    status,
    ...empty,
  });
  assert.equal(answer.statusCode, 201, answer.body);
});

test('a refused account names every field that is wrong, and nothing is made', async () => {
  const tenant = await started.newTenant();
  const other = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  const status = await firstOf(tenant, 'accountStatuses');
  const missing = await post('/v2/accounts/create', headers, {
    name: ' ',
    status: '',
    b_day: '2023-02-29',
    is_subscriber: 'כן',
  });
  assert.equal(missing.statusCode, 400);
  assert.match(missing.headers['content-type'] ?? '', /^application\/problem\+json/);
  assert.deepEqual(fieldsOf(missing), ['b_day', 'f_name', 'is_subscriber', 'name', 'status']);
  const foreign = {
    status: await firstOf(other, 'accountStatuses'),
    type: await firstOf(other, 'accountTypes'),
  };
  const wrong = { name: 'א', f_name: 'ב', ...foreign, owner: '1', email: 'a@b\r\nc', phone: 'חסוי' };
  const refused = await post('/v2/accounts/create', headers, wrong);
  assert.equal(refused.statusCode, 400);
  assert.deepEqual(fieldsOf(refused), ['email', 'owner', 'phone', 'status', 'type']);
  for (const day of ['1985-13-01', '31/04/1985', '0000-01-01', 'אתמול', '1985', '85-04-23']) {
    const answer = await post('/v2/accounts/create', headers, { name: 'א', f_name: 'ב', status, b_day: day });
    assert.deepEqual([answer.statusCode, fieldsOf(answer)], [400, ['b_day']], day);
  }
  const long = await post('/v2/accounts/create', headers, {
    name: 'א'.repeat(301),
    f_name: 'ב',
    status,
    city: 'ג\u0000',
  });
  assert.deepEqual(fieldsOf(long), ['city', 'name']);
  const made = tenant.ctx.db.selectFrom('accounts').select('id').where('tenant_id', '=', tenant.tenantId);
  assert.deepEqual(await made.execute(), []);
});

test('an inactive status can’t be chosen', async () => {
  const tenant = await started.newTenant();
  const status = await firstOf(tenant, 'accountStatuses');
  const administrator = await tenant.asUser();
  const change = await administrator('PATCH', `/api/lists/account-statuses/${status}`, { is_active: false });
  assert.equal(change.status, 204, change.text);
  const answer = await post('/v2/accounts/create', (await tenant.asClient()).headers, {
    name: 'א',
    f_name: 'ב',
    status,
  });
  assert.equal(answer.statusCode, 400);
  assert.deepEqual(answer.json<{ errors: unknown }>().errors, [
    { field: 'status', message: 'הערך אינו פעיל' },
  ]);
});

test('a note of the published call, of an account or of none', async () => {
  const tenant = await started.newTenant();
  const other = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  const status = await firstOf(tenant, 'accountStatuses');
  const { id } = (await post('/v2/accounts/create', headers, { name: 'א', f_name: 'ב', status })).json<{
    id: string;
  }>();
  const noted = await post('/v2/notes/create', headers, { account_id: id, msg: 'ש'.repeat(4000) });
  assert.equal(noted.statusCode, 201, noted.body);
  const note = noted.json<{ id: string }>().id;
  assert.equal(noted.body, JSON.stringify({ id: note, message: 'ההערה נוצרה בהצלחה' }));
  const free = await post('/v2/notes/create', headers, { account_id: '', msg: 'הערה' });
  assert.equal(free.statusCode, 201);
  const tooLong = await post('/v2/notes/create', headers, { account_id: id, msg: 'ש'.repeat(4001) });
  assert.deepEqual([tooLong.statusCode, fieldsOf(tooLong)], [400, ['msg']]);
  assert.deepEqual(fieldsOf(await post('/v2/notes/create', headers, { msg: ' ' })), ['msg']);
  const foreign = await post('/v2/notes/create', (await other.asClient()).headers, {
    account_id: id,
    msg: 'הערה',
  });
  assert.deepEqual([foreign.statusCode, fieldsOf(foreign)], [400, ['account_id']]);
});

test('without a token 401, without the scope 403', async () => {
  const tenant = await started.newTenant();
  const reader = (await tenant.asClient(['accounts:read', 'tickets:write'])).headers;
  for (const url of ['/v2/accounts/create', '/v2/notes/create']) {
    assert.equal((await post(url, { host: tenant.host }, {})).statusCode, 401, url);
    const refused = await post(url, reader, {});
    assert.deepEqual(
      [refused.statusCode, refused.json<{ reason: string }>().reason],
      [403, 'insufficient_scope'],
      url,
    );
  }
});

test('one answer names every field that is wrong, in shape and by the lists alike', async () => {
  const tenant = await started.newTenant();
  const headers = (await tenant.asClient()).headers;
  const stranger = await started.newTenant();
  const foreign = await firstOf(stranger, 'accountStatuses');
  const account = await post('/v2/accounts/create', headers, {
    ...{ name: '', f_name: 7, status: foreign, type: '1', owner: '2' },
    ...{ email: 'not an address', phone: 'none', b_day: '31/02/2020', is_subscriber: 'yes' },
  });
  assert.equal(account.statusCode, 400);
  const shape = ['b_day', 'email', 'f_name', 'is_subscriber', 'name', 'owner', 'phone', 'status', 'type'];
  assert.deepEqual(fieldsOf(account), shape);
  const note = await post('/v2/notes/create', headers, { account_id: '1', msg: '' });
  assert.deepEqual([note.statusCode, fieldsOf(note)], [400, ['account_id', 'msg']]);
});
