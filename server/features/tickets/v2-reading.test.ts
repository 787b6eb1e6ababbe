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
const idsIn = (answer: Answer): string[] => answer.body.items.map((one: { id: string }) => one.id);
const fieldsOf = (answer: Answer): string[] =>
  (answer.body.errors ?? []).map((one: { field: string }) => one.field).sort();
const nextOf = (answer: Answer): string | undefined =>
  answer.body.links.find((one: { rel: string }) => one.rel === 'next')?.href.replace(/^http:\/\/[^/]+/, '');

test('a reader that counts offsets is told to follow the link, and not given the first page again', async () => {
  const client = await (await product.newTenant()).asClient();
  const id = await open(client);
  for (const url of ['/v2/tickets', `/v2/tickets/${id}/messages`, `/v2/tickets/${id}/events`]) {
    const first = await client('GET', `${url}?offset=0&limit=25`);
    assert.deepEqual([first.status, first.body.offset, first.body.count], [200, 0, 1], url);
    const second = await client('GET', `${url}?offset=25&limit=25`);
    assert.deepEqual([second.status, fieldsOf(second)], [400, ['offset']], url);
    assert.match(second.body.errors[0].message, /next/);
    for (const wrong of ['-1', 'x', '1.5', '']) {
      assert.equal((await client('GET', `${url}?offset=${wrong}`)).status, 400, `${url} ${wrong}`);
    }
  }
});

test('a filter without a value asks for nothing; one with another business’s id finds nothing', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const ids = [await open(client), await open(client)];
  const empty = 'status=&department_id=&priority_id=&owner=&account_id=&updated_since=&after=';
  const all = await client('GET', `/v2/tickets?${empty}`);
  assert.deepEqual(idsIn(all), ids, all.text);
  const theirs = await (await product.newTenant()).asClient();
  const [department] = idsIn(await theirs('GET', '/v2/tickets/departments'));
  assert.deepEqual(idsIn(await client('GET', `/v2/tickets?department_id=${department}`)), []);
});

test('updated_since is read in every spelling of an instant, also with a plus that nobody escaped', async () => {
  const client = await (await product.newTenant()).asClient();
  await open(client);
  const right = [
    '2020-01-01T00:00:00Z',
    '2020-01-01t00:00:00.123456z',
    '2020-01-01T02:00:00%2B02:00',
    '2020-01-01T02:00:00+02:00',
    '2020-01-01T02:00:00+0200',
    '2020-01-01T02:00:00-0330',
  ];
  for (const since of right) {
    const answer = await client('GET', `/v2/tickets?limit=1&updated_since=${since}`);
    assert.deepEqual([answer.status, answer.body.count], [200, 1], since);
    const first = answer.body.links.find((one: { rel: string }) => one.rel === 'first').href;
    const again = await client('GET', first.replace(/^http:\/\/[^/]+/, ''));
    assert.deepEqual(again.body, answer.body, first);
  }
  // Two hours apart: the offset counts.
  const at = new Date(Date.now() + 3_600_000).toISOString().slice(0, 19);
  assert.equal((await client('GET', `/v2/tickets?updated_since=${at}Z`)).body.count, 0);
  assert.equal((await client('GET', `/v2/tickets?updated_since=${at}+02:00`)).body.count, 1);
  for (const since of ['2020', '2020-01-01', '2020-02-30T00:00:00Z', '2020-01-01T00:00:00', '1577836800']) {
    const answer = await client('GET', `/v2/tickets?updated_since=${since}`);
    assert.deepEqual([answer.status, fieldsOf(answer)], [400, ['updated_since']], since);
  }
});

test('lists and tickets have a strong ETag: 304 until something changes', async () => {
  const client = await (await product.newTenant()).asClient();
  const id = await open(client);
  const urls = ['/v2/tickets', `/v2/tickets/${id}`, `/v2/tickets/${id}/messages`, `/v2/tickets/${id}/events`];
  const tags = new Map<string, string>();
  for (const url of urls) {
    const answer = await client('GET', url);
    tags.set(url, String(answer.headers.etag));
    assert.match(tags.get(url) ?? '', /^"[\w-]+"$/);
    const same = await client('GET', url, undefined, { 'if-none-match': tags.get(url) ?? '' });
    assert.deepEqual([same.status, same.text], [304, ''], url);
  }
  await client('POST', `/v2/tickets/${id}/messages`, { msg: 'עוד' });
  for (const url of urls) {
    const changed = await client('GET', url, undefined, { 'if-none-match': tags.get(url) ?? '' });
    assert.equal(changed.status, 200, url);
  }
});

test('a list that is followed while tickets are made and changed misses none of those that were there', async () => {
  const client = await (await product.newTenant()).asClient();
  const there = await Promise.all(Array.from({ length: 120 }, () => open(client)));
  let isOver = false;
  const making = (async () => {
    while (!isOver) await Promise.all(Array.from({ length: 5 }, () => open(client)));
  })();
  const changing = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      const answer = await client('PUT', `/v2/tickets/${there[turn % 120]}`, { subject: `s${turn}` });
      assert.equal(answer.status, 200, answer.text);
    }
  })();
  const follow = async (start: string) => {
    const seen: string[] = [];
    for (let url: string | undefined = start; url !== undefined && seen.length < 5000; ) {
      const page: Answer = await client('GET', url);
      assert.equal(page.status, 200, page.text);
      seen.push(...idsIn(page));
      url = nextOf(page);
    }
    return seen;
  };
  const oldest = await follow('/v2/tickets?limit=7');
  assert.equal(new Set(oldest).size, oldest.length, 'none twice');
  assert.deepEqual(oldest.slice(0, 120), [...there].sort(byNumber));
  const updated = new Set(await follow('/v2/tickets?limit=50&updated_since=2020-01-01T00:00:00Z'));
  assert.ok(there.every((id) => updated.has(id)));
  isOver = true;
  await Promise.all([making, changing]);
});

const byNumber = (one: string, other: string): number => (BigInt(one) < BigInt(other) ? -1 : 1);

test('PUT and new messages name every field that is wrong, and an empty direction is the customer’s', async () => {
  const client = await (await product.newTenant()).asClient();
  const theirs = await (await product.newTenant()).asClient();
  const id = await open(client);
  const wrong = { subject: 'x'.repeat(501), status: '1', owner: '2', priority_id: [], account_id: '3' };
  const refused = await client('PUT', `/v2/tickets/${id}`, wrong);
  assert.equal(refused.status, 400);
  assert.deepEqual(fieldsOf(refused), ['account_id', 'owner', 'priority_id', 'status', 'subject']);
  assert.equal((await theirs('PUT', `/v2/tickets/${id}`, wrong)).status, 404);
  assert.deepEqual(fieldsOf(await client('PUT', '/v2/tickets/x', wrong)), ['id']);
  for (const direction of ['', null, undefined]) {
    const answer = await client('POST', `/v2/tickets/${id}/messages`, { msg: 'm', direction });
    assert.equal(answer.status, 201, answer.text);
  }
  const { body: messages } = await client('GET', `/v2/tickets/${id}/messages`);
  assert.ok(messages.items.every((one: { direction: string }) => one.direction === 'inbound'));
  const both = await client('POST', `/v2/tickets/${id}/messages`, { msg: 7, direction: 'outbound' });
  assert.deepEqual(fieldsOf(both), ['direction', 'msg']);
});

test('a page of long messages ends early, and its next link leads on to the last', async () => {
  const client = await (await product.newTenant()).asClient();
  const msg = 'ש'.repeat(200_000);
  const id = await open(client, { msg });
  const url = `/v2/tickets/${id}/messages`;
  for (let many = 1; many < 13; many += 1) {
    assert.equal((await client('POST', url, { msg })).status, 201);
  }
  const first = await client('GET', `${url}?limit=500`);
  assert.deepEqual([first.body.count, first.body.hasMore, first.body.limit], [10, true, 500]);
  const second = await client('GET', nextOf(first) ?? '');
  assert.deepEqual([second.body.count, second.body.hasMore], [3, false]);
  assert.equal(new Set([...idsIn(first), ...idsIn(second)]).size, 13);
  assert.ok(second.body.items.every((one: { msg: string }) => one.msg === msg));
});
