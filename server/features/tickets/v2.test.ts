import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';
const open = async (client: Ask, given: Record<string, unknown> = {}): Promise<string> => {
  const answer = await client('POST', '/v2/tickets/create', { subject: 's', status, ...given });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
};
const idsOf = async (client: Ask, url: string): Promise<string[]> =>
  (await client('GET', url)).body.items.map((one: { id: string }) => one.id);

/** Every page from `url` on, by the `next` links. */
async function follow(client: Ask, url: string) {
  const pages = [];
  for (let next: string | undefined = url; next !== undefined; ) {
    const answer: Answer = await client('GET', next.replace(/^http:\/\/[^/]+/, ''));
    assert.equal(answer.status, 200, answer.text);
    const { body } = answer;
    assert.equal(body.count, body.items.length);
    const link = body.links.find((one: { rel: string }) => one.rel === 'next');
    assert.equal(body.hasMore, link !== undefined);
    pages.push(body);
    next = link?.href;
  }
  return pages;
}

test('the list is followed to its end without gap or repeat, by every filter', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const [departments, priorities, statuses] = await Promise.all(
    ['departments', 'priorities', 'statuses'].map((list) => idsOf(client, `/v2/tickets/${list}`)),
  );
  const { userId } = await tenant.asUser('agent');
  assert.ok(userId);
  const [owner] = await idsOf(client, '/v2/users');
  const made: { id: string; given: Record<string, unknown> }[] = [];
  for (let index = 0; index < 24; index += 1) {
    const given = {
      department_id: departments?.[index % 3],
      priority_id: priorities?.[index % 2],
      status: statuses?.[index % 2],
      owner: index % 4 === 0 ? owner : '',
      phone: index % 6 === 0 ? '0549255555' : '',
    };
    made.push({ id: await open(client, given), given });
  }
  const { body: first } = await client('GET', `/v2/tickets/${made[0]?.id}`);
  const cases: [string, (given: Record<string, unknown>) => boolean][] = [
    ['', () => true],
    [`department_id=${departments?.[1]}`, (given) => given.department_id === departments?.[1]],
    [`priority_id=${priorities?.[0]}`, (given) => given.priority_id === priorities?.[0]],
    [`status=${statuses?.[1]}`, (given) => given.status === statuses?.[1]],
    [`owner=${owner}`, (given) => given.owner === owner],
    [`account_id=${first.account_id}`, (given) => given.phone !== ''],
    [
      `status=${statuses?.[0]}&department_id=${departments?.[0]}`,
      (given) => given.status === statuses?.[0] && given.department_id === departments?.[0],
    ],
    [`updated_since=${first.created}`, () => true],
    [`updated_since=2099-01-01T00:00:00Z`, () => false],
  ];
  for (const [query, isIn] of cases) {
    const pages = await follow(client, `/v2/tickets?limit=5&${query}`);
    const expected = made.filter(({ given }) => isIn(given)).map(({ id }) => id);
    const found = pages.flatMap((page) => page.items.map((one: { id: string }) => one.id));
    assert.deepEqual(found, expected, query);
    assert.ok(pages.every((page) => page.limit === 5 && page.offset === 0));
    assert.deepEqual(Object.keys(pages[0]), ['items', 'hasMore', 'limit', 'offset', 'count', 'links']);
  }
});

test('links keep the filters, and the limit is capped', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  for (let index = 0; index < 3; index += 1) await open(client);
  const answer = await client('GET', `/v2/tickets?status=${status}&limit=2`);
  const base = `http://${tenant.host}/v2/tickets`;
  const href = (rel: string) => answer.body.links.find((one: { rel: string }) => one.rel === rel)?.href;
  assert.deepEqual(
    answer.body.links.map((one: { rel: string }) => one.rel),
    ['self', 'describedby', 'first', 'next'],
  );
  assert.equal(href('self'), base);
  assert.equal(href('first'), `${base}?status=${status}&limit=2`);
  assert.match(href('next'), new RegExp(`\\?status=${status}&limit=2&after=`));
  const described = await client('GET', href('describedby').replace(/^http:\/\/[^/]+/, ''));
  assert.equal(described.status, 200);
  assert.ok(described.body.members.some((one: { name: string }) => one.name === 'waiting_since'));
  assert.equal((await client('GET', '/v2/tickets?limit=9999')).body.limit, 500);
  assert.equal((await client('GET', '/v2/tickets')).body.limit, 25);
  for (const query of [
    'limit=0',
    'limit=-1',
    'limit=x',
    'limit=1.5',
    'after=x',
    'status=x',
    'updated_since=1',
  ]) {
    assert.equal((await client('GET', `/v2/tickets?${query}`)).status, 400, query);
  }
});

test('a page key that was tampered with is refused', async () => {
  const client = await (await product.newTenant()).asClient();
  const id = await open(client);
  const key = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const uuid = '019a0000-0000-7000-8000-000000000001';
  const since = 'updated_since=2020-01-01T00:00:00Z';
  const instants = [
    '2021-02-31T00:00:00.000Z',
    '0000-01-01T00:00:00.000Z',
    '2021-01-01T00:00:60.000Z',
    '',
    7,
  ];
  for (const instant of instants) {
    const answer = await client('GET', `/v2/tickets?${since}&after=${key(instant, uuid)}`);
    assert.equal(answer.status, 400, String(instant));
    assert.equal(answer.body.errors[0].field, 'after');
  }
  for (const after of [key(uuid, uuid), key('x'), key(null), key(), key({}), 'AAAA', '%00', '%F0%9F%98%80']) {
    for (const url of [`/v2/tickets`, `/v2/tickets/${id}/messages`, `/v2/tickets/${id}/events`]) {
      assert.equal((await client('GET', `${url}?after=${after}`)).status, 400, after);
    }
  }
});

test('PUT changes what is sent and leaves the rest as it is', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const [department_id] = await idsOf(client, '/v2/tickets/departments');
  const [priority_id] = await idsOf(client, '/v2/tickets/priorities');
  const [, busy, , closed] = await idsOf(client, '/v2/tickets/statuses');
  const id = await open(client, { department_id, priority_id, phone: '0549255555' });
  const { body: before } = await client('GET', `/v2/tickets/${id}`);
  const renamed = await client('PUT', `/v2/tickets/${id}`, { subject: 'אחר' });
  assert.equal(renamed.status, 200, renamed.text);
  assert.deepEqual({ ...renamed.body, updated: '' }, { ...before, subject: 'אחר', updated: '' });
  const emptied = await client('PUT', `/v2/tickets/${id}`, {
    department_id: '',
    priority_id: null,
    status: busy,
  });
  assert.deepEqual(
    [emptied.body.department_id, emptied.body.priority_id, emptied.body.status, emptied.body.account_id],
    [null, null, busy, before.account_id],
  );
  const refused = await client('PUT', `/v2/tickets/${id}`, { status: closed, subject: 'לא' });
  assert.deepEqual([refused.status, refused.body.reason], [409, 'reason_required']);
  const unknown = await client('PUT', `/v2/tickets/${id}`, { status: '1', owner: '2', account_id: '3' });
  assert.equal(unknown.status, 400);
  assert.equal(unknown.body.errors.length, 3);
  const { body: after } = await client('GET', `/v2/tickets/${id}`);
  assert.deepEqual(after, emptied.body);
  const { body: events } = await client('GET', `/v2/tickets/${id}/events`);
  assert.deepEqual(
    events.items.map((one: { kind: string }) => one.kind),
    ['opened', 'subject_changed', 'status_changed', 'department_changed', 'priority_changed'],
  );
  assert.deepEqual(events.items[1].detail, { from: 's', to: 'אחר' });
  assert.match(events.items[1].actor, /^client:\d+$/);
});

test('a client that may only write is refused before anything is changed', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const id = await open(client);
  const writer = await tenant.asClient(['tickets:write']);
  assert.equal((await writer('GET', `/v2/tickets/${id}`)).status, 403);
  const answer = await writer('PUT', `/v2/tickets/${id}`, { subject: 'x' });
  const { body: ticket } = await client('GET', `/v2/tickets/${id}`);
  assert.deepEqual([answer.status, answer.body.reason, ticket.subject], [403, 'insufficient_scope', 's']);
  assert.match(String(answer.headers['www-authenticate']), /^Bearer .*error="insufficient_scope"/);
  assert.equal((await writer('PUT', `/v2/tickets/${id}`, { subject: '' })).status, 403);
  assert.equal((await writer('POST', `/v2/tickets/${id}/messages`, { msg: 'm' })).status, 201);
});

test('words and notes by API, read page by page', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const id = await open(client, { msg: 'ראשון' });
  for (let index = 0; index < 6; index += 1) {
    const direction = index % 2 === 0 ? 'inbound' : 'internal';
    const answer = await client('POST', `/v2/tickets/${id}/messages`, { msg: `m${index}`, direction });
    assert.deepEqual(Object.keys(answer.body), ['id', 'message'], answer.text);
  }
  const pages = await follow(client, `/v2/tickets/${id}/messages?limit=3`);
  const items = pages.flatMap((page) => page.items);
  assert.deepEqual(
    items.map((one) => `${one.direction} ${one.msg}`),
    ['inbound ראשון', 'inbound m0', 'internal m1', 'inbound m2', 'internal m3', 'inbound m4', 'internal m5'],
  );
  const events = (await follow(client, `/v2/tickets/${id}/events?limit=2`)).flatMap((page) => page.items);
  assert.equal(events.length, 7);
  for (const bad of [{ msg: '' }, {}, { msg: 'x', direction: 'outbound' }, { msg: 'x'.repeat(200_001) }]) {
    assert.equal((await client('POST', `/v2/tickets/${id}/messages`, bad)).status, 400);
  }
  assert.equal((await client('POST', '/v2/tickets/1/messages', { msg: 'x' })).status, 404);
});
