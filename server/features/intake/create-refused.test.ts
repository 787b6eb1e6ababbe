import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const create = '/v2/tickets/create';
const status = '233476065495939904005866822871905093425';
const json = { 'content-type': 'application/json' };
const megabyte = 1024 * 1024;

const fieldsOf = (answer: Answer): string[] =>
  (answer.body.errors ?? []).map((one: { field: string }) => one.field).sort();

/** The refusal is in the one shape of problems. */
function assertProblem(answer: Answer, expected: number): void {
  assert.equal(answer.status, expected, answer.text);
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8');
  const { code, title, message, type, instance } = answer.body;
  assert.match(message, /[א-ת]/);
  assert.equal(type, `tag:pniya,2026:error/${code}`);
  assert.match(instance, /^tag:pniya,2026:ecid\/./);
  assert.equal(code, title.replaceAll(' ', ''));
}

async function ticketCount(client: Ask): Promise<number> {
  return (await client('GET', '/v2/tickets?limit=500')).body.count;
}

test('every offending field is named at once: wrong in shape and unknown to the tenant alike', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const foreign = await product.newTenant();
  const { body: theirs } = await (await foreign.asClient())('GET', '/v2/tickets/departments');
  const unknown = '1';
  const all = await client('POST', create, {
    subject: '',
    status: unknown,
    owner: unknown,
    department_id: theirs.items[0].id,
    priority_id: 'x',
    account_id: unknown,
    msg: 7,
    phone: 'p'.repeat(101),
    email: ['a@b.co'],
  });
  assertProblem(all, 400);
  const fields = ['account_id', 'department_id', 'email', 'msg', 'owner', 'phone', 'priority_id'];
  assert.deepEqual(fieldsOf(all), [...fields, 'status', 'subject']);
  assertProblem(await client('POST', create, {}), 400);
  assert.deepEqual(fieldsOf(await client('POST', create, {})), ['status', 'subject']);
  for (const nothing of ['', null, '  \n ', '\u200F\u200B', '\uFEFF\u2066 \u2069']) {
    const answer = await client('POST', create, { subject: nothing, status: nothing });
    assert.deepEqual(fieldsOf(answer), ['status', 'subject']);
  }
  const english = await client('POST', create, {}, { 'accept-language': 'en-GB, he;q=0.5' });
  assert.equal(english.body.message, 'The request is not valid');
  assert.equal(english.body.errors[0].message, 'This field is required');
  assert.equal(await ticketCount(client), 0);
});

test('ids of another tenant, inactive ones and ids that are none are refused', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const administrator = await tenant.asUser();
  const { body: account } = await client('POST', '/v2/accounts/create', {
    name: 'דנה',
    f_name: 'דנה',
    status: (await client('GET', '/v2/accounts/statuses')).body.items[0].id,
  });
  const stranger = await product.newTenant();
  const theirs = await stranger.asClient();
  const foreign = await theirs('POST', create, { subject: 's', status, account_id: account.id });
  assert.deepEqual(fieldsOf(foreign), ['account_id']);
  assert.equal((await client('POST', create, { subject: 's', status, account_id: account.id })).status, 201);
  const { body: lists } = await administrator('GET', '/api/lists');
  const department = lists.departments[0].id;
  const off = await administrator('PATCH', `/api/lists/departments/${department}`, { is_active: false });
  assert.ok(off.status < 300, off.text);
  const inactive = await client('POST', create, { subject: 's', status, department_id: department });
  assert.deepEqual(fieldsOf(inactive), ['department_id']);
  assert.equal(inactive.body.errors[0].message, 'הערך אינו פעיל');
  const wrong = ['-1', '1.5', '0x1', '340282366920938463463374607431768211456', ' 1', '١', true, {}, [], 1.5];
  for (const id of wrong) {
    const answer = await client('POST', create, { subject: 's', status: id, owner: id });
    assert.equal(answer.status, 400);
    assert.deepEqual(fieldsOf(answer), ['owner', 'status'], JSON.stringify(id));
  }
  for (const bare of ['-5', '1e30', '2.5', '1e400', '-233476065495939904005866822871905093425']) {
    const answer = await client('POST', create, `{"subject":"s","status":${bare}}`, json);
    assert.deepEqual(fieldsOf(answer), ['status'], bare);
  }
  assert.equal(await ticketCount(client), 1);
});

test('text that can not be kept is refused by name', async () => {
  const client = await (await product.newTenant()).asClient();
  for (const broken of ['a\\u0000b', '\\ud800', 'x\\udfffy']) {
    const body = `{"subject":"${broken}","msg":"${broken}","phone":"${broken}","email":"${broken}","status":"${status}"}`;
    const answer = await client('POST', create, body, json);
    assertProblem(answer, 400);
    assert.deepEqual(fieldsOf(answer), ['email', 'msg', 'phone', 'subject']);
    assert.equal(answer.body.errors[0].message, 'הטקסט מכיל תווים שאינם ניתנים לשמירה');
  }
});

test('bodies that are not JSON, not objects, not UTF-8, empty, of another type, or too large', async () => {
  const client = await (await product.newTenant()).asClient();
  const good = `{"subject":"s","status":"${status}"}`;
  const cases: [string | Buffer, string | undefined, number][] = [
    ['{"subject":', 'application/json', 400],
    ['', 'application/json', 400],
    ['[]', 'application/json', 400],
    [`[${good}]`, 'application/json', 400],
    ['null', 'application/json', 400],
    ['"x"', 'application/json', 400],
    [`${good}x`, 'application/json', 400],
    [Buffer.from(good.replace('"s"', '"\xff\xfe"'), 'latin1'), 'application/json', 400],
    [Buffer.from(`\ufeff${good}`, 'utf16le'), 'application/json; charset=utf-16', 400],
    ['['.repeat(200_000), 'application/json', 400],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'application/json', 400],
    [`{"a":${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}}`, 'application/json', 400],
    [good, 'text/plain', 415],
    [good, 'application/x-www-form-urlencoded', 415],
    [good, 'multipart/form-data; boundary=x', 415],
    [good, 'application/jsonp', 415],
    [good, 'nonsense', 415],
    [good, undefined, 415],
    ['x'.repeat(megabyte + 1), 'application/json', 413],
    ['x'.repeat(megabyte + 1), 'text/plain', 413],
  ];
  for (const [body, type, expected] of cases) {
    const answer = await client('POST', create, body, type === undefined ? {} : { 'content-type': type });
    assertProblem(answer, expected);
  }
  const accepted = ['application/json', 'Application/JSON; charset=UTF-8', 'application/problem+json'];
  for (const type of accepted) {
    const answer = await client('POST', create, good, { 'content-type': type });
    assert.equal(answer.status, 201, `${type}: ${answer.text}`);
  }
  assert.equal((await client('POST', create, `\ufeff${good}`, json)).status, 201);
  const full = `{"subject":"s","status":"${status}","x":"${'y'.repeat(megabyte)}`.slice(0, megabyte - 2);
  assert.equal((await client('POST', create, `${full}"}`, json)).status, 201);
});

test('a refused body is kept in the ledger with its bytes, whatever was wrong with it', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const user = await tenant.asUser('agent');
  const long = `{"subject":"${'א'.repeat(megabyte)}"}`;
  const sent: [string | Buffer, string, number][] = [
    ['{"subject":"שלום","status":"1"}', 'application/json', 400],
    [Buffer.from([0x7b, 0x00, 0xff, 0x7d]), 'application/json', 400],
    ['<xml/>', 'text/xml', 415],
    [long, 'application/json', 413],
  ];
  for (const [body, type, expected] of sent) {
    assert.equal((await client('POST', create, body, { 'content-type': type })).status, expected);
  }
  const { body: ledger } = await user('GET', '/api/intake?state=rejected');
  assert.equal(ledger.items.length, sent.length);
  for (const [index, [body, type]] of sent.toReversed().entries()) {
    const row = ledger.items[index];
    assert.equal(row.source, 'האתר');
    assert.ok(row.reason, 'why');
    const { body: read } = await user('GET', `/api/intake/${row.id}`);
    assert.equal(read.media_type, type);
    const raw = await product.app.inject({
      method: 'GET',
      url: `/api/intake/${row.id}/raw`,
      headers: user.headers,
    });
    assert.match(String(raw.headers['content-disposition']), /^attachment; /);
    const bytes = Buffer.from(body);
    assert.ok(raw.rawPayload.equals(bytes.subarray(0, megabyte)), row.reason); // a diff of megabytes takes gigabytes
  }
  assert.match(ledger.items.at(-1).reason, /status: unknown_value/);
});

test('a refused word to a known ticket is kept too', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const { body: made } = await client('POST', create, { subject: 's', status });
  assert.equal((await client('POST', `/v2/tickets/${made.id}/messages`, { msg: '' })).status, 400);
  const { body: summary } = await (await tenant.asUser())(
    'GET',
    '/api/intake/summary?since=2020-01-01T00:00:00Z',
  );
  assert.deepEqual(summary.channels, [
    {
      ...{ channel: 'api', total: 2, tickets: 1, replies: 0 },
      ...{ duplicate: 0, ignored: 0, rejected: 1, quarantined: 0, pending: 0 },
    },
  ]);
});
