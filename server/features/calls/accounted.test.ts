import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { uuidOf } from '../../../shared/id.ts';
import { phoneEvent } from '../../phone/event.ts';
import type { ExchangeRecords } from '../../phone/exchange-records.ts';
import { connectExchange } from '../../testing/exchange.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { findWaitingMistakes } from '../tickets/evidence.service.ts';
import { compareRecords } from './compare.service.ts';
import { requireConnection } from './connections.service.ts';

let product: TestApp;
before(async () => {
  product = await startTestApp();
});
after(() => product.stop());

/** The same numbers each time (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Journey {
  readonly callId: string;
  readonly number: string;
  readonly direction: 'in' | 'out';
  readonly isAnswered: boolean;
  readonly cause: string;
  readonly startedAt: Date;
}

const waited = 20;
const talked = 60;

/** What happened at the exchange in the last hours, one call each minute. */
function journeysOf(roll: () => number, many: number): Journey[] {
  const base = Math.floor(Date.now() / 1000) * 1000 - (many + 5) * 60_000;
  return Array.from({ length: many }, (_, index) => {
    const direction = roll() < 0.75 ? 'in' : 'out';
    const isAnswered = roll() < 0.45;
    return {
      callId: `j${index}`,
      number: `05412345${String(Math.floor(roll() * 25)).padStart(2, '0')}`,
      direction,
      isAnswered,
      cause: isAnswered ? 'normalClearing' : direction === 'in' ? 'cancel' : 'noAnswer',
      startedAt: new Date(base + index * 60_000),
    };
  });
}

function pushesOf({ callId, number, direction, isAnswered, cause }: Journey): object[] {
  const [from, to] = direction === 'in' ? [number, '037654321'] : ['101', number];
  const common = { callId, from, to, direction };
  return [
    { event: 'newCall', queue: 'שירות', ...common },
    ...(isAnswered ? [{ event: 'answer', answeringNumber: '101', ...common }] : []),
    { event: 'hangup', cause, ...common },
  ];
}

const comparison = {
  kind: { records: 'twilio' },
  timezone: 'Asia/Jerusalem',
  takeSince: new Date(0),
} as const;

/** The exchange's own list. */
function recordsOf(happened: readonly Journey[]): ExchangeRecords {
  const journeys = happened.map((journey) => {
    const [from, to] = journey.direction === 'in' ? [journey.number, '037654321'] : ['101', journey.number];
    const event = phoneEvent({
      ...{
        callKey: journey.callId,
        eventKey: 'record',
        kind: 'record',
        direction: journey.direction,
        from,
        to,
      },
      at: journey.startedAt.toISOString(),
      result: journey.isAnswered ? 'answered' : journey.direction === 'in' ? 'abandoned' : 'no_answer',
      waitingSeconds: waited,
      talkingSeconds: journey.isAnswered ? talked : null,
    });
    const { callId: callKey, startedAt: at } = journey;
    return { callKey, at, queue: null, events: [event], raw: JSON.stringify(journey) };
  });
  return { journeys, unreadable: [] };
}

const missedOf = (journeys: readonly Journey[]) =>
  journeys.filter(({ direction, isAnswered }) => direction === 'in' && !isAnswered);

/** Those whose callers wait: nobody spoke with them after it. */
function waitingOf(journeys: readonly Journey[]): Set<string> {
  const isSpoken = (missed: Journey) =>
    journeys.some(
      (one) =>
        one.isAnswered &&
        one.number === missed.number &&
        one.startedAt.getTime() + waited * 1000 >= missed.startedAt.getTime(),
    );
  return new Set(
    missedOf(journeys)
      .filter((missed) => !isSpoken(missed))
      .map(({ number }) => number),
  );
}

for (const seed of [1, 2, 3])
  test(`30 % of pushes lost, 20 % doubled, all in disorder: after the pull every call is accounted for once (${seed})`, async () => {
    const tenant = await product.newTenant();
    const administrator = await tenant.asUser();
    const exchange = await connectExchange(product, tenant, administrator, { provider: 'generic' });
    const roll = dice(seed);
    const journeys = journeysOf(roll, 60);
    const pushes = journeys
      .flatMap(pushesOf)
      .filter(() => roll() >= 0.3)
      .flatMap((push) => (roll() < 0.2 ? [push, push] : [push]))
      .map((push) => ({ push, at: roll() }))
      .sort((one, other) => one.at - other.at);
    const lanes = Array.from({ length: 4 }, async (_, lane) => {
      for (const [index, { push }] of pushes.entries())
        if (index % 4 === lane) assert.equal((await exchange.push(push)).status, 200);
    });
    await Promise.all(lanes);
    const connection = await requireConnection(tenant.ctx, uuidOf(exchange.id) ?? '');
    const records = recordsOf(journeys);
    const known = await callsOf(tenant.tenantId);
    const { total } = await compareRecords(tenant.ctx, connection, [records], comparison);
    assert.deepEqual([total.exchange, total.missing, total.quarantined], [journeys.length, 0, 0]);
    assert.equal(total.taken_now, journeys.length - known.length);
    const { total: again } = await compareRecords(tenant.ctx, connection, [records], comparison);
    assert.deepEqual([again.taken_now, again.completed], [0, 0]);

    const calls = await callsOf(tenant.tenantId);
    assert.deepEqual(
      calls.map(({ call_key, result }) => `${call_key} ${result === 'answered'}`).sort(),
      journeys.map(({ callId, isAnswered }) => `${callId} ${isAnswered}`).sort(),
    );
    const count = (wanted: (call: (typeof calls)[number]) => boolean) => calls.filter(wanted).length;
    assert.equal(
      count(({ state }) => state === 'quarantined'),
      0,
    );
    assert.equal(
      count(
        ({ direction, result, state }) => direction === 'in' && result !== 'answered' && state !== 'ticket',
      ),
      0,
      'each missed call is on a ticket',
    );
    assert.equal(
      count(({ state, is_unclassified }) => (state === 'pending') !== is_unclassified),
      0,
      'what is undecided is asked about',
    );
    assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
    const { rows: waiting } = await sql<{ party: string }>`select distinct calls.party from calls
      join intake on intake.tenant_id = calls.tenant_id and intake.id = calls.intake_id
      join tickets on tickets.tenant_id = calls.tenant_id and tickets.id = intake.ticket_id
      where calls.tenant_id = ${tenant.tenantId} and tickets.waiting_since is not null`.execute(
      tenant.ctx.db,
    );
    const shouldWait = [...waitingOf(journeys)].map((number) => `+972${number.slice(1)}`);
    assert.deepEqual(waiting.map(({ party }) => party).sort(), shouldWait.sort());
  });

async function callsOf(tenantId: string) {
  const { rows } = await sql<{
    call_key: string;
    direction: string;
    result: string | null;
    state: string;
    is_unclassified: boolean;
  }>`select call_key, direction, result, intake.state, is_unclassified from calls
    join intake on intake.tenant_id = calls.tenant_id and intake.id = calls.intake_id
    where calls.tenant_id = ${tenantId}`.execute(product.means.db);
  return rows;
}
