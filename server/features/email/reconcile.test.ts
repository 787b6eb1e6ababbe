import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { uuidOf } from '../../../shared/id.ts';
import type { FolderAccount, Reconciliation } from '../../../shared/reconciliations.ts';
import { isMissing } from '../../testing/dovecot.ts';
import { startProxy } from '../../testing/faulty-proxy.ts';
import { rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import {
  connect,
  type Desk,
  newDesk,
  newMail,
  type Reading,
  startReading,
  untilRead,
} from '../../testing/read-mailbox.ts';

describe('a mailbox and its ledger', { skip: isMissing, concurrency: 2 }, () => {
  let reading: Reading;
  before(async () => {
    reading = await startReading();
  });
  after(() => reading?.stop());

  const deliver = (desk: Desk, subject: string, headers: readonly string[] = []) =>
    reading.dovecot.deliver(desk.account, newMail(subject, headers));

  async function reconciled(desk: Desk): Promise<Reconciliation & { inbox: FolderAccount }> {
    const address = `/api/mailboxes/${desk.mailboxId}/reconciliations`;
    const asked = await desk.ask('POST', address);
    assert.equal(asked.status, 202, asked.text);
    const isEnded = ({ items }: { items: Reconciliation[] }) => items[0]?.ended_at !== null;
    const [run] = (await until(() => desk.ask('GET', address), isEnded)).items;
    assert.equal(run.problem, null);
    const inbox = run.folders.find(({ path }: FolderAccount) => path === 'INBOX');
    assert.ok(inbox);
    return { ...run, inbox };
  }

  test('the equation: history, tickets, replies and duplicates make up what lies there', async () => {
    const desk = await newDesk(reading);
    await deliver(desk, 'before');
    await connect(desk, reading.dovecot.port);
    const from = 'From: Dana <dana@customer.example>';
    const first = rawMail([from, 'Subject: first', 'Message-ID: <first@customer.example>'], 'x');
    await reading.dovecot.deliver(desk.account, first);
    await settledLedger(desk.ask, 1);
    await reading.dovecot.deliver(desk.account, first);
    await deliver(desk, 'Re: first', ['In-Reply-To: <first@customer.example>']);
    await deliver(desk, 'another');
    await settledLedger(desk.ask, 4);
    const { inbox, days } = await reconciled(desk);
    const { present, history, tickets, replies, duplicates, missing, disappeared } = inbox;
    assert.deepEqual(
      { present, history, tickets, replies, duplicates, missing, disappeared },
      { present: 5, history: 1, tickets: 2, replies: 1, duplicates: 1, missing: 0, disappeared: 0 },
    );
    assert.equal(days?.length, 1);
    assert.deepEqual([days?.[0]?.tickets, days?.[0]?.replies], [2, 1]);

    const rows = async (filter: string) =>
      (await desk.ask('GET', `/api/intake?mailbox=${desk.mailboxId}${filter}`)).body.items.map(
        ({ title }: { title: string }) => title,
      );
    const day = days?.[0]?.day;
    assert.deepEqual(await rows(`&state=ticket&settled_as=reply&day=${day}`), ['Re: first']);
    assert.deepEqual(await rows(`&state=duplicate`), ['first']);
    assert.equal((await rows(`&day=${day}`)).length, 4);
    assert.deepEqual(await rows('&day=2020-01-01'), []);
    assert.equal((await desk.ask('GET', '/api/intake?day=2026-13-01')).status, 400);
  });

  test('the newest sweep of every mailbox: how far it is, and the newest that was whole', async () => {
    const desk = await newDesk(reading);
    const overview = async () => (await desk.ask('GET', '/api/reconciliations')).body.items;
    const [before] = await overview();
    assert.deepEqual([before.mode, before.latest, before.whole], [null, null, null]);
    assert.deepEqual(before.mailbox.address, desk.tenant.mailAddress);
    await connect(desk, reading.dovecot.port);
    await untilRead(desk);
    const { id } = await reconciled(desk);
    const [after] = await overview();
    assert.deepEqual([after.mode, after.latest.id, after.whole.id], ['work', id, id]);
    assert.deepEqual([after.latest.is_running, after.latest.progress], [false, null]);
    // As it is while one runs, and when its process has ended.
    const progress = JSON.stringify({ folder: 'INBOX', place: 1, of: 2, taking: 3 });
    const running = (started: Date) =>
      sql`update mailbox_reconciliations
      set ended_at = null, account = null, progress = ${progress}::jsonb, started_at = ${started}
      where tenant_id = ${desk.tenant.tenantId} and id = ${uuidOf(id)}`.execute(reading.app.means.db);
    await running(new Date());
    const [now] = await overview();
    assert.deepEqual(now.latest.progress, { folder: 'INBOX', place: 1, of: 2, taking: 3 });
    assert.deepEqual([now.latest.is_running, now.whole], [true, null]);
    await running(new Date(Date.now() - 2 * 3_600_000));
    const [late] = await overview();
    assert.deepEqual(
      [late.latest.is_running, late.latest.ended_at, late.latest.progress],
      [false, null, null],
    );
    const viewer = await desk.tenant.asUser('viewer');
    assert.equal((await viewer('GET', '/api/reconciliations')).status, 200);
  });

  test('what its reader passed over is taken in; what somebody removed first is reported', async () => {
    const desk = await newDesk(reading);
    await using proxy = await startProxy(reading.dovecot.port);
    await connect(desk, proxy.port);
    await untilRead(desk);
    await desk.ask('PATCH', `/api/mailboxes/${desk.mailboxId}`, { is_active: false });
    // Its reader hangs up.
    await until(
      () => desk.ask('GET', '/api/mailboxes'),
      () => proxy.open() === 0,
    );
    for (const subject of ['passed over', 'removed', 'last']) await deliver(desk, subject);
    await reading.dovecot.doveadm(desk.account, 'expunge', 'mailbox', 'INBOX', 'subject', 'removed');
    // As if it had been read up to here.
    await sql`update mailbox_folders set last_uid = 2
      where tenant_id = ${desk.tenant.tenantId} and mailbox_id = ${uuidOf(desk.mailboxId)} and path = 'INBOX'`.execute(
      reading.app.means.db,
    );
    await desk.ask('PATCH', `/api/mailboxes/${desk.mailboxId}`, { is_active: true });
    await untilRead(desk);
    await settledLedger(desk.ask, 1);
    const { inbox } = await reconciled(desk);
    assert.deepEqual([inbox.present, inbox.taken_in, inbox.missing, inbox.disappeared], [2, 1, 0, 1]);
    const rows = await settledLedger(desk.ask, 2);
    assert.deepEqual(rows.map(({ title }: { title: string }) => title).sort(), ['last', 'passed over']);
    assert.equal((await reconciled(desk)).inbox.taken_in, 0);
  });

  test('a mailbox without a connection, and another tenant’s, are refused; a viewer only looks', async () => {
    const desk = await newDesk(reading);
    const other = await newDesk(reading);
    const at = ({ mailboxId }: Desk) => `/api/mailboxes/${mailboxId}/reconciliations`;
    assert.equal((await desk.ask('POST', at(desk))).body.reason, 'not_connected');
    await connect(other, reading.dovecot.port);
    assert.equal((await desk.ask('POST', at(other))).status, 409);
    assert.deepEqual((await desk.ask('GET', at(other))).body.items, []);
    const viewer = await desk.tenant.asUser('viewer');
    assert.equal((await viewer('POST', at(desk))).status, 403);
  });
});
