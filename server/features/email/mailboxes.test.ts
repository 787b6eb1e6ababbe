import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.stop());

test('a mailbox is added, listed, changed and switched off', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const [department] = (await ask('GET', '/api/lists')).body.departments;
  const added = await ask('POST', '/api/mailboxes', {
    name: ' מכירות ',
    addresses: [`Sales@${tenant.host}`, `info@${tenant.host}`, `sales@${tenant.host}`],
    department_id: department.id,
  });
  assert.equal(added.status, 201);
  const addresses = [`info@${tenant.host}`, `new@${tenant.host}`];
  const changed = await ask('PATCH', `/api/mailboxes/${added.body.id}`, { addresses, is_active: false });
  assert.equal(changed.status, 204);
  const { items } = (await ask('GET', '/api/mailboxes')).body;
  const { created_at: at, ...mailbox } = items[1];
  assert.ok(Date.parse(at) > 0);
  assert.deepEqual(mailbox, {
    id: added.body.id,
    name: 'מכירות',
    addresses,
    department_id: department.id,
    priority_id: null,
    is_active: false,
    last_received_at: null,
    connection: null,
    sender: null,
    ticket_address: 'auto',
    uses_ticket_address: false,
    ticket_address_proven_at: null,
    authorization: null,
  });
});

test('an address belongs to one mailbox of all tenants', async () => {
  const [one, other] = await Promise.all([app.newTenant(), app.newTenant()]);
  const ask = await one.asUser();
  const taken = await ask('POST', '/api/mailboxes', {
    name: 'x',
    addresses: [`a@${one.host}`, other.mailAddress],
  });
  assert.deepEqual([taken.status, taken.body.reason], [409, 'address_taken']);
  assert.equal((await ask('GET', '/api/mailboxes')).body.items.length, 1, 'nothing of it was kept');
  const free = await ask('POST', '/api/mailboxes', { name: 'x', addresses: [`a@${one.host}`] });
  assert.equal(free.status, 201);
});

test('what is wrong is named', async () => {
  const ask = await (await app.newTenant()).asUser();
  const answer = await ask('POST', '/api/mailboxes', { name: '', addresses: ['nobody'], department_id: '7' });
  assert.equal(answer.status, 400);
  const foreign = await ask('POST', '/api/mailboxes', {
    name: 'x',
    addresses: ['a@b.example'],
    department_id: '7',
  });
  assert.deepEqual(
    foreign.body.errors.map((one: { field: string }) => one.field),
    ['department_id'],
  );
  assert.equal((await ask('POST', '/api/mailboxes', { name: 'x', addresses: [] })).status, 400);
});

test('mailboxes are for administrators, and for those of the tenant', async () => {
  const [one, other] = await Promise.all([app.newTenant(), app.newTenant()]);
  const [administrator, agent, viewer] = await Promise.all([
    one.asUser(),
    one.asUser('agent'),
    one.asUser('viewer'),
  ]);
  for (const ask of [agent, viewer]) {
    assert.equal((await ask('GET', '/api/mailboxes')).status, 403);
    assert.equal(
      (await ask('POST', '/api/mailboxes', { name: 'x', addresses: ['c@d.example'] })).status,
      403,
    );
  }
  const { id } = (await (await other.asUser())('GET', '/api/mailboxes')).body.items[0];
  assert.equal((await administrator('PATCH', `/api/mailboxes/${id}`, { name: 'mine' })).status, 404);
  assert.equal((await administrator('PATCH', `/api/mailboxes/${id}`, {})).status, 404);
});
