import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { Leases } from '../../database/leases.ts';
import { silentLog } from '../../log.ts';
import { isMissing } from '../../testing/dovecot.ts';
import { type Fault, type FaultyProxy, startProxy } from '../../testing/faulty-proxy.ts';
import { settledLedger } from '../../testing/mail-client.ts';
import {
  connect,
  connectionOf,
  type Desk,
  newDesk,
  newMail,
  quick,
  type Reading,
  serverOf,
  sightingsOf,
  startReading,
  untilConnection,
  untilRead,
} from '../../testing/read-mailbox.ts';
import { MailboxReaders } from './readers.service.ts';

describe('a mail server that fails', { skip: isMissing, concurrency: 3, timeout: 120_000 }, () => {
  let reading: Reading;
  const proxies: FaultyProxy[] = [];
  before(async () => {
    reading = await startReading();
  });
  after(async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await reading?.stop();
  });

  async function connected(
    settings: Record<string, unknown> = {},
    folder?: string,
  ): Promise<{ desk: Desk; proxy: FaultyProxy }> {
    const desk = await newDesk(reading);
    if (folder !== undefined) await reading.dovecot.doveadm(desk.account, 'mailbox', 'create', folder);
    const proxy = await startProxy(reading.dovecot.port);
    proxies.push(proxy);
    await connect(desk, proxy.port, settings);
    await untilRead(desk);
    return { desk, proxy };
  }

  test('connections cut in every phase: each mail is taken once in the end, and flagged', async () => {
    const { desk, proxy } = await connected({ after_taking: 'flag' });
    proxy.set({ kind: 'cut', bytes: 20, grows: 1.7 });
    proxy.cutAll();
    const large = 'x'.repeat(400_000);
    for (let n = 1; n <= 12; n += 1)
      await reading.dovecot.deliver(desk.account, newMail(`cut ${n}`, [], n % 6 === 0 ? large : 'x'));
    const rows = await settledLedger(desk.ask, 12);
    const titles = rows.map(({ title }: { title: string }) => title);
    assert.equal(new Set(titles).size, 12);
    assert.ok(rows.every(({ state }: { state: string }) => state === 'ticket'));
    assert.ok(proxy.total() > 10, `${proxy.total()} connections`);
    proxy.set({ kind: 'none' });
    await untilRead(desk);
    assert.ok((await sightingsOf(reading, desk)).every(({ is_marked }) => is_marked));
  });

  const failures: [string, Fault, string][] = [
    ['refuses', { kind: 'refuse' }, 'imap_cut'],
    ['says BYE', { kind: 'bye' }, 'imap_cut'],
    ['says nothing', { kind: 'hang' }, 'imap_timeout'],
  ];
  for (const [what, fault, problem] of failures) {
    test(`a server that ${what}: since when and why it is not read is told, and it recovers by itself`, async () => {
      const { desk, proxy } = await connected();
      proxy.set(fault);
      proxy.cutAll();
      const failing = await untilConnection(
        desk,
        (one) => one.failing_since !== null && one.problem === problem,
      );
      assert.ok(Date.parse(failing.failing_since) <= Date.now());
      await reading.dovecot.deliver(desk.account, newMail('meanwhile'));
      assert.equal((await reading.app.app.inject('/health')).statusCode, 200);
      proxy.set({ kind: 'none' });
      proxy.cutAll();
      assert.equal((await settledLedger(desk.ask, 1))[0].title, 'meanwhile');
      await untilConnection(desk, (one) => one.failing_since === null && one.problem === null);
    });
  }

  test('a slow server is read all the same', async () => {
    const { desk, proxy } = await connected();
    proxy.set({ kind: 'slow', bytes: 400, pauseMs: 5 });
    proxy.cutAll();
    for (const subject of ['1', '2', '3'])
      await reading.dovecot.deliver(desk.account, newMail(subject, [], 'x'.repeat(3000)));
    assert.equal((await settledLedger(desk.ask, 3)).length, 3);
  });

  test('a password that was changed meanwhile: said in words, and read on with the new one at once', async () => {
    const { desk, proxy } = await connected();
    await reading.dovecot.setPassword(desk.account, 'the new password');
    proxy.cutAll();
    await untilConnection(desk, ({ problem }) => problem === 'imap_wrong_password');
    await reading.dovecot.deliver(desk.account, newMail('waits'));
    const stale = await desk.ask('PUT', desk.at, serverOf(desk, proxy.port));
    assert.deepEqual([stale.status, stale.body.reason], [422, 'imap_wrong_password']);
    const renewed = { ...serverOf(desk, proxy.port), password: 'the new password' };
    assert.equal((await desk.ask('PUT', desk.at, renewed)).status, 200);
    assert.equal((await settledLedger(desk.ask, 1))[0].title, 'waits');
    assert.equal((await connectionOf(desk)).problem, null);
  });

  test('a folder that is gone is told, and the others are read', async () => {
    const { desk } = await connected({ folders: ['INBOX', 'Orders'] }, 'Orders');
    await reading.dovecot.doveadm(desk.account, 'mailbox', 'delete', 'Orders');
    await untilConnection(desk, ({ problem }) => problem === 'imap_no_folder');
    await reading.dovecot.deliver(desk.account, newMail('goes on'));
    assert.equal((await settledLedger(desk.ask, 1))[0].title, 'goes on');
  });

  test('two processes: one of them reads, and the other when it ends', async () => {
    const { desk, proxy } = await connected();
    const { app } = reading;
    const second = new MailboxReaders(app.means, {
      leases: new Leases({ connectionString: app.databaseUrl }, silentLog),
      subscribe: () => () => undefined,
      ...quick,
    });
    await untilRead(desk);
    assert.equal(proxy.open(), 1);
    // The first one's connection for leases breaks: it must stop, and whoever comes first goes on.
    const before = proxy.total();
    await app.means.db.executeQuery(
      CompiledQuery.raw(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pniya leases'
          and datname = current_database()`,
      ),
    );
    for (let n = 1; n <= 5; n += 1) await reading.dovecot.deliver(desk.account, newMail(`${n}`));
    assert.equal((await settledLedger(desk.ask, 5)).length, 5);
    await untilRead(desk);
    assert.ok(proxy.total() > before);
    assert.equal(proxy.open(), 1);
    await second.stop();
  });
});
