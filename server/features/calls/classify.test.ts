import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { readCall } from '../../../shared/calls.ts';
import type { AnswerOf } from '../../../shared/endpoint.ts';
import { connectExchange, type TestExchange } from '../../testing/exchange.ts';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { findWaitingMistakes } from '../tickets/evidence.service.ts';

type Decision = AnswerOf<typeof readCall>['decisions'][number];

/** Voicenter's ForwardDialer, as documented. */
const dialled: URLSearchParams[] = [];
let refusal: string | null = null;
const voicenter = createServer((request, response) => {
  dialled.push(new URL(request.url ?? '', 'http://x').searchParams);
  response.end(refusal ?? JSON.stringify({ ERRORCODE: 0, ERRORMESSAGE: 'OK', CALLID: 'd1' }));
});

let product: TestApp;
before(async () => {
  await new Promise<void>((resolve) => voicenter.listen(0, '127.0.0.1', resolve));
  const { port } = voicenter.address() as AddressInfo;
  const phone = { voicenterDial: `http://127.0.0.1:${port}/click2call.aspx` };
  product = await startTestApp({}, undefined, { phone });
});
after(async () => {
  await product.stop();
  voicenter.close();
});

async function desk() {
  const tenant = await product.newTenant();
  const [administrator, agent] = [await tenant.asUser(), await tenant.asUser('agent')];
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic' });
  const me = (await agent('GET', '/api/session')).body.user;
  const url = `/api/users/${me.id}/phones`;
  assert.equal((await administrator('PUT', url, { phones: ['SIP101', '101', '03-7654321'] })).status, 204);
  return { tenant, administrator, agent, exchange, me };
}

const common = { from: '0541234567', to: '037654321', direction: 'in' };

async function answeredCall(exchange: TestExchange, agent: Ask, callId = 'c1') {
  await exchange.push({ event: 'newCall', user: ['101'], queue: 'תמיכה', callId, ...common });
  await exchange.push({ event: 'answer', answeringNumber: '101', callId, ...common });
  await exchange.push({ event: 'hangup', cause: 'normalClearing', callId, ...common });
  const { items } = (await agent('GET', '/api/calls?unclassified=true')).body;
  assert.equal(items.length, 1);
  return items[0];
}

test('a call rings at the console of its user, with who it is, their open tickets and last words', async () => {
  const { administrator, agent, exchange, me } = await desk();
  const opened = {
    channel: 'phone',
    subject: 'משלוח',
    text: 'איפה המשלוח?',
    phone: '054-1234567',
    name: 'דנה',
  };
  const { body: ticket } = await administrator('POST', '/api/tickets', opened);
  for (const [index, user] of ['101', 'sip101', '+97237654321', me.email].entries()) {
    const callId = `r${index}`;
    await exchange.push({ event: 'newCall', callId, user, ...common });
    const [live] = (await agent('GET', '/api/calls/live')).body.items;
    assert.deepEqual([live.is_mine, live.ringing.length, live.account.name], [true, 1, 'דנה'], user);
    assert.equal((await administrator('GET', '/api/calls/live')).body.items[0].is_mine, false);
    await exchange.push({ event: 'hangup', cause: 'cancel', callId, ...common });
  }
  await exchange.push({ event: 'newCall', callId: 'pop', user: ['101'], ...common });
  const [live] = (await agent('GET', '/api/calls/live')).body.items;
  const { body: pop } = await agent('GET', `/api/calls/${live.id}/pop`);
  assert.deepEqual([pop.account.name, pop.candidates, pop.earlier_calls], ['דנה', [], 4]);
  const shown = pop.tickets.map((one: { number: number }) => one.number);
  assert.ok(shown.includes(ticket.number));
  assert.equal(
    pop.tickets.find((one: { number: number }) => one.number === ticket.number).last_words.text,
    'איפה המשלוח?',
  );
  const taken = await administrator('PUT', `/api/users/${me.id}/phones`, { phones: ['101'] });
  assert.equal(taken.status, 204);
  const { body: session } = await administrator('GET', '/api/session');
  const conflict = await administrator('PUT', `/api/users/${session.user.id}/phones`, { phones: ['101'] });
  assert.equal(conflict.status, 409);
});

test('one click: the call belongs to a ticket, which it handles; taken back, the ticket waits again', async () => {
  const { tenant, administrator, agent, exchange, me } = await desk();
  const opened = { channel: 'phone', subject: 'משלוח', text: 'איפה?', phone: '0521111111' };
  const { body: ticket } = await administrator('POST', '/api/tickets', opened);
  const call = await answeredCall(exchange, agent);
  assert.deepEqual([call.user.id, call.answered_by], [me.id, '101']);
  assert.equal((await agent('GET', '/api/calls/counts')).body.my_unclassified, 1);
  const url = `/api/calls/${call.id}/classification`;
  const body = { as: 'ticket', ticket_id: ticket.id, note: 'נמסר שהמשלוח בדרך' };
  const { body: done } = await agent('POST', url, body);
  assert.deepEqual([done.call.ticket.number, done.call.classification.by.id], [ticket.number, me.id]);
  const page = (await agent('GET', `/api/tickets/${ticket.number}`)).body;
  assert.equal(page.ticket.handling?.kind, 'call');
  assert.equal(page.messages.at(-1).id, done.call.message_id);
  assert.match(page.messages.at(-1).text, /נמסר שהמשלוח בדרך$/);
  assert.equal((await agent('POST', url, body)).status, 409);
  const { body: undone } = await agent('DELETE', url);
  assert.deepEqual([undone.call.is_unclassified, undone.call.ticket], [true, null]);
  const after = (await agent('GET', `/api/tickets/${ticket.number}`)).body;
  assert.equal(after.messages.length, 1);
  assert.notEqual(after.ticket.waiting_since, null);
  assert.equal((await agent('DELETE', url)).status, 409);
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
});

test('one click: a new ticket, owned by who spoke and handled by the call', async () => {
  const { tenant, agent, exchange, me } = await desk();
  const call = await answeredCall(exchange, agent);
  const url = `/api/calls/${call.id}/classification`;
  const { body } = await agent('POST', url, { as: 'new_ticket', subject: 'החזר כספי' });
  const page = (await agent('GET', `/api/tickets/${body.call.ticket.number}`)).body;
  assert.deepEqual(
    [page.ticket.owner_id, page.ticket.is_handled, page.ticket.subject],
    [me.id, true, 'החזר כספי'],
  );
  assert.equal(page.account.contacts[0].shown, '054-123-4567');
  const { number } = body.call.ticket;
  const { body: undone } = await agent('DELETE', url);
  assert.deepEqual(undone.taken_off, { number, is_closed: true });
  const mistake = (await agent('GET', `/api/tickets/${number}`)).body;
  const { waiting_since, handling } = mistake.ticket;
  assert.deepEqual(
    [waiting_since, handling.kind, handling.reason, handling.actor.name],
    [null, 'reason', 'opened_by_mistake', me.name],
  );
  const { body: history } = await agent('GET', `/api/tickets/${mistake.ticket.id}/events`);
  const line = history.items.find(({ kind }: { kind: string }) => kind === 'opened_by_mistake');
  assert.equal(line.detail.call, call.id);
  assert.equal((await agent('GET', '/api/tickets?view=mine')).body.items.length, 0, 'it is closed');
  assert.equal((await agent('POST', url, { as: 'no_inquiry', reason: 'spam' })).status, 200);
  const { decisions } = (await agent('GET', `/api/calls/${call.id}`)).body;
  assert.deepEqual(
    decisions.map((one: Decision) => [one.kind, one.said, one.by?.name, one.ticket?.number ?? null]),
    [
      ['said', 'new_ticket', me.name, number],
      ['taken_back', 'new_ticket', me.name, number],
      ['said', 'no_inquiry', me.name, null],
    ],
  );
  assert.deepEqual([decisions[1].closed_ticket, decisions[2].reason], [true, 'spam']);
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
});

test('a ticket that went on after its call goes on when what the call was is taken back', async () => {
  const { tenant, administrator, agent, exchange } = await desk();
  const call = await answeredCall(exchange, agent);
  const url = `/api/calls/${call.id}/classification`;
  const { body } = await agent('POST', url, { as: 'new_ticket', subject: 'החזר כספי' });
  const opened = { channel: 'phone', subject: 'עוד', text: 'מתי ההחזר?', phone: common.from };
  const { body: other } = await administrator('POST', '/api/tickets', opened);
  const { ticket } = body.call;
  const merged = await agent('POST', `/api/tickets/${other.id}/merge`, { into: ticket.id });
  assert.equal(merged.status, 200, merged.text);
  const { body: undone } = await agent('DELETE', url);
  assert.deepEqual(undone.taken_off, { number: ticket.number, is_closed: false });
  const page = (await agent('GET', `/api/tickets/${ticket.number}`)).body;
  const texts = page.messages.map(({ text }: { text: string }) => text);
  assert.deepEqual(texts, ['מתי ההחזר?'], 'the call is taken off, and no other word');
  assert.notEqual(page.ticket.waiting_since, null, 'who waits, waits');
  assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
});

test('all queues are offered, and calls are found by queue, by day and by how they came', async () => {
  const { administrator, agent, exchange } = await desk();
  const departments = (await agent('GET', '/api/lists')).body.departments;
  const queues = [{ queue: 'לילה', department_id: departments[0].id }];
  await administrator('PATCH', `/api/phone-connections/${exchange.id}`, { queues });
  const names = ['מכירות', 'תמיכה', null, 'מכירות'];
  for (const [index, queue] of names.entries()) {
    const callId = `q${index}`;
    await exchange.push({ event: 'newCall', callId, ...common, ...(queue && { queue }) });
    await exchange.push({ event: 'hangup', cause: 'cancel', callId, ...common });
  }
  await administrator('POST', `/api/phone-connections/${exchange.id}/test-call`, { step: 'ring' });
  assert.deepEqual((await agent('GET', '/api/calls/queues')).body.items, ['לילה', 'מכירות', 'תמיכה']);
  const many = async (query: string) => (await agent('GET', `/api/calls?${query}`)).body.items.length;
  assert.equal(await many(`queue=${encodeURIComponent('מכירות')}`), 2);
  assert.equal(await many('without_queue=true&pulled=false'), 1, 'the test call is of nobody');
  assert.equal(await many(`connection=${exchange.id}&pulled=false`), 4);
  assert.equal(await many('pulled=true'), 0);
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Jerusalem' });
  assert.equal(await many(`day=${today}&pulled=false`), 4);
  assert.equal(await many('day=2020-01-01'), 0);
});

test('one click: no inquiry, and why; the ledger says so', async () => {
  const { agent, exchange, me } = await desk();
  const call = await answeredCall(exchange, agent);
  const url = `/api/calls/${call.id}/classification`;
  assert.equal((await agent('POST', url, { as: 'no_inquiry', reason: 'other' })).status, 400);
  const { body } = await agent('POST', url, { as: 'no_inquiry', reason: 'wrong_number' });
  assert.deepEqual([body.call.is_unclassified, body.call.classification.reason], [false, 'wrong_number']);
  const { body: row } = await agent('GET', `/api/intake/${call.intake_id}`);
  assert.deepEqual([row.state, row.reason], ['ignored', `טעות במספר (${me.name})`]);
});

test('a viewer reads and does nothing', async () => {
  const { tenant, agent, exchange } = await desk();
  const call = await answeredCall(exchange, agent);
  const viewer = await tenant.asUser('viewer');
  assert.equal((await viewer('GET', `/api/calls/${call.id}`)).body.events.length, 3);
  const body = { as: 'no_inquiry', reason: 'spam' };
  assert.equal((await viewer('POST', `/api/calls/${call.id}/classification`, body)).status, 403);
  assert.equal((await viewer('POST', '/api/calls/dial', { phone: '0541234567' })).status, 403);
  assert.equal((await agent('GET', '/api/phone-connections')).status, 403);
});

test('click to call: the record that comes back is tied to the ticket', async () => {
  const { tenant, administrator, agent } = await desk();
  const ask = { phone: '054-123-4567' };
  assert.equal((await agent('POST', '/api/calls/dial', ask)).body.reason, 'no_dialling');
  const given = { provider: 'voicenter', secret: 'code-1', timezone: 'UTC' } as const;
  const exchange = await connectExchange(product, tenant, administrator, given);
  const opened = { channel: 'phone', subject: 'משלוח', text: 'איפה?', phone: '0541234567' };
  const { body: ticket } = await administrator('POST', '/api/tickets', opened);
  const { status, body } = await agent('POST', '/api/calls/dial', { ...ask, ticket_id: ticket.id });
  assert.deepEqual([status, body], [202, { exchange_call_id: 'd1' }]);
  assert.deepEqual(Object.fromEntries(dialled.at(-1) ?? []), {
    ...{ code: 'code-1', phone: 'SIP101', target: '972541234567', action: 'call', format: 'json' },
    ...{ record: 'true', var_ticket: String(ticket.number) },
  });
  const record = {
    ...{
      caller: 'SIP101',
      target: '0541234567',
      time: Math.ceil(Date.now() / 1000) + 1,
      duration: 5,
    },
    ...{ ivruniqueid: 'd1', type: 'Click2Call leg2', status: 'ANSWER', callerextension: 'SIP101' },
    CustomData: { ticket: String(ticket.number) },
  };
  await exchange.push(record, {}, 'cdr');
  const page = (await agent('GET', `/api/tickets/${ticket.number}`)).body;
  assert.deepEqual([page.messages.at(-1).direction, page.ticket.is_handled], ['outbound', true]);
  refusal = '{"ERRORCODE":5,"ERRORMESSAGE":"NO"}';
  assert.equal((await agent('POST', '/api/calls/dial', ask)).status, 422);
  refusal = null;
  assert.equal((await administrator('POST', '/api/calls/dial', ask)).body.reason, 'no_extension');
  assert.equal((await agent('POST', '/api/calls/dial', { phone: 'x' })).status, 400);
});

test('the test call rings at my console only and opens nothing', async () => {
  const { administrator, exchange } = await desk();
  const url = `/api/phone-connections/${exchange.id}/test-call`;
  const { body } = await administrator('POST', url, { step: 'ring' });
  const [live] = (await administrator('GET', '/api/calls/live')).body.items;
  assert.deepEqual([live.id, live.is_mine, live.is_test], [body.call.id, true, true]);
  const { body: ended } = await administrator('POST', url, { step: 'hang_up', call_id: body.call.id });
  assert.equal(ended.call.state, 'ended');
  assert.equal((await administrator('GET', '/api/tickets?view=all')).body.items.length, 0);
  const { body: row } = await administrator('GET', `/api/intake/${ended.call.intake_id}`);
  assert.deepEqual([row.state, row.reason], ['ignored', 'rule:test_call']);
});
