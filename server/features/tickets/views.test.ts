import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';
const reason = { code: 'no_question' };

const open = async (client: Ask, given: Record<string, unknown> = {}): Promise<string> =>
  (await client('POST', '/v2/tickets/create', { subject: 's', status, ...given })).body.id;

async function pagesOf(user: Ask, url: string, between: () => Promise<unknown> = async () => undefined) {
  const ids: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const answer: Answer = await user('GET', `${url}${after && `&after=${after}`}`);
    const { status: code, body } = answer;
    assert.equal(code, 200, answer.text);
    ids.push(...body.items.map((one: { id: string }) => one.id));
    after = body.after;
    await between();
  }
  return ids;
}

test('waiting: longest first, page by page, while others change what is behind and before', async () => {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const made: string[] = [];
  for (let index = 0; index < 20; index += 1) made.push(await open(client));
  assert.deepEqual(await pagesOf(agent, '/api/tickets?view=waiting&limit=3'), made);
  assert.deepEqual(await pagesOf(agent, '/api/tickets?view=all&limit=7'), made.toReversed());
  let turn = 0;
  const seen = await pagesOf(agent, '/api/tickets?limit=4', async () => {
    // Already seen ones are handled, a new one arrives at the end, a later one changes.
    await agent('POST', `/api/tickets/${made[turn]}/no-answer-due`, reason);
    made.push(await open(client));
    await agent('PATCH', `/api/tickets/${made[10 + turn]}`, { subject: `${turn}` });
    turn += 1;
  });
  assert.deepEqual(seen, made.slice(0, seen.length));
  assert.ok(seen.length >= 20);
});

test('a customer who writes again keeps the place in the queue', async () => {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const made = [await open(client), await open(client), await open(client)];
  await client('POST', `/v2/tickets/${made[0]}/messages`, { msg: 'נו?' });
  assert.deepEqual(await pagesOf(agent, '/api/tickets?limit=1'), made);
});

test('views and filters narrow by list, owner and number', async () => {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const { body: lists } = await agent('GET', '/api/lists');
  const [department, priority] = [lists.departments[1].id, lists.priorities[2].id];
  const [, busy, , closed] = lists.statuses.map((one: { id: string }) => one.id);
  const me = lists.users[0].id;
  const plain = await open(client);
  const rich = await open(client, {
    department_id: department,
    priority_id: priority,
    status: busy,
    owner: me,
  });
  const done = await open(client, { owner: me });
  await agent('PATCH', `/api/tickets/${done}`, { status: closed, reason });
  const cases: [string, string[]][] = [
    ['view=waiting', [plain, rich]],
    ['view=all', [done, rich, plain]],
    ['view=mine', [rich]],
    [`view=mine&status=${closed}`, [done]],
    [`view=all&owner=none`, [plain]],
    [`view=all&owner=${me}`, [done, rich]],
    [`view=waiting&department=${department}`, [rich]],
    [`view=waiting&priority=${priority}&status=${busy}&owner=${me}`, [rich]],
    [`view=waiting&status=${status}`, [plain]],
    ['view=all&number=2', [rich]],
    ['view=all&number=99', []],
    ['view=all&department=1', []],
  ];
  for (const [query, expected] of cases) {
    assert.deepEqual(await pagesOf(agent, `/api/tickets?${query}`), expected, query);
  }
  const { body: counts } = await agent('GET', '/api/tickets/counts');
  assert.deepEqual(counts, { waiting: 2, mine: 1, unassigned: 1, quarantined: 0 });
  const wrong = ['view=x', 'limit=0', 'limit=201', 'owner=x', 'number=0', 'number=x', 'after=x', 'status='];
  for (const query of wrong) assert.equal((await agent('GET', `/api/tickets?${query}`)).status, 400, query);
  const huge = await agent('GET', '/api/tickets?view=all&number=99999999999999999999');
  assert.ok(huge.status === 400 || huge.body.items.length === 0);
});

test('a ticket by hand takes no number or address that nobody could be reached at', async () => {
  const tenant = await product.newTenant();
  const agent = await tenant.asUser('agent');
  const body = { subject: 's', channel: 'phone', phone: 'לא ידוע', email: 'x@' };
  const refused = await agent('POST', '/api/tickets', body);
  assert.equal(refused.status, 400);
  const fields = refused.body.errors.map((one: { field: string }) => one.field);
  assert.deepEqual(fields, ['phone', 'email']);
  const good = { subject: 's', channel: 'phone', phone: '*2407', email: '' };
  assert.equal((await agent('POST', '/api/tickets', good)).status, 201);
});

test('a customer who called is answered at the address on their card', async () => {
  const tenant = await product.newTenant();
  const agent = await tenant.asUser('agent');
  const card = { name: 'דנה', phone: '0549255555', email: 'dana@example.com' };
  const { id } = (await agent('POST', '/api/accounts', card)).body;
  const body = { subject: 'התקשרה', channel: 'phone', account_id: id };
  const { number } = (await agent('POST', '/api/tickets', body)).body;
  const { ticket } = (await agent('GET', `/api/tickets/${number}`)).body;
  assert.equal(ticket.email, null);
  assert.deepEqual(ticket.reply_target.to, { name: 'דנה', address: 'dana@example.com' });
});

test('the ticket page by number, and what is none', async () => {
  const tenant = await product.newTenant();
  const [client, viewer] = [await tenant.asClient(), await tenant.asUser('viewer')];
  await open(client, { msg: 'שלום', phone: '0549255555' });
  const { status: code, body: page } = await viewer('GET', '/api/tickets/1');
  assert.equal(code, 200);
  assert.equal(page.messages[0].text, 'שלום');
  assert.equal(page.ticket.reply_target.to, null);
  assert.equal(page.ticket.reply_target.from.address, tenant.mailAddress);
  assert.equal(page.account.contacts[0].value, '+972549255555');
  assert.equal(page.account.tickets[0].number, 1);
  for (const number of ['2', '9007199254740991']) {
    assert.equal((await viewer('GET', `/api/tickets/${number}`)).status, 404, number);
  }
  for (const number of ['0', '-1', 'x', '1.5', '99999999999999999999999', '%00']) {
    assert.ok([400, 404].includes((await viewer('GET', `/api/tickets/${number}`)).status), number);
  }
});
