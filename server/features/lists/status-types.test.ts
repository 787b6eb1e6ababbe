import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

test('a status that tickets have neither becomes closed nor stops being so; one that none has may', async () => {
  const tenant = await product.newTenant();
  const user = await tenant.asUser();
  const stranger = await (await product.newTenant()).asUser();
  const { body: made } = await user('POST', '/api/lists/statuses', { name: 'בבירור', type: 'waiting' });
  const url = `/api/lists/statuses/${made.id}`;
  const retype = async (type: string) => {
    const { status, body } = await user('PATCH', url, { type });
    return body?.reason ?? status;
  };
  assert.deepEqual([await retype('closed'), await retype('open')], [204, 204]);

  const { body: ticket } = await user('POST', '/api/tickets', {
    ...{ channel: 'phone', subject: 'ש', text: 'ט', status: made.id },
  });
  await stranger('POST', '/api/tickets', { channel: 'phone', subject: 'ש', text: 'ט' });
  assert.deepEqual([await retype('closed'), await retype('in_progress')], ['status_in_use', 204]);
  assert.equal((await user('PATCH', url, { name: 'בבירור עם הספק' })).status, 204);

  const closed = 'סגור מיד';
  const { body: other } = await user('POST', '/api/lists/statuses', { name: closed, type: 'closed' });
  const reason = { code: 'other', text: 'בדיקה' };
  const close = { status: other.id, reason };
  const moved = await user('PATCH', `/api/tickets/${ticket.id}`, close);
  assert.ok(moved.status < 300, JSON.stringify(moved.body));
  assert.equal(await retype('closed'), 204, 'the ticket has left it');
  assert.equal(
    (await user('PATCH', `/api/lists/statuses/${other.id}`, { type: 'open' })).body.reason,
    'status_in_use',
  );
});
