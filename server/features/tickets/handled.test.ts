import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { findWaitingMistakes } from './evidence.service.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

const status = '233476065495939904005866822871905093425';

const open = async (client: Ask, given: Record<string, unknown> = {}) => {
  const { body } = await client('POST', '/v2/tickets/create', { subject: 's', status, ...given });
  return (await client('GET', `/v2/tickets/${body.id}`)).body;
};

test('words, reasons and changes at the same moment: the clock is what the predicate says', async () => {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const { body: list } = await client('GET', '/v2/tickets/statuses');
  const statuses = list.items.map((one: { id: string }) => one.id);
  const tickets = [await open(client), await open(client, { email: 'dana@example.com' })];
  const reason = { code: 'no_question' };
  for (let round = 0; round < 25; round += 1) {
    const asked = tickets.flatMap(({ id }) => [
      client('POST', `/v2/tickets/${id}/messages`, { msg: `${round}` }),
      agent('POST', `/api/tickets/${id}/no-answer-due`, reason),
      agent('PATCH', `/api/tickets/${id}`, { status: statuses[round % 4], reason }),
      agent('POST', `/api/tickets/${id}/notes`, { text: 'הערה' }),
    ]);
    asked.push(
      agent('POST', `/api/tickets/${tickets[1].id}/replies`, { text: 'תשובה', status: statuses[round % 4] }),
    );
    for (const answer of await Promise.all(asked)) {
      assert.ok(answer.status < 300 || answer.body.reason === 'reason_required', answer.text);
    }
    assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), [], `round ${round}`);
  }
});
