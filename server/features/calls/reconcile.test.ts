// long: one desk, its exchange and what its books say, told apart by what is lost on the way
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import type { Call } from '../../../shared/calls.ts';
import { uuidOf } from '../../../shared/id.ts';
import { assertAccounted, assertCloses } from '../../testing/assert-accounted.ts';
import { callsOf, compared, type Desk, ended, imported, runsOf } from '../../testing/compared-desk.ts';
import { connectExchange, twilioSignature } from '../../testing/exchange.ts';
import {
  asPushed,
  cdrLines,
  madeCalls,
  seeded,
  twilioAccount,
  twilioCall,
  twilioPushes,
  voicenterPush,
  voicenterRow,
} from '../../testing/exchange-day.ts';
import { type FakeExchanges, startFakeExchanges } from '../../testing/fake-exchanges.ts';
import { until } from '../../testing/mail-client.ts';
import { refuseCallsOf, refuseNoCallsOf } from '../../testing/refused-calls.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { requestDueExchangeRuns } from './reconcile.service.ts';

/** The night in which an hour comes twice in Israel is over. */
const least = Date.parse('2026-10-26T06:00:00Z');

describe('an exchange’s own records and our calls', { concurrency: 2 }, () => {
  let fake: FakeExchanges;
  let product: TestApp;
  before(async () => {
    fake = await startFakeExchanges();
    const { voicenterLog, twilioApi } = fake;
    product = await startTestApp({}, undefined, {
      now: () => new Date(Math.max(Date.now(), least)),
      phone: { voicenterLog, twilioApi, pauseMs: 0 },
    });
  });
  after(async () => {
    await product?.stop();
    await fake?.stop();
  });

  /** Connected long before the calls. */
  async function newDesk(given: Parameters<typeof connectExchange>[3]): Promise<Desk> {
    const tenant = await product.newTenant();
    const ask = await tenant.asUser();
    const exchange = await connectExchange(product, tenant, ask, { timezone: 'Asia/Jerusalem', ...given });
    await sql`update phone_connections set created_at = '2026-10-01' where tenant_id = ${tenant.tenantId}`.execute(
      product.means.db,
    );
    return { tenant, ask, exchange };
  }
  test('Voicenter: a third of the pushes lost, a fifth doubled, any order: each call once', async () => {
    const random = seeded(7);
    const desk = await newDesk({ provider: 'voicenter', secret: 'code-7' });
    // Over the hour that comes twice, 25.10.2026 in Israel.
    const made = madeCalls(120, new Date('2026-10-24T18:00:00Z'), 6 * 60_000, random);
    fake.logs.set('code-7', made.map(voicenterRow));
    const pushes = asPushed(made.map(voicenterPush), random);
    for (const push of pushes) assert.equal((await desk.exchange.push(push, {}, 'cdr')).status, 200);
    const known = new Set(pushes.map(({ ivruniqueid }) => ivruniqueid)).size;
    assert.ok(known < 100 && known > 60, String(known));
    assert.equal((await callsOf(desk)).length, known);

    const run = await compared(desk);
    assertCloses(run);
    assert.deepEqual(
      [run.total?.exchange, run.total?.calls, run.total?.taken_in, run.total?.taken_now],
      [120, known, 120 - known, 120 - known],
    );
    const calls = await callsOf(desk);
    assertAccounted(calls, made);
    assert.equal(calls.filter(({ is_pulled }) => is_pulled).length, 120 - known);
    assert.deepEqual([...new Set(run.days?.map(({ day }) => day))], ['2026-10-25', '2026-10-24']);
    assert.deepEqual(new Set(run.days?.map(({ queue }) => queue)), new Set(['Support', 'מכירות']));

    const again = await compared(desk);
    assert.deepEqual([again.total?.taken_now, again.total?.completed], [0, 0]);
    assert.deepEqual([again.total?.taken_in, again.total?.missing], [120 - known, 0]);
    assert.equal((await callsOf(desk)).length, 120);
    // Missed calls are tickets, also those that nobody pushed.
    assert.ok(calls.every((call) => !call.is_missed || call.ticket !== null));
    const { body: ledger } = await desk.ask('GET', '/api/intake?channel=phone&limit=200');
    assert.equal(ledger.items.length, 120);
    // What was pushed afterwards changes nothing.
    for (const push of made.map(voicenterPush)) await desk.exchange.push(push, {}, 'cdr');
    assertAccounted(await callsOf(desk), made);
  });

  test('Voicenter tells local time and is asked in UTC: around the hour that comes twice it is one call', async () => {
    const desk = await newDesk({ provider: 'voicenter', secret: 'code-dst' });
    const instants = ['21:30', '22:30', '23:30'].map((time) => new Date(`2026-10-24T${time}:00Z`));
    const made = [...instants, new Date('2026-10-25T00:30:00Z')].map((at, index) => ({
      ...{ id: `dst${index}`, at, from: `054123456${index}`, queue: 'Support', waiting: 3, talking: 60 },
    }));
    for (const call of made) await desk.exchange.push(voicenterPush(call), {}, 'cdr');
    fake.logs.set('code-dst', made.map(voicenterRow));
    const run = await compared(desk);
    assert.deepEqual([run.total?.exchange, run.total?.calls, run.total?.taken_in], [4, 4, 0]);
    assertAccounted(await callsOf(desk), made);
  });

  test('calls of ours that the books lack are told by day and queue, listed, and taken off when they are found', async () => {
    const desk = await newDesk({ provider: 'voicenter', secret: 'code-lack' });
    const made = madeCalls(6, new Date('2026-10-25T08:00:00Z'), 600_000, seeded(31));
    for (const call of made) await desk.exchange.push(voicenterPush(call), {}, 'cdr');
    fake.logs.set('code-lack', made.slice(2).map(voicenterRow));
    const run = await compared(desk);
    assertCloses(run);
    assert.deepEqual([run.total?.exchange, run.total?.calls, run.total?.unbooked], [4, 4, 2]);
    // Each figure counts the calls that its link lists.
    const many = async (query: string) => {
      const { since, until } = run;
      const which = new URLSearchParams({
        connection: desk.exchange.id,
        since: since ?? '',
        until: until ?? '',
      });
      const { items } = (await desk.ask('GET', `/api/calls?limit=200&${which}&${query}`)).body;
      return items.length;
    };
    assert.equal(await many('unbooked=false'), run.total?.exchange);
    assert.equal(await many('unbooked=false&pulled=false'), run.total?.calls);
    assert.equal(await many('unbooked=false&pulled=true'), run.total?.taken_in);
    for (const { day, queue, ...row } of run.days ?? []) {
      const own = `day=${day}&${queue === null ? 'without_queue=true' : `queue=${encodeURIComponent(queue)}`}`;
      assert.equal(await many(`unbooked=false&${own}`), row.exchange, own);
      assert.equal(await many(`unbooked=true&${own}`), row.unbooked, own);
    }
    const lacking = run.days?.reduce((sum, day) => sum + day.unbooked, 0);
    assert.equal(lacking, 2);
    const listed = async () => (await desk.ask('GET', '/api/calls?unbooked=true')).body.items;
    const ids = (await listed()).map((call: Call) => call.started_at).sort();
    assert.deepEqual(
      ids,
      made.slice(0, 2).map(({ at }) => at.toISOString()),
    );
    fake.logs.set('code-lack', made.map(voicenterRow));
    assert.equal((await compared(desk)).total?.unbooked, 0);
    assert.deepEqual(await listed(), []);
  });

  test('Voicenter’s books tie a call that was never pushed to its ticket, and a part to its whole', async () => {
    const desk = await newDesk({ provider: 'voicenter', secret: 'code-tie' });
    const opened = { channel: 'phone', subject: 'x', phone: '0521111111' };
    const { body: ticket } = await desk.ask('POST', '/api/tickets', opened);
    const [one, part] = madeCalls(2, new Date('2026-10-25T08:00:00Z'), 60_000, () => 0.5);
    assert.ok(one && part);
    fake.logs.set('code-tie', [
      {
        ...voicenterRow(one),
        CustomData: { var_ticket: ticket.number },
        DTMFData: [{ LayerName: 'ראשי', DTMF: 1 }],
      },
      { ...voicenterRow(part), Type: 'XferCDR', CustomData: { OriginalIvrUniqueID: one.id } },
    ]);
    const run = await compared(desk);
    assert.deepEqual([run.total?.exchange, run.total?.taken_in, run.total?.missing], [1, 1, 0]);
    const [call, ...others] = await callsOf(desk);
    assert.deepEqual(others, []);
    assert.deepEqual([call?.ticket?.number, call?.ivr_path], [ticket.number, ['ראשי']]);
  });

  test('Twilio: callbacks lost, doubled, shuffled: each call once, page after page', async () => {
    const random = seeded(11);
    const desk = await newDesk({ provider: 'twilio', provider_account: twilioAccount, secret: 'token-11' });
    const made = madeCalls(120, new Date('2026-10-24T18:00:00Z'), 6 * 60_000, random);
    fake.lists.set(`${twilioAccount}:token-11`, made.map(twilioCall));
    const url = desk.exchange.addresses.events ?? '';
    for (const body of asPushed(made.flatMap(twilioPushes), random)) {
      const pushed = await desk.exchange.push(body, twilioSignature(url, body, 'token-11'));
      assert.equal(pushed.status, 200, pushed.text);
    }
    const run = await compared(desk);
    assertCloses(run);
    assert.equal(run.total?.exchange, 120);
    assert.ok((run.total?.completed ?? 0) > 0 && (run.total?.taken_in ?? 0) > 0);
    assertAccounted(await callsOf(desk), made);
    assert.equal((await compared(desk)).total?.taken_now, 0);
  });

  test('Asterisk: a file of records: each call once, a broken line is kept under review, history is left', async () => {
    const random = seeded(13);
    const desk = await newDesk({ provider: 'asterisk' });
    const made = madeCalls(60, new Date('2026-10-24T18:00:00Z'), 12 * 60_000, random);
    const old = madeCalls(5, new Date('2026-09-01T08:00:00Z'), 60_000, random);
    const broken = '"","0541234567","700","from-trunk","""Dana';
    const file = [...old.flatMap(cdrLines), broken, ...made.flatMap(cdrLines), ''].join('\n');
    const run = await imported(desk, file);
    assertCloses(run);
    const { exchange, taken_in, quarantined, history } = run.total ?? {};
    assert.deepEqual([exchange, taken_in, quarantined, history], [66, 60, 1, 5]);
    assert.equal(run.since, old[0]?.at.toISOString(), 'a file says itself from when on its calls are');
    assertAccounted(await callsOf(desk), made);
    const again = await imported(desk, file);
    assert.deepEqual([again.total?.taken_now, again.total?.completed, again.total?.quarantined], [0, 0, 1]);
    const { body } = await desk.ask('GET', '/api/intake?state=quarantined&channel=phone');
    assert.equal(body.items.length, 1);
    const raw = await desk.ask('GET', `/api/intake/${body.items[0].id}/raw`);
    assert.equal(raw.text, broken);
    // Asked for by a person, what was before is taken in too.
    const all = await imported(desk, file, '?since=2026-01-01T00:00:00Z');
    assert.deepEqual([all.total?.taken_now, all.total?.history], [5, 0]);
  });

  test('Asterisk: a record that could not be taken in is read again in the columns of its file’s first line', async () => {
    const desk = await newDesk({ provider: 'asterisk' });
    await refuseCallsOf(product.means.db, '+972549999004', '22000');
    const header = 'start,src,dst,channel,disposition,duration';
    const file = `${header}\n"2026-10-25 09:00:00","0549999004","700","SIP/trunk-1","NO ANSWER",12\n`;
    assert.equal((await imported(desk, file)).total?.quarantined, 1);
    await refuseNoCallsOf(product.means.db, '+972549999004');
    const { body } = await desk.ask('GET', '/api/intake?state=quarantined&channel=phone');
    const again = await desk.ask('POST', `/api/intake/${body.items[0].id}/retry`);
    assert.ok(again.status < 300, again.text);
    await until(
      () => desk.ask('GET', '/api/calls'),
      ({ items }: { items: Call[] }) => items[0]?.from.value === '+972549999004',
    );
  });

  test('a wrong code, an exchange that is away: the run says so, and the next one is whole', async () => {
    const desk = await newDesk({ provider: 'voicenter', secret: 'unknown-code' });
    assert.equal((await compared(desk)).problem, 'exchange_wrong_secret');
    const overview = async () => (await desk.ask('GET', '/api/phone-reconciliations')).body.items[0];
    assert.deepEqual([(await overview()).records, (await overview()).whole], ['log', null]);
    fake.logs.set('unknown-code', []);
    const { problem, total } = await compared(desk);
    assert.deepEqual([problem, total?.exchange], [null, 0]);
    assert.equal((await overview()).whole.id, (await overview()).latest.id);
    // What passes by itself is asked again in the same run; what does not is told.
    for (const [status, problem] of [
      [429, null],
      [500, null],
      [503, 'exchange_away'],
      [404, 'exchange_refused'],
    ] as const) {
      fake.failures.set('unknown-code', Array(problem === 'exchange_away' ? 4 : 1).fill(status));
      assert.equal((await compared(desk)).problem, problem, String(status));
    }
    const bodies = fake.asked.filter(({ url }) => url.includes('unknown-code'));
    assert.deepEqual(bodies, [], 'a secret stands in no address');
  });

  test('each night by itself: once, and only where there is something to ask', async () => {
    const desk = await newDesk({ provider: 'voicenter', secret: 'code-night' });
    fake.logs.set('code-night', []);
    const silent = await newDesk({ provider: 'asterisk' });
    const away = await newDesk({ provider: 'voicenter', secret: 'code-away' });
    for (let night = 0; night < 2; night += 1) await requestDueExchangeRuns(away.tenant.ctx);
    assert.equal((await ended(away)).problem, 'exchange_wrong_secret');
    await sql`update phone_reconciliations set started_at = started_at - interval '61 minutes'
      where tenant_id = ${away.tenant.tenantId}`.execute(product.means.db);
    await requestDueExchangeRuns(away.tenant.ctx);
    const { items: tries } = (await away.ask('GET', runsOf(away))).body;
    assert.equal(tries.length, 2, 'what could not be finished is tried again, not each minute');
    for (const { tenant } of [desk, desk, silent]) await requestDueExchangeRuns(tenant.ctx);
    assert.equal((await ended(desk)).problem, null);
    assert.equal((await desk.ask('GET', runsOf(desk))).body.items.length, 1);
    await sql`update phone_reconciliations set started_at = started_at - interval '24 hours'
      where tenant_id = ${desk.tenant.tenantId}`.execute(product.means.db);
    await requestDueExchangeRuns(desk.tenant.ctx);
    assert.equal((await desk.ask('GET', runsOf(desk))).body.items.length, 2, 'each night anew');
    assert.deepEqual((await silent.ask('GET', runsOf(silent))).body.items, []);
  });

  test('what has no records is refused, who may not look or ask too, another tenant’s is not found', async () => {
    const generic = await newDesk({ provider: 'generic' });
    assert.equal((await generic.ask('POST', runsOf(generic), {})).body.reason, 'no_records');
    const url = `/api/phone-connections/${generic.exchange.id}/records`;
    const headers = { 'content-type': 'text/csv' };
    assert.equal((await generic.ask('POST', url, 'x', headers)).body.reason, 'no_file_records');
    const viewer = await generic.tenant.asUser('viewer');
    assert.equal((await viewer('POST', runsOf(generic), {})).status, 403);
    assert.equal((await viewer('GET', runsOf(generic))).status, 200);
    const agent = await generic.tenant.asUser('agent');
    assert.equal((await agent('POST', url, 'x', headers)).status, 403);
    const other = await newDesk({ provider: 'asterisk' });
    assert.equal((await other.ask('GET', runsOf(generic))).status, 404);
    assert.ok(uuidOf(other.exchange.id));
  });
});
