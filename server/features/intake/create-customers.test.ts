import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';

const open = async (client: Ask, given: Record<string, unknown>) => {
  const answer = await client('POST', '/v2/tickets/create', { subject: 's', status, ...given });
  assert.equal(answer.status, 201, answer.text);
  return (await client('GET', `/v2/tickets/${answer.body.id}`)).body;
};

const addAccount = async (client: Ask, given: Record<string, unknown>): Promise<string> => {
  const { body: lists } = await client('GET', '/v2/accounts/statuses');
  const body = { name: 'לקוח', f_name: 'לקוח', status: lists.items[0].id, ...given };
  const answer = await client('POST', '/v2/accounts/create', body);
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
};

const accountsOf = async (tenantId: string) =>
  product.means.db.selectFrom('accounts').selectAll().where('tenant_id', '=', tenantId).execute();

test('the customer is found by e-mail first, then by phone in any spelling', async () => {
  const client = await (await product.newTenant()).asClient();
  const dana = await addAccount(client, { email: 'Dana@Example.com', phone: '0549255555' });
  const ruth = await addAccount(client, { email: 'ruth@example.com', phone: '03-5551234' });
  const spellings = ['+972-54-925-5555', '972549255555', '0549255555', '054 925 5555', '(054)925-5555'];
  for (const phone of spellings) assert.equal((await open(client, { phone })).account_id, dana, phone);
  assert.equal((await open(client, { email: ' DANA@example.COM ' })).account_id, dana);
  assert.equal((await open(client, { email: 'ruth@example.com', phone: '0549255555' })).account_id, ruth);
  assert.equal((await open(client, { email: 'new@example.com', phone: '0549255555' })).account_id, dana);
  const chosen = await open(client, { account_id: ruth, phone: '0549255555' });
  assert.deepEqual([chosen.account_id, chosen.phone], [ruth, '0549255555']);
});

test('who matches nobody becomes one account; who gives nothing, or nothing readable, none', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const first = await open(client, { phone: '0549255555', email: 'dana@example.com' });
  assert.ok(first.account_id);
  assert.equal((await open(client, { phone: '+972549255555' })).account_id, first.account_id);
  assert.equal((await open(client, { email: 'dana@example.com' })).account_id, first.account_id);
  assert.equal((await open(client, {})).account_id, null);
  const unreadable = await open(client, { phone: 'לא ידוע', email: 'dana at example' });
  assert.deepEqual([unreadable.account_id, unreadable.email], [null, 'dana at example']);
  assert.equal((await accountsOf(tenant.tenantId)).length, 1);
});

test('several matches: the ticket is stored unlinked, and its page shows who may be meant', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const phone = '0549255555';
  const both = [
    await addAccount(client, { name: 'אבא', phone }),
    await addAccount(client, { name: 'אמא', phone }),
  ];
  const ticket = await open(client, { phone });
  assert.equal(ticket.account_id, null);
  const agent = await tenant.asUser('agent');
  const { body: page } = await agent('GET', `/api/tickets/${ticket.number}`);
  assert.equal(page.account, null);
  assert.deepEqual(page.candidates.map((one: { id: string }) => one.id).sort(), both.sort());
  const linked = await agent('PATCH', `/api/tickets/${ticket.id}`, { account_id: both[1] });
  assert.equal(linked.body.ticket.account.name, 'אמא');
  assert.deepEqual((await agent('GET', `/api/tickets/${ticket.number}`)).body.candidates, []);
  assert.equal((await accountsOf(tenant.tenantId)).length, 2);
});

test('50 inquiries of the same new phone at once make one account', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const phones = ['0549255555', '+972-54-925-5555'];
  const opened = await Promise.all(
    Array.from({ length: 50 }, (_, index) => open(client, { phone: phones[index % 2] })),
  );
  assert.equal(new Set(opened.map((ticket) => ticket.account_id)).size, 1);
  assert.ok(opened[0]?.account_id);
  assert.equal((await accountsOf(tenant.tenantId)).length, 1);
});

test('a newcomer whom somebody else makes at the same moment is no error', async () => {
  const tenant = await product.newTenant();
  const client = await tenant.asClient();
  const { db } = product.means;
  // Another process: its transaction has taken the phone and commits while ours waits for it.
  const other = '019a0000-0000-7000-8000-000000000001';
  let commit = () => {};
  const waits = new Promise<void>((resolve) => (commit = resolve));
  let take = () => {};
  const isTaken = new Promise<void>((resolve) => (take = resolve));
  const { tenantId: tenant_id } = tenant;
  const theirs = db.transaction().execute(async (tx) => {
    const account = {
      id: other,
      name: 'אחר',
      name_folded: 'אחר',
      created_by: 'system',
      updated_by: 'system',
    };
    await tx
      .insertInto('accounts')
      .values({ tenant_id, ...account })
      .execute();
    const contact = { account_id: other, kind: 'phone', value: '+972549255555', shown: '054-925-5555' };
    await tx
      .insertInto('account_contacts')
      .values({ tenant_id, ...contact, made_by_inquiry: true })
      .execute();
    take();
    await waits;
  });
  await isTaken;
  const opening = open(client, { phone: '0549255555' });
  setTimeout(commit, 300);
  await theirs;
  assert.ok((await opening).account_id);
  assert.equal((await accountsOf(tenant_id)).length, 1);
});
