import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { Call } from '../../../shared/calls.ts';
import type { ComparedExchange, PhoneReconciliation } from '../../../shared/phone-reconciliations.ts';
import { assertAccounted, assertCloses } from '../../testing/assert-accounted.ts';
import { connectExchange } from '../../testing/exchange.ts';
import { amiEvents, amiRecords, asPushed, cdrLines, madeCalls, seeded } from '../../testing/exchange-day.ts';
import { type FakeAsterisk, startFakeAsterisk } from '../../testing/fake-asterisk.ts';
import { until } from '../../testing/mail-client.ts';
import { refuseCallsOf, refuseNoCallsOf } from '../../testing/refused-calls.ts';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { testCertificate } from '../../testing/test-certificate.ts';
import { findWaitingMistakes } from '../tickets/evidence.service.ts';

const secret = 'amp-111';
const reading = {
  times: { pauseMs: 50, longestPauseMs: 200, patienceMs: 6000, pingMs: 500 },
  lookMs: 200,
};

describe('an Asterisk is heard by its manager interface', { concurrency: 2 }, () => {
  let product: TestApp;
  before(async () => {
    product = await startTestApp({}, undefined, { phone: { reading } });
  });
  after(() => product?.stop());

  async function connected(
    asterisk: FakeAsterisk,
    {
      host = '127.0.0.1',
      ...given
    }: { secret?: string; tls?: string; timezone?: string; host?: string } = {},
  ) {
    const tenant = await product.newTenant();
    const ask = await tenant.asUser();
    const exchange = await connectExchange(product, tenant, ask, {
      provider: 'asterisk',
      provider_account: `pniya@${host}:${asterisk.port}`,
      secret,
      ...given,
    });
    return { tenant, ask, exchange };
  }
  const sessionOf = async (ask: Ask, isWanted: (session: ComparedExchange['session']) => boolean) => {
    const { items } = await until(
      () => ask('GET', '/api/phone-reconciliations'),
      ({ items: all }: { items: ComparedExchange[] }) => isWanted(all[0]?.session ?? null),
    );
    return items[0].session;
  };
  const callsOf = async (ask: Ask, isWanted: (calls: Call[]) => boolean): Promise<Call[]> => {
    const { items } = await until(
      () => ask('GET', '/api/calls?limit=200'),
      ({ items: all }: { items: Call[] }) => isWanted(all),
    );
    return items;
  };

  test('rings, is answered, ends; another is abandoned: in pieces as they come', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask } = await connected(asterisk);
    assert.equal((await sessionOf(ask, (session) => session?.is_connected === true))?.problem, null);
    assert.deepEqual(asterisk.signedIn, ['MD5']);
    const [answered, abandoned] = madeCalls(40, new Date(Date.now() - 600_000), 1000, seeded(3)).filter(
      (call, index, all) =>
        all.findIndex((one) => (one.talking === null) === (call.talking === null)) === index,
    );
    assert.ok(answered && abandoned);
    const [first = {}, join = {}, called = {}, connect = {}, hangup = {}] = amiEvents(
      answered.talking === null ? abandoned : answered,
    );
    await asterisk.send([first, join, called], 7);
    const [ringing] = await callsOf(ask, ([call]) => call?.queue !== null && call !== undefined);
    assert.deepEqual([ringing?.state, ringing?.direction, ringing?.result], ['ringing', 'in', null]);
    await asterisk.send([connect], 3);
    await callsOf(ask, ([call]) => call?.state === 'answered');
    await asterisk.send([hangup]);
    const [ended] = await callsOf(ask, ([call]) => call?.state === 'ended');
    assert.deepEqual([ended?.result, ended?.answered_by], ['answered', '102']);
    await asterisk.send(amiEvents(answered.talking === null ? answered : abandoned), 11);
    const calls = await callsOf(
      ask,
      (all) => all.length === 2 && all.every(({ state }) => state === 'ended'),
    );
    const missed = calls.find(({ is_missed }) => is_missed);
    assert.equal(missed?.result, 'abandoned');
    assert.ok(missed?.ticket, 'a missed call is a call-back ticket');
  });

  test('events lost, doubled, in any order: one call each', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask } = await connected(asterisk);
    await sessionOf(ask, (session) => session?.is_connected === true);
    const made = madeCalls(5, new Date(Date.now() - 3_600_000), 60_000, seeded(5));
    const events = made.flatMap(amiEvents);
    await asterisk.send([...events].reverse(), 40);
    await asterisk.send(events);
    const wanted = made
      .map(({ from, talking }) => `+972${from.slice(1)} ${talking === null ? 'abandoned' : 'answered'}`)
      .sort();
    const told = (calls: Call[]) => calls.map((call) => `${call.from.value} ${call.result}`).sort();
    const calls = await callsOf(ask, (all) => told(all).join() === wanted.join());
    assert.equal(calls.length, 5);
  });

  test('records that the manager tells, and the file that tells them again: each call once, whatever was lost', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask, exchange, tenant } = await connected(asterisk, { timezone: 'Asia/Jerusalem' });
    await sessionOf(ask, (session) => session?.is_connected === true);
    const random = seeded(23);
    const made = madeCalls(16, new Date(Math.floor(Date.now() / 1000) * 1000 - 8_000_000), 400_000, random);
    await asterisk.send(
      asPushed(
        // Of the first three nothing reached us.
        made.slice(3).flatMap((call) => [...amiEvents(call), ...amiRecords(call)]),
        random,
      ),
      999,
    );
    // The last of all is heard when those before it are.
    const [last] = madeCalls(1, new Date(Date.now() - 60_000), 1, random);
    assert.ok(last);
    await asterisk.send(amiRecords({ ...last, id: '99999', from: '0549999999' }));
    await callsOf(ask, (all) => all.some(({ from }) => from.value === '+972549999999'));
    const file = made.flatMap(cdrLines).join('\n');
    const url = `/api/phone-connections/${exchange.id}/records?since=2020-01-01T00:00:00Z`;
    assert.equal((await ask('POST', url, file, { 'content-type': 'application/octet-stream' })).status, 202);
    const { items } = await until(
      () => ask('GET', `/api/phone-connections/${exchange.id}/reconciliations`),
      ({ items: runs }: { items: PhoneReconciliation[] }) => runs[0]?.ended_at !== null,
    );
    assertCloses(items[0]);
    assert.deepEqual([items[0].total.exchange, items[0].total.unbooked], [16, 0]);
    assert.ok(items[0].total.taken_in >= 3 && items[0].total.calls > 0);
    const calls = await callsOf(ask, (all) => all.length === 17);
    assertAccounted(
      calls.filter(({ from }) => from.value !== '+972549999999'),
      made,
    );
    assert.deepEqual(await findWaitingMistakes(tenant.ctx, 10), []);
  });

  test('by records alone a call is whole: who was rung first, who answered, how long was waited', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask } = await connected(asterisk, { timezone: 'Asia/Jerusalem' });
    await sessionOf(ask, (session) => session?.is_connected === true);
    const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 600_000);
    const call = { id: '1', at, from: '0541234567', queue: 'support', waiting: 30, talking: 61 };
    await asterisk.send(amiRecords(call).reverse());
    const [told] = await callsOf(
      ask,
      ([one]) => one?.result === 'answered' && one.started_at === at.toISOString(),
    );
    const { queue, waiting_seconds, talking_seconds, answered_by, is_unclassified } = told ?? {};
    assert.deepEqual(
      { queue, waiting_seconds, talking_seconds, answered_by, is_unclassified },
      {
        queue: 'support',
        waiting_seconds: 30,
        talking_seconds: 61,
        answered_by: '102',
        is_unclassified: true,
      },
    );
  });

  test('by TLS: a certificate that nobody knows is told and not believed, unless it is to be; a known one is', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret, isTls: true });
    const { ask, exchange } = await connected(asterisk, { tls: 'verified', host: 'localhost' });
    const session = await sessionOf(ask, (one) => one?.is_connected === false);
    assert.equal(session?.problem, 'exchange_certificate');
    assert.deepEqual(asterisk.signedIn, []);
    const url = `/api/phone-connections/${exchange.id}`;
    assert.equal(
      (await ask('PATCH', url, { tls: 'any_certificate' })).body.connection.tls,
      'any_certificate',
    );
    await sessionOf(ask, (one) => one?.is_connected === true);
    const usual = getCACertificates('default');
    setDefaultCACertificates([...usual, testCertificate.cert]);
    try {
      const known = await connected(asterisk, { tls: 'verified', host: 'localhost' });
      await sessionOf(known.ask, (one) => one?.is_connected === true);
      const other = await connected(asterisk, { tls: 'verified' });
      const wrong = await sessionOf(other.ask, (one) => one?.is_connected === false);
      assert.equal(wrong?.problem, 'exchange_certificate', 'it is of localhost, and not of 127.0.0.1');
    } finally {
      setDefaultCACertificates(usual);
    }
    await using plain = await startFakeAsterisk({ username: 'pniya', secret });
    const spoken = await connected(plain, { tls: 'verified' });
    assert.equal(
      (await sessionOf(spoken.ask, (one) => one?.is_connected === false))?.problem,
      'exchange_unreadable',
    );
  });

  test('the end alone of a call that began before we listened is no missed call', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask } = await connected(asterisk);
    await sessionOf(ask, (session) => session?.is_connected === true);
    const [before, now] = madeCalls(2, new Date(), 1000, seeded(9));
    assert.ok(before && now);
    await asterisk.send(amiEvents(before).slice(-1));
    await asterisk.send(amiEvents(now));
    const calls = await callsOf(ask, (all) => all.some(({ state }) => state === 'ended'));
    assert.equal(calls.length, 1);
  });

  test('cut off, it signs in again; a restart is survived and the state is told', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask } = await connected(asterisk);
    await sessionOf(ask, (session) => session?.is_connected === true);
    asterisk.cutAll();
    await until(
      () => ask('GET', '/api/session/phone'),
      () => asterisk.signedIn.length === 2,
    );
    await asterisk.stopListening();
    const away = await sessionOf(ask, (session) => session?.is_connected === false);
    assert.equal(away?.problem, 'exchange_away');
    await asterisk.listenAgain();
    await sessionOf(ask, (session) => session?.is_connected === true);
  });

  test('silent after a ping, it is left and asked again', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret, isDeaf: true });
    const { ask } = await connected(asterisk);
    await sessionOf(ask, (session) => session?.is_connected === true);
    const away = await sessionOf(ask, (session) => session?.is_connected === false);
    assert.deepEqual([away?.problem, away?.said], ['exchange_away', 'silence']);
  });

  test('a wrong password is told, and not tried each second; without a challenge the secret itself signs in', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret, hasChallenge: false });
    const { ask } = await connected(asterisk);
    await sessionOf(ask, (session) => session?.is_connected === true);
    assert.deepEqual(asterisk.signedIn, ['plain']);
    const wrong = await connected(asterisk, { secret: 'wrong' });
    const session = await sessionOf(wrong.ask, (one) => one?.is_connected === false);
    assert.equal(session?.problem, 'exchange_wrong_secret');
    assert.equal(asterisk.refused, 1);
  });

  test('what answers there is no Asterisk', async () => {
    await using asterisk = await startFakeAsterisk({
      username: 'pniya',
      secret,
      banner: 'SSH-2.0-OpenSSH_9.6',
    });
    const { ask } = await connected(asterisk);
    const session = await sessionOf(ask, (one) => one?.is_connected === false);
    assert.equal(session?.problem, 'exchange_unreadable');
  });

  test('an event without its ids is kept under review', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask } = await connected(asterisk);
    await sessionOf(ask, (session) => session?.is_connected === true);
    await asterisk.send([{ Event: 'QueueCallerAbandon', Queue: 'support', CallerIDNum: '0541234567' }]);
    const { items } = await until(
      () => ask('GET', '/api/intake?state=quarantined'),
      ({ items: all }: { items: unknown[] }) => all.length > 0,
    );
    assert.equal(items.length, 1);
  });

  test('an event that could not be taken in is kept under review, those after it are heard, and it can be tried again', async () => {
    await using asterisk = await startFakeAsterisk({ username: 'pniya', secret });
    const { ask } = await connected(asterisk);
    await sessionOf(ask, (session) => session?.is_connected === true);
    const { db } = product.means;
    await refuseCallsOf(db, '+972549999001', '22000');
    const [refused, heard] = madeCalls(2, new Date(Date.now() - 600_000), 1000, seeded(17));
    assert.ok(refused && heard);
    const [event = {}] = amiEvents({ ...refused, from: '0549999001' });
    await asterisk.send([event, ...amiEvents(heard)]);
    await callsOf(ask, ([call]) => call?.state === 'ended');
    assert.equal(asterisk.signedIn.length, 1, 'the connection goes on');
    const { body } = await ask('GET', '/api/intake?state=quarantined');
    assert.equal(body.items.length, 1);
    const kept = (await ask('GET', `/api/intake/${body.items[0].id}`)).body;
    assert.match(JSON.stringify(kept), /error: refused here/);
    const { text } = await ask('GET', `/api/intake/${body.items[0].id}/raw`);
    assert.match(text, /Event: Newchannel.*0549999001/s);
    await refuseNoCallsOf(db, '+972549999001');
    assert.ok((await ask('POST', `/api/intake/${body.items[0].id}/retry`)).status < 300);
    await callsOf(ask, (all) => all.length === 2);
  });
});
