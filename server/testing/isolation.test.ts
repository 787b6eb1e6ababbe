import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { permissionsOfRole, scopes } from '../../shared/permissions.ts';
import type { RouteTableRow } from '../http/addresses.ts';
import { belongingsOf } from './belongings.ts';
import type { Attempt, Owned } from './isolation-recipe.ts';
import { recipes } from './isolation-recipes.ts';
import { type Answer, type Ask, startTestApp, type TestApp, type TestTenant } from './start-test-app.ts';

let product: TestApp;
let theirTenant: TestTenant;
let myTenant: TestTenant;
let theirs: Owned;
let mine: Owned;
before(async () => {
  product = await startTestApp();
  [theirTenant, myTenant] = [await product.newTenant(), await product.newTenant()];
  [theirs, mine] = [await belongingsOf(product, theirTenant), await belongingsOf(product, myTenant)];
});
after(() => product.stop());

const routes = (): (RouteTableRow & { name: string; access: string })[] =>
  product.app.routeTable.flatMap((row) =>
    row.endpoint && row.method !== 'HEAD'
      ? [{ ...row, name: `${row.method} ${row.url}`, access: row.endpoint.access }]
      : [],
  );

const isApi = (url: string) => !url.startsWith('/api/');
const addressOf = ({ url }: RouteTableRow) => url.replace(':list', 'departments').replace(/:\w+/g, '1');

/** What is written behind the tickets, in its own time, from their words alone. */
const derived = new Set(['ticket_words', 'search_progress']);

/** Every row of the tenant in every table, as text. The one who keeps the sessions may note that they were used. */
async function rowsOf(tenantId: string): Promise<Map<string, string>> {
  const { db } = product.means;
  const tables = await db.executeQuery<{ name: string }>(
    CompiledQuery.raw(
      `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'`,
    ),
  );
  assert.ok(tables.rows.length > 20);
  const found = new Map<string, string>();
  for (const { name } of tables.rows) {
    if (derived.has(name)) continue;
    const { rows } = await db.executeQuery<{ all: string }>(
      CompiledQuery.raw(
        `select coalesce(json_agg(one order by one::text), '[]')::text as "all" from "${name}" as one where tenant_id = $1`,
        [tenantId],
      ),
    );
    found.set(name, rows[0]?.all ?? '');
  }
  return found;
}

async function attempt(
  ask: Ask,
  method: string,
  { url, body, form, type: mediaType }: Attempt,
): Promise<Answer> {
  if (!form) return ask(method, url, body, mediaType ? { 'content-type': mediaType } : {});
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await product.app.inject({
    method: method as 'POST',
    url,
    headers: { host: myTenant.host, ...type },
    payload: new URLSearchParams(form).toString(),
  });
  const text = answer.payload;
  return { status: answer.statusCode, headers: answer.headers, text, body: text && JSON.parse(text) };
}

/** Links may repeat what was asked; nothing else of the other tenant may be in an answer. */
function assertGivesNothing(asked: string, answer: Answer, expected: readonly number[]): void {
  const told = `${asked} → ${answer.status} ${answer.text.slice(0, 300)}`;
  assert.ok(expected.includes(answer.status), told);
  const isMark = (name: string) => !['number', 'password', 'phone', 'email'].includes(name);
  const marks = Object.entries(theirs).flatMap(([name, value]) => (isMark(name) ? [value] : []));
  const leaked = marks.filter((mark) => !asked.includes(mark) && answer.text.includes(mark));
  assert.deepEqual(leaked, [], told);
}

test('each route is tried with what belongs to another tenant: refused or blind, and nothing of theirs has changed', async () => {
  const [administrator, client] = [await myTenant.asUser(), await myTenant.asClient()];
  const before = await rowsOf(theirTenant.tenantId);
  const seen = new Set<string>();
  for (const { name, method, url } of routes()) {
    const recipe = recipes.get(name);
    assert.ok(recipe, `${name} has no recipe in isolation-recipes.ts`);
    seen.add(name);
    if ('own' in recipe) continue;
    // 409: an address or an order of rows that does not fit what is mine.
    const expected = 'refused' in recipe ? [400, 401, 403, 404, 409] : [200, 303];
    const attempts = 'refused' in recipe ? recipe.refused(theirs, mine) : recipe.blind(theirs, mine);
    assert.ok(attempts.length > 0, name);
    for (const each of attempts) {
      const answer = await attempt(isApi(url) ? client : administrator, method, each);
      assertGivesNothing(`${name} ${JSON.stringify(each)}`, answer, expected);
    }
  }
  assert.deepEqual(
    [...recipes.keys()].filter((name) => !seen.has(name)),
    [],
    'recipes of routes that are gone',
  );
  assert.deepEqual(await rowsOf(theirTenant.tenantId), before);
});

test('another tenant’s cookie and token are worth nothing at this host', async () => {
  const [user, client] = [await theirTenant.asUser(), await theirTenant.asClient()];
  for (const row of routes().filter(({ access }) => access !== 'anyone')) {
    const { headers } = isApi(row.url) ? client : user;
    const answer = await product.app.inject({
      method: row.method as 'GET',
      url: addressOf(row),
      headers: { ...headers, host: myTenant.host },
    });
    assert.equal(answer.statusCode, 401, row.name);
  }
});

test('without credentials every route but the open ones is 401, whatever else is wrong with the request', async () => {
  const open = routes().filter(({ access }) => access === 'anyone');
  assert.deepEqual(open.map(({ name }) => name).sort(), [
    'GET /.well-known/oauth-authorization-server',
    'GET /docs',
    'GET /hooks/phone/:token',
    'GET /hooks/phone/:token/:part',
    'GET /v2/openapi.json',
    'POST /api/session',
    'POST /hooks/phone/:token',
    'POST /hooks/phone/:token/:part',
    'POST /oauth/introspect',
    'POST /oauth/revoke',
    'POST /oauth/token',
  ]);
  for (const row of routes().filter(({ access }) => access !== 'anyone')) {
    for (const credentials of [
      {},
      { authorization: 'Bearer x', cookie: 'pniya_session=x' },
      { authorization: 'Bearer', cookie: 'pniya_session=' },
      { authorization: 'Basic eDp5', cookie: 'pniya_session="; x' },
    ]) {
      const headers = { host: myTenant.host, ...credentials };
      const method = row.method as 'GET';
      const answer = await product.app.inject({ method, url: addressOf(row), headers });
      assert.equal(answer.statusCode, 401, row.name);
      assert.equal(answer.json().code, 'Unauthorized');
      if (isApi(row.url)) assert.match(String(answer.headers['www-authenticate']), /^Bearer /);
    }
  }
});

test('who lacks the permission is refused by every route that asks for it', async () => {
  const people = [
    { ask: await myTenant.asUser('viewer'), may: permissionsOfRole.viewer },
    { ask: await myTenant.asUser('agent'), may: permissionsOfRole.agent },
  ];
  let refused = 0;
  for (const row of routes().filter(({ access }) => access.includes(':'))) {
    const granted = scopes.filter((scope) => scope !== row.access);
    const asking = isApi(row.url)
      ? [{ ask: await myTenant.asClient(granted), may: granted }]
      : people.filter(({ may }) => !may.some((permission) => permission === row.access));
    for (const { ask } of asking) {
      const answer = await ask(row.method, addressOf(row));
      assert.equal(answer.status, 403, row.name);
      assert.equal(answer.body.reason, isApi(row.url) ? 'insufficient_scope' : 'not_permitted');
      refused += 1;
    }
  }
  assert.ok(refused > 50, `${refused} refused`);
});
