import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

async function desk(): Promise<{ tenant: TestTenant; administrator: Ask; agent: Ask; department: string }> {
  const tenant = await product.newTenant();
  const administrator = await tenant.asUser();
  const department = (await administrator('GET', '/api/lists')).body.departments[0].id;
  return { tenant, administrator, agent: await tenant.asUser('agent'), department };
}

const namesOf = async (ask: Ask): Promise<string[]> =>
  (await ask('GET', '/api/templates')).body.items.map((item: { name: string }) => item.name);

test('a template is added at the end, changed, put elsewhere and switched off; who replies reads all of it', async () => {
  const { administrator, agent, department } = await desk();
  assert.deepEqual((await agent('GET', '/api/templates')).body, { items: [] });
  const text = 'שלום {{account.first_name}},\n\nפנייה {{ ticket.number }} בטיפול.';
  const first = await administrator('POST', '/api/templates', { name: ' בטיפול ', text });
  assert.equal(first.status, 201);
  const given = { name: 'החזר', text: 'x', department_id: department };
  const second = await administrator('POST', '/api/templates', given);
  assert.deepEqual((await agent('GET', '/api/templates')).body.items, [
    { id: first.body.id, name: 'בטיפול', text, department_id: null, is_active: true },
    { id: second.body.id, ...given, is_active: true },
  ]);
  const order = { ids: [second.body.id, first.body.id] };
  assert.equal((await administrator('PUT', '/api/templates/order', order)).status, 204);
  assert.deepEqual(await namesOf(agent), ['החזר', 'בטיפול']);
  const changes = { name: 'החזר כספי', text: 'y', department_id: null, is_active: false };
  assert.equal((await administrator('PATCH', `/api/templates/${second.body.id}`, changes)).status, 204);
  assert.deepEqual((await agent('GET', '/api/templates')).body.items[0], { id: second.body.id, ...changes });
  assert.equal(
    (await administrator('PATCH', `/api/templates/${second.body.id}`, { is_active: true })).status,
    204,
  );
  assert.deepEqual((await agent('GET', '/api/templates')).body.items[0].text, 'y');
});

test('a field that does not exist is refused by its name', async () => {
  const { administrator, department } = await desk();
  const text = 'שלום {{account.nmae}}';
  const refused = await administrator('POST', '/api/templates', { name: 'א', text });
  assert.equal(refused.status, 400);
  assert.deepEqual(refused.body.errors, [
    { field: 'text', message: 'שדה שאינו קיים: \u2068account.nmae\u2069' },
  ]);
  const { id } = (await administrator('POST', '/api/templates', { name: 'א', text: 'א' })).body;
  assert.equal((await administrator('PATCH', `/api/templates/${id}`, { text })).status, 400);
  assert.equal((await administrator('PUT', '/api/session/signature', { text })).status, 400);
  assert.equal((await administrator('PUT', `/api/signatures/${department}`, { text })).status, 400);
  assert.equal((await administrator('GET', '/api/templates')).body.items[0].text, 'א');
});

test('names are one for all, departments are the tenant’s, and an order names every template once', async () => {
  const { administrator } = await desk();
  const add = (name: string, more: object = {}) =>
    administrator('POST', '/api/templates', { name, text: 'x', ...more });
  const { id } = (await add('Refund')).body;
  const { id: other } = (await add('Other')).body;
  const taken = await add('refund ');
  assert.deepEqual(
    [taken.status, taken.body.reason, taken.body.errors[0].field],
    [409, 'name_taken', 'name'],
  );
  const renamed = await administrator('PATCH', `/api/templates/${other}`, { name: 'REFUND' });
  assert.equal(renamed.body.reason, 'name_taken');
  assert.equal((await administrator('PATCH', `/api/templates/${id}`, { name: 'REFUND' })).status, 204);
  const foreign = await add('x', { department_id: id });
  assert.deepEqual([foreign.status, foreign.body.errors[0].field], [400, 'department_id']);
  for (const ids of [[id], [id, id], [id, other, '1']]) {
    assert.equal(
      (await administrator('PUT', '/api/templates/order', { ids })).body.reason,
      'wrong_order',
      `${ids}`,
    );
  }
  assert.equal((await administrator('PATCH', '/api/templates/1', { name: 'x' })).status, 404);
  assert.equal((await add('רווח', { text: ' \n ' })).status, 400);
});

test('two who add at once get two places', async () => {
  const { administrator } = await desk();
  const names = Array.from({ length: 6 }, (_, place) => `תבנית ${place}`);
  await Promise.all(names.map((name) => administrator('POST', '/api/templates', { name, text: 'x' })));
  const same = await Promise.all(
    [1, 2, 3].map(() => administrator('POST', '/api/templates', { name: 'אחת', text: 'x' })),
  );
  assert.deepEqual(same.map(({ status }) => status).sort(), [201, 409, 409]);
  assert.deepEqual((await namesOf(administrator)).sort(), [...names, 'אחת'].sort());
});

test('who does not reply reads no templates, and who replies changes none', async () => {
  const { tenant, administrator, agent, department } = await desk();
  const viewer = await tenant.asUser('viewer');
  assert.equal((await viewer('GET', '/api/templates')).status, 403);
  assert.equal((await viewer('GET', '/api/signatures')).status, 403);
  const { id } = (await administrator('POST', '/api/templates', { name: 'א', text: 'א' })).body;
  const refused = [
    agent('POST', '/api/templates', { name: 'ב', text: 'ב' }),
    agent('PATCH', `/api/templates/${id}`, { text: 'ב' }),
    agent('PUT', '/api/templates/order', { ids: [id] }),
    agent('PUT', `/api/signatures/${department}`, { text: 'ב' }),
  ];
  for (const { status } of await Promise.all(refused)) assert.equal(status, 403);
  assert.deepEqual(await namesOf(administrator), ['א']);
});

test('a signature is a person’s own, or a department’s; blank lines round it are not kept', async () => {
  const { administrator, agent, department } = await desk();
  assert.deepEqual((await agent('GET', '/api/signatures')).body, { mine: '', departments: [] });
  const text = '{{user.name}}\nשירות לקוחות · 03-5550123';
  await administrator('PUT', `/api/signatures/${department}`, { text: `\n \n${text}\n\n ` });
  await agent('PUT', '/api/session/signature', { text: 'דנה' });
  const departments = [{ department_id: department, text }];
  assert.deepEqual((await agent('GET', '/api/signatures')).body, { mine: 'דנה', departments });
  assert.deepEqual((await administrator('GET', '/api/signatures')).body, { mine: '', departments });
  await administrator('PUT', `/api/signatures/${department}`, { text: '' });
  await agent('PUT', '/api/session/signature', { text: '' });
  assert.deepEqual((await agent('GET', '/api/signatures')).body, { mine: '', departments: [] });
  assert.equal((await administrator('PUT', '/api/signatures/1', { text: 'x' })).status, 404);
});
