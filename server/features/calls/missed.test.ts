import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Call } from '../../../shared/calls.ts';
import { uuidOf } from '../../../shared/id.ts';
import { phoneEvent } from '../../phone/event.ts';
import { journeysOf } from '../../phone/exchange-records.ts';
import { connectExchange, placetelSignature, type TestExchange } from '../../testing/exchange.ts';
import { refuseCallsOf, refuseNoCallsOf } from '../../testing/refused-calls.ts';
import { type Ask, startTestApp, type TestApp, type TestTenant } from '../../testing/start-test-app.ts';
import { findWaitingMistakes } from '../tickets/evidence.service.ts';
import { compareRecords } from './compare.service.ts';
import { requireConnection } from './connections.service.ts';
import { endSilentCalls } from './silent.service.ts';

let product: TestApp;
let clockMs = Math.floor(Date.now() / 1000) * 1000;
before(async () => {
  product = await startTestApp({}, undefined, { now: () => new Date(clockMs) });
});
after(() => product.stop());

interface Desk {
  readonly tenant: TestTenant;
  readonly administrator: Ask;
  readonly exchange: TestExchange;
}

async function desk(given: Record<string, unknown> = {}): Promise<Desk> {
  const tenant = await product.newTenant();
  const administrator = await tenant.asUser();
  const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic', ...given });
  return { tenant, administrator, exchange };
}
let count = 0;
const pass = (seconds: number) => {
  clockMs += seconds * 1000;
};

/** A whole call, with time passing. */
async function call({ exchange }: Desk, given: Record<string, unknown>, cause: string, spoken = 0) {
  count += 1;
  const common = { from: '0541234567', to: '037654321', direction: 'in', callId: `call-${count}`, ...given };
  assert.equal((await exchange.push({ event: 'newCall', queue: 'תמיכה', ...common })).status, 200);
  pass(42);
  if (spoken > 0) {
    await exchange.push({ event: 'answer', answeringNumber: '101', ...common });
    pass(spoken);
  }
  assert.equal((await exchange.push({ event: 'hangup', cause, ...common })).status, 200);
  return common.callId;
}

const calls = async ({ administrator }: Desk, query = '') =>
  (await administrator('GET', `/api/calls${query}`)).body.items;
const waiting = async ({ administrator }: Desk) => (await administrator('GET', '/api/tickets')).body.items;
const ledger = async ({ administrator }: Desk) =>
  (await administrator('GET', '/api/intake?channel=phone')).body.items;
const sound = async ({ tenant }: Desk) => assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);

test('five attempts of one caller in ten minutes are one ticket with five ledger rows, and the clock runs from the first', async () => {
  const at = await desk();
  const startedAt = new Date(clockMs).toISOString();
  for (const cause of ['cancel', 'noAnswer', 'busy', 'normalClearing', 'cancel']) {
    await call(at, { from: ['0541234567', '+972 54-123-4567', '972541234567'][count % 3] }, cause);
    pass(60);
  }
  const [ticket, ...others] = await waiting(at);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [ticket.channel, ticket.waiting_since, ticket.account.name, ticket.subject],
    ['phone', startedAt, '054-123-4567', 'שיחה שלא נענתה מ-054-123-4567'],
  );
  const rows = await ledger(at);
  assert.deepEqual(
    rows.map((row: { state: string; ticket_number: number }) => [row.state, row.ticket_number]),
    Array(5).fill(['ticket', ticket.number]),
  );
  const page = (await at.administrator('GET', `/api/tickets/${ticket.number}`)).body;
  assert.equal(page.messages.length, 5);
  assert.equal(
    page.messages[0].text,
    'שיחה שלא נענתה מ-\u2066054-123-4567\u2069, תור תמיכה, המתנה 42 שניות'.replace(
      ', המתנה',
      ', המתקשר ניתק לפני מענה, המתנה',
    ),
  );
  const ofTicket = await calls(at, `?ticket=${ticket.id}`);
  assert.deepEqual(
    ofTicket.map((one: { message_id: string }) => one.message_id).reverse(),
    page.messages.map((message: { id: string }) => message.id),
  );
  assert.equal((await calls(at, '?phone=234567&missed=true')).length, 5);
  assert.equal((await calls(at, `?account=${ticket.account.id}`)).length, 5);
  const { body: summary } = await at.administrator('GET', '/api/intake/summary?since=2020-01-01T00:00:00Z');
  assert.deepEqual(
    summary.channels.find((one: { channel: string }) => one.channel === 'phone'),
    {
      ...{ channel: 'phone', total: 5, tickets: 1, replies: 4, duplicate: 0, ignored: 0, rejected: 0 },
      ...{ quarantined: 0, pending: 0 },
    },
  );
  await sound(at);
});

test('five attempts at the same moment are one ticket too', async () => {
  const at = await desk();
  await Promise.all(
    [1, 2, 3, 4, 5].map(async (each) => {
      const common = { from: '0529999999', to: '03', direction: 'in', callId: `same-${each}` };
      await at.exchange.push({ event: 'newCall', ...common });
      await at.exchange.push({ event: 'hangup', cause: 'cancel', ...common });
    }),
  );
  assert.equal((await waiting(at)).length, 1);
  assert.equal((await ledger(at)).length, 5);
});

test('an attempt joins the ticket that waits, however late; after it was handled and the time has passed it opens another', async () => {
  const at = await desk();
  await call(at, {}, 'cancel');
  pass(3 * 3600);
  await call(at, {}, 'noAnswer');
  assert.equal((await waiting(at)).length, 1);
  pass(60);
  await call(at, { direction: 'out', from: '101', to: '0541234567' }, 'normalClearing', 100);
  assert.equal((await waiting(at)).length, 0);
  pass(60);
  await call(at, {}, 'cancel');
  const [again] = await waiting(at);
  assert.equal(again.number, 1, 'within ten minutes of the last one it is the same inquiry');
  pass(60);
  await call(at, { direction: 'out', from: '101', to: '0541234567' }, 'normalClearing', 100);
  pass(3600);
  await call(at, {}, 'cancel');
  const [another] = await waiting(at);
  assert.equal(another.number, 2);
  await sound(at);
});

test('an answered call to the number handles it; one that is not answered does not', async () => {
  const at = await desk();
  await call(at, {}, 'cancel');
  pass(600);
  await call(at, { direction: 'out', from: '101', to: '054-1234567' }, 'noAnswer');
  assert.equal((await waiting(at)).length, 1);
  await call(at, { direction: 'out', from: '101', to: '054-1234567' }, 'normalClearing', 65);
  assert.equal((await waiting(at)).length, 0);
  const page = (await at.administrator('GET', '/api/tickets/1')).body;
  assert.equal(page.ticket.is_handled, true);
  assert.equal(page.ticket.handling.kind, 'call');
  assert.deepEqual(
    page.messages.map((message: { direction: string }) => message.direction),
    ['inbound', 'outbound'],
  );
  assert.match(page.messages[1].text, /^שיחה יוצאת אל .*משך השיחה .*1:05/);
  const states = (await ledger(at)).map(
    (row: { state: string; reason: string | null }) => row.reason ?? row.state,
  );
  assert.deepEqual(states, ['ticket', 'rule:outbound_unanswered', 'ticket']);
  await sound(at);
});

test('a call back of a week ago is none of this; another number is none either', async () => {
  const at = await desk({ callback_days: 1 });
  await call(at, {}, 'cancel');
  await call(at, { direction: 'out', from: '101', to: '0521111111' }, 'normalClearing', 65);
  assert.equal((await waiting(at)).length, 1);
  pass(2 * 86400);
  await call(at, { direction: 'out', from: '101', to: '0541234567' }, 'normalClearing', 65);
  assert.equal((await waiting(at)).length, 1);
});

test('the caller who calls again and is answered is handled, and that call is asked about', async () => {
  const at = await desk();
  await call(at, {}, 'cancel');
  pass(30);
  await call(at, {}, 'normalClearing', 20);
  assert.equal((await waiting(at)).length, 0);
  const [unclassified] = await calls(at, '?unclassified=true');
  assert.deepEqual([unclassified.result, unclassified.talking_seconds], ['answered', 20]);
});

test('withheld numbers: a ticket each, of nobody', async () => {
  const at = await desk();
  const withheld = [
    'anonymous',
    '',
    'Restricted',
    null,
    '+266696687',
    'sip:anonymous@anonymous.invalid',
    'מספר חסוי',
  ];
  for (const from of withheld) await call(at, { from }, 'cancel');
  const tickets = await waiting(at);
  assert.deepEqual(
    tickets.map((ticket: { account: unknown; subject: string }) => [ticket.account, ticket.subject]),
    withheld.map(() => [null, 'שיחה שלא נענתה ממספר חסוי']),
  );
  await call(at, { from: '"Unknown" <sip:0541234567@pbx.example>' }, 'cancel');
  const [named] = (await waiting(at)).filter((ticket: { account: unknown }) => ticket.account !== null);
  assert.equal(named.account.name, '054-123-4567', 'a number beside the word is no withheld one');
});

test('a caller whom the business has blocked is not called back, and is no missed call', async () => {
  const at = await desk({ provider: 'placetel' });
  const push = (event: string) => {
    const body = `event=${event}&from=0541234567&to=037654321&call_id=b1&direction=in`;
    return at.exchange.push(body, placetelSignature(body));
  };
  await push('IncomingCall');
  await push('HungUp&type=blocked&duration=0');
  assert.deepEqual(await waiting(at), []);
  const [row] = await ledger(at);
  assert.deepEqual([row.state, row.reason], ['ignored', 'rule:blocked_call']);
  const [call] = await calls(at);
  assert.deepEqual([call.result, call.is_blocked, call.is_missed], ['failed', true, false]);
  assert.deepEqual(await calls(at, '?missed=true'), []);
});

test('a queue has its department', async () => {
  const tenant = await product.newTenant();
  const administrator = await tenant.asUser();
  const { departments } = (await administrator('GET', '/api/lists')).body;
  const given = {
    provider: 'generic',
    queues: [{ queue: 'תמיכה', department_id: departments[1].id }],
  } as const;
  const exchange = await connectExchange(product, tenant, administrator, given);
  await call({ tenant, administrator, exchange }, {}, 'cancel');
  assert.equal((await waiting({ tenant, administrator, exchange }))[0].department_id, departments[1].id);
});

test('a call whose end was never told ends by itself, and its caller is not forgotten; what is told later puts it right', async () => {
  const at = await desk();
  const common = { from: '0541234567', to: '037654321', direction: 'in', callId: 'silent' };
  const startedAt = new Date(clockMs).toISOString();
  await at.exchange.push({ event: 'newCall', ...common });
  pass(59 * 60);
  assert.equal(await endSilentCalls(at.tenant.ctx), 0);
  pass(2 * 60);
  assert.equal(await endSilentCalls(at.tenant.ctx), 1);
  assert.equal(await endSilentCalls(at.tenant.ctx), 0);
  const [ticket] = await waiting(at);
  assert.equal(ticket.waiting_since, startedAt);
  await at.exchange.push({ event: 'answer', answeringNumber: '101', ...common });
  assert.equal((await waiting(at)).length, 0);
  await sound(at);
});

test('a silent call that can’t be ended leaves the others alone; one that loses a race is tried again', async () => {
  const at = await desk();
  const common = { to: '037654321', direction: 'in', event: 'newCall' };
  await at.exchange.push({ ...common, from: '0549999002', callId: 'refused' });
  await at.exchange.push({ ...common, from: '0549999003', callId: 'raced' });
  pass(61 * 60);
  await refuseCallsOf(product.means.db, '+972549999002', '22000');
  await refuseCallsOf(product.means.db, '+972549999003', '40P01', 2);
  assert.equal(await endSilentCalls(at.tenant.ctx, 1), 1, 'a page full of those that fail is passed over');
  const states = (await calls(at)).map((one: Call) => `${one.from.value} ${one.state}`);
  assert.deepEqual(states.sort(), ['+972549999002 ringing', '+972549999003 ended']);
  await refuseNoCallsOf(product.means.db, '+972549999002');
  assert.equal(await endSilentCalls(at.tenant.ctx), 1);
});

test('a call that the exchange’s menu or desk tied to a ticket is missed on that ticket', async () => {
  const at = await desk();
  const opened = { channel: 'phone', subject: 'x', phone: '0521111111' };
  const { body: ticket } = await at.administrator('POST', '/api/tickets', opened);
  const event = phoneEvent({
    ...{ callKey: 'tied', eventKey: 'r', kind: 'record', direction: 'in', from: '0541234567', to: '03' },
    ...{
      at: new Date(clockMs).toISOString(),
      result: 'abandoned',
      custom: { ticket: String(ticket.number) },
    },
  });
  const connection = await requireConnection(at.tenant.ctx, uuidOf(at.exchange.id) ?? '');
  const records = { journeys: journeysOf([{ event, raw: '{}' }]), unreadable: [] };
  const comparison = {
    kind: { records: 'twilio' },
    timezone: 'Asia/Jerusalem',
    takeSince: new Date(0),
  } as const;
  await compareRecords(at.tenant.ctx, connection, [records], comparison);
  const [call] = await calls(at);
  assert.deepEqual([call.ticket.number, call.is_missed, call.is_pulled], [ticket.number, true, true]);
});

test('an account that is made later has the calls of its number', async () => {
  const at = await desk();
  await call(at, {}, 'normalClearing', 20);
  const { body: account } = await at.administrator('POST', '/api/accounts', {
    name: 'דנה',
    phone: '0541234567',
  });
  assert.equal((await calls(at, `?account=${account.id}`)).length, 1);
  const [row] = await ledger(at);
  assert.match(row.title, /^שיחה נכנסת מ-/);
});
