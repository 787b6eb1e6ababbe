import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Call } from '../../../shared/calls.ts';
import type { ComparedExchange } from '../../../shared/phone-reconciliations.ts';
import { readAmiAccount } from '../../phone/ami.ts';
import { connectExchange } from '../../testing/exchange.ts';
import { amiEvents, madeCalls, seeded } from '../../testing/exchange-day.ts';
import { type FakeAsterisk, startFakeAsterisk } from '../../testing/fake-asterisk.ts';
import { until } from '../../testing/mail-client.ts';
import { refuseCallsOf, refuseNoCallsOf } from '../../testing/refused-calls.ts';
import { type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

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

  async function connected(asterisk: FakeAsterisk, given: { secret?: string } = {}) {
    const tenant = await product.newTenant();
    const ask = await tenant.asUser();
    const exchange = await connectExchange(product, tenant, ask, {
      provider: 'asterisk',
      provider_account: `pniya@127.0.0.1:${asterisk.port}`,
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

test('the account as it is written', () => {
  const account = { username: 'pniya', host: 'pbx.example', port: 5038 };
  assert.deepEqual(readAmiAccount('pniya@pbx.example'), account);
  assert.deepEqual(readAmiAccount(' pniya@pbx.example:5039 '), { ...account, port: 5039 });
  assert.deepEqual(readAmiAccount('pniya@[::1]:5038'), { ...account, host: '::1' });
  for (const wrong of [
    null,
    '',
    'pbx.example',
    'pniya@',
    'pniya@pbx:0',
    'pniya@pbx:99999',
    'a b@pbx',
    'a@b/c',
  ])
    assert.equal(readAmiAccount(wrong), null);
});
