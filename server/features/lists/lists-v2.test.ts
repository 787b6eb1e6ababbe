import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf } from '../../../shared/id.ts';
import type { Scope } from '../../../shared/permissions.ts';
import { newId } from '../../database/uuid.ts';
import {
  type AccessApp,
  newClient,
  newTenant,
  newUser,
  startAccessApp,
  tokenOf,
} from '../../testing/access-app.ts';
import { type FreshDatabase, freshDatabase } from '../../testing/test-postgres.ts';

let database: FreshDatabase;
let access: AccessApp;

before(async () => {
  database = await freshDatabase();
  access = await startAccessApp(database, { trustProxy: ['127.0.0.1'] });
});
after(async () => {
  await access.stop();
  await database.drop();
});

async function tenantWithToken(granted: readonly Scope[] = ['lists:read', 'users:read']) {
  const tenant = await newTenant(access);
  const token = await tokenOf(access, tenant.host, await newClient(tenant.ctx, granted));
  return { ...tenant, headers: { host: tenant.host, authorization: `Bearer ${token}` } };
}

/** Puts rows in place of a new tenant's own, past the cache that has not read them yet. */
async function replaceStatuses(
  tenantId: string,
  names: readonly { id: string; name: string; is_active?: boolean }[],
) {
  const { db } = access.means;
  await db.deleteFrom('statuses').where('tenant_id', '=', tenantId).execute();
  const rows = names.map((row, position) => ({ tenant_id: tenantId, type: 'open', position, ...row }));
  await db.insertInto('statuses').values(rows).execute();
}

test('the published example, byte for byte', async () => {
  const { tenantId, host, headers } = await tenantWithToken();
  await replaceStatuses(tenantId, [
    { id: uuidOf('234958461663827606436640835426029570923') ?? '', name: 'פתוח' },
    { id: uuidOf('234958461663828815362460450055204277099') ?? '', name: '❗️ בטיפול' },
    { id: uuidOf('234958461663830024288280064684378983275') ?? '', name: '✅ סגור' },
  ]);
  const answer = await access.app.inject({
    url: '/v2/tickets/statuses',
    headers: { ...headers, 'x-forwarded-proto': 'https' },
  });
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers['content-type']), /^application\/json/);
  const expected = {
    items: [
      { id: '234958461663827606436640835426029570923', name: 'פתוח', is_active: 'Y' },
      { id: '234958461663828815362460450055204277099', name: '❗️ בטיפול', is_active: 'Y' },
      { id: '234958461663830024288280064684378983275', name: '✅ סגור', is_active: 'Y' },
    ],
    hasMore: false,
    limit: 25,
    offset: 0,
    count: 3,
    links: [
      { rel: 'self', href: `https://${host}/v2/tickets/statuses` },
      { rel: 'describedby', href: `https://${host}/v2/metadata-catalog/tickets/statuses` },
      { rel: 'first', href: `https://${host}/v2/tickets/statuses` },
    ],
  };
  assert.equal(answer.body, JSON.stringify(expected));
});

test('each list answers, and its describedby link describes it', async () => {
  const { headers, ctx } = await tenantWithToken();
  await newUser(ctx);
  const counts = {
    '/v2/users': 1,
    '/v2/tickets/departments': 3,
    '/v2/tickets/priorities': 3,
    '/v2/tickets/statuses': 4,
    '/v2/accounts/statuses': 3,
    '/v2/accounts/types': 3,
  };
  for (const [url, count] of Object.entries(counts)) {
    const page = (await access.app.inject({ url, headers })).json<Page>();
    assert.equal(page.count, count, url);
    const { href = '' } = page.links[1] ?? {};
    const described = await access.app.inject({ url: new URL(href).pathname, headers });
    const members = described.json<{ members: { name: string }[] }>().members.map(({ name }) => name);
    assert.deepEqual(members, Object.keys(page.items[0] ?? {}), url);
  }
});

interface Page {
  items: Record<string, string>[];
  hasMore: boolean;
  limit: number;
  offset: number;
  count: number;
  links: { rel: string; href: string }[];
}

test('users carry the day they were made, in whole seconds', async () => {
  const { tenantId, headers, ctx } = await tenantWithToken();
  const { id } = await newUser(ctx, 'agent');
  const created_at = new Date('2021-04-03T00:00:00Z');
  const { db } = access.means;
  await db
    .updateTable('users')
    .set({ created_at, is_active: false })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  access.means.announce(tenantId, { kind: 'lists' });
  const [user] = (await access.app.inject({ url: '/v2/users', headers })).json<Page>().items;
  assert.deepEqual(Object.keys(user ?? {}), ['id', 'name', 'is_active', 'created']);
  assert.deepEqual([user?.is_active, user?.created], ['N', '2021-04-03T00:00:00Z']);
});

test('pages, and links that lead through them', async () => {
  const { tenantId, host, headers } = await tenantWithToken();
  const names = Array.from({ length: 600 }, (_, each) => ({ id: newId(), name: `סטטוס ${each}` }));
  await replaceStatuses(tenantId, names);
  const self = `http://${host}/v2/tickets/statuses`;
  const read = async (query: string) => {
    const answer = await access.app.inject({ url: `/v2/tickets/statuses${query}`, headers });
    assert.equal(answer.statusCode, 200, query);
    const page = answer.json<Page>();
    assert.deepEqual(Object.keys(page), ['items', 'hasMore', 'limit', 'offset', 'count', 'links']);
    const links = page.links.slice(2).map(({ rel, href }) => `${rel} ${href.replace(self, '')}`);
    assert.deepEqual(page.links.slice(0, 2), [
      { rel: 'self', href: self },
      { rel: 'describedby', href: `http://${host}/v2/metadata-catalog/tickets/statuses` },
    ]);
    return [page.limit, page.offset, page.count, page.hasMore, ...links];
  };
  assert.deepEqual(await read(''), [25, 0, 25, true, 'first ', 'next ?offset=25']);
  assert.deepEqual(await read('?limit=3&offset=10'), [
    3,
    10,
    3,
    true,
    'first ?limit=3',
    'next ?offset=13&limit=3',
    'prev ?offset=7&limit=3',
  ]);
  assert.deepEqual(await read('?offset=599'), [25, 599, 1, false, 'first ', 'prev ?offset=574']);
  assert.deepEqual(await read('?offset=5'), [25, 5, 25, true, 'first ', 'next ?offset=30', 'prev ?offset=0']);
  assert.deepEqual(await read('?offset=600'), [25, 600, 0, false, 'first ', 'prev ?offset=575']);
  assert.deepEqual(await read('?limit=9999'), [
    500,
    0,
    500,
    true,
    'first ?limit=500',
    'next ?offset=500&limit=500',
  ]);
  assert.deepEqual(await read('?unknown=1'), [25, 0, 25, true, 'first ', 'next ?offset=25']);

  const seen: string[] = [];
  for (let url: string | undefined = '/v2/tickets/statuses?limit=70'; url !== undefined; ) {
    const page: Page = (await access.app.inject({ url, headers })).json<Page>();
    seen.push(...page.items.map(({ name = '' }) => name));
    const next = page.links.find(({ rel }) => rel === 'next');
    url = next && new URL(next.href).pathname + new URL(next.href).search;
  }
  assert.deepEqual(
    seen,
    names.map(({ name }) => name),
  );
});

test('links are http or https, whatever a proxy passes on from its caller', async () => {
  const { host, headers } = await tenantWithToken();
  const selfAs = async (scheme: string) => {
    const sent = { ...headers, 'x-forwarded-proto': scheme };
    const answer = await access.app.inject({ url: '/v2/tickets/statuses', headers: sent });
    return answer.json<Page>().links[0]?.href;
  };
  assert.equal(await selfAs('https'), `https://${host}/v2/tickets/statuses`);
  for (const scheme of ['http', 'javascript', 'x', 'HTTPS://evil.example']) {
    assert.equal(await selfAs(scheme), `http://${host}/v2/tickets/statuses`, scheme);
  }
});

test('a limit or offset that is no whole number is refused and named', async () => {
  const { headers } = await tenantWithToken();
  const wrong = [
    'limit=0',
    'limit=-1',
    'limit=1.5',
    'limit=a',
    'limit=',
    'limit=1&limit=2',
    'offset=-1',
    'offset=x',
    'offset=99999999999999999999',
  ];
  for (const query of wrong) {
    const answer = await access.app.inject({ url: `/v2/tickets/statuses?${query}`, headers });
    assert.equal(answer.statusCode, 400, query);
    const [field] = answer.json<{ errors: { field: string }[] }>().errors;
    assert.equal(field?.field, query.split('=')[0]);
  }
});

test('a strong ETag: 304 until the list changes', async () => {
  const { tenantId, headers } = await tenantWithToken();
  const read = async (tag?: string) =>
    await access.app.inject({
      url: '/v2/tickets/statuses',
      headers: { ...headers, ...(tag !== undefined && { 'if-none-match': tag }) },
    });
  const tag = String((await read()).headers.etag);
  assert.match(tag, /^"[\w-]+"$/);
  for (const known of [tag, `"other", W/${tag}`, '*']) {
    const answer = await read(known);
    assert.deepEqual([answer.statusCode, answer.body, answer.headers.etag], [304, '', tag]);
  }
  assert.equal((await read('"other"')).statusCode, 200);
  await replaceStatuses(tenantId, [{ id: newId(), name: 'אחר', is_active: false }]);
  access.means.announce(tenantId, { kind: 'lists' });
  const changed = await read(tag);
  assert.equal(changed.statusCode, 200);
  assert.equal(changed.json<Page>().items[0]?.is_active, 'N');
});

test('scopes: lists and users are granted apart; users can not be made here', async () => {
  const lists = await tenantWithToken(['lists:read']);
  const users = await tenantWithToken(['users:read']);
  const status = async (url: string, headers: Record<string, string>, method: 'GET' | 'POST' = 'GET') =>
    (await access.app.inject({ method, url, headers })).statusCode;
  assert.equal(await status('/v2/users', lists.headers), 403);
  assert.equal(await status('/v2/metadata-catalog/users', lists.headers), 403);
  assert.equal(await status('/v2/accounts/types', users.headers), 403);
  assert.equal(await status('/v2/users', users.headers), 200);
  assert.equal(await status('/v2/users', users.headers, 'POST'), 405);
});

test('one configured public address: its tenant’s links use it, another tenant’s its own host', async () => {
  const own = await freshDatabase();
  const behind = await startAccessApp(own, { publicUrl: 'https://desk.example.com' });
  try {
    const { tenantId } = await newTenant(behind);
    const first = behind.ctxOf(tenantId);
    const token = await tokenOf(behind, 'internal:3000', await newClient(first));
    const self = async (host: string, bearer: string) => {
      const headers = { host, authorization: `Bearer ${bearer}` };
      return (await behind.app.inject({ url: '/v2/users', headers })).json<Page>().links[0]?.href;
    };
    assert.equal(await self('internal:3000', token), 'https://desk.example.com/v2/users');
    const second = await newTenant(behind);
    const other = await tokenOf(behind, second.host, await newClient(second.ctx));
    assert.equal(await self(second.host, other), `http://${second.host}/v2/users`);
  } finally {
    await behind.stop();
    await own.drop();
  }
});
