import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Account, flagsIn, isMissing } from '../../testing/dovecot.ts';
import { rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import {
  connect,
  connectionOf,
  type Desk,
  newDesk,
  newMail,
  type Reading,
  startReading,
  untilConnection,
  untilRead,
} from '../../testing/read-mailbox.ts';

describe('a mailbox that is only looked at', { skip: isMissing, concurrency: 4 }, () => {
  let reading: Reading;
  before(async () => {
    reading = await startReading();
  });
  after(() => reading?.stop());

  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000);

  async function put(account: Account, headers: string[], days: number, folder = 'INBOX'): Promise<void> {
    await reading.dovecot.deliver(account, rawMail(headers, 'שלום'), { folder, at: daysAgo(days) });
  }

  const from = (who: string, subject: string, id: string, ...more: string[]) => [
    `From: ${who} <${who}@customer.example>`,
    `Subject: ${subject}`,
    `Message-ID: <${id}@customer.example>`,
    ...more,
  ];

  /** Three months of a mailbox: two inquiries answered, two not, one of two mails; machines, ourselves, junk, and older than that. */
  async function fill({ account, tenant }: Desk): Promise<void> {
    await put(account, from('a', 'answered by reply', 'a1'), 40);
    await put(
      account,
      ['To: a@customer.example', 'In-Reply-To: <a1@customer.example>', 'Subject: Re'],
      39,
      'Sent',
    );
    await put(account, from('b', 'answered by a new mail', 'b1'), 30);
    await put(account, ['To: x@y.example', 'Cc: B <B@customer.example>', 'Subject: hello'], 29, 'Sent');
    await put(account, from('c', 'sent before it came', 'c1'), 20);
    await put(account, ['To: c@customer.example', 'Subject: earlier'], 21, 'Sent');
    await put(account, from('d', 'never', 'd1'), 10);
    await put(account, from('d', 'Re: never', 'd2', 'References: <d1@customer.example>'), 5);
    await put(account, from('robot', 'out of office', 'r1', 'Auto-Submitted: auto-replied'), 4);
    await put(account, from('list', 'news', 'l1', 'List-Id: <news.example>'), 4);
    await put(account, [`From: us <${tenant.mailAddress}>`, 'Subject: from ourselves'], 4);
    await put(account, from('e', 'too old', 'e1'), 100);
    await put(account, from('spam', 'cheap', 's1'), 3, 'Junk');
  }

  const historyOf = (desk: Desk) =>
    until(
      () => desk.ask('GET', `${desk.at}/history`),
      ({ read_at: at }) => at !== null,
    );

  test('the history says what was never answered; nothing is taken and nothing is changed', async () => {
    const desk = await newDesk(reading);
    await fill(desk);
    const before = await reading.dovecot.doveadm(desk.account, 'fetch', 'uid flags', 'all');
    assert.equal(
      (await connect(desk, reading.dovecot.port, { after_taking: 'flag' }, null)).body.mode,
      'observe',
    );
    const history = await historyOf(desk);
    assert.deepEqual(
      [history.inquiries, history.answered, history.never_answered, history.in_junk],
      [4, 2, 2, 1],
    );
    assert.deepEqual(
      history.items.map(({ subject, mails, is_junk }: Record<string, unknown>) => [subject, mails, is_junk]),
      [
        ['Re: never', 2, false],
        ['sent before it came', 1, false],
        ['cheap', 1, true],
      ],
    );
    await reading.dovecot.deliver(desk.account, newMail('new'));
    await untilRead(desk);
    assert.deepEqual((await desk.ask('GET', '/api/intake')).body.items, []);
    const now = await reading.dovecot.doveadm(desk.account, 'fetch', 'uid flags', 'all');
    assert.ok(now.includes(before.trim().split('\n')[0] ?? '?'));
    assert.doesNotMatch((await flagsIn(desk.account)).join(''), /./);
    assert.doesNotMatch(now, /Seen|Pniya/);
  });

  const titles = async (desk: Desk, count: number) =>
    (await settledLedger(desk.ask, count)).map(({ title }: { title: string }) => title).sort();

  test('started: new mail since the connection, with the never answered, or everything', async () => {
    const desks = await Promise.all([newDesk(reading), newDesk(reading), newDesk(reading)]);
    const [fresh, unanswered, all] = desks as [Desk, Desk, Desk];
    for (const desk of desks) {
      await fill(desk);
      await connect(desk, reading.dovecot.port, { folders: ['INBOX'] }, null);
      await historyOf(desk);
      await reading.dovecot.deliver(desk.account, newMail('since'));
    }
    for (const [desk, how] of [
      [fresh, 'new'],
      [unanswered, 'unanswered'],
      [all, 'all'],
    ] as const)
      assert.equal((await desk.ask('POST', `${desk.at}/start`, { from: how })).status, 200);
    assert.deepEqual(await titles(fresh, 1), ['since']);
    assert.deepEqual(await titles(unanswered, 4), ['Re: never', 'never', 'sent before it came', 'since']);
    assert.equal((await titles(all, 10)).length, 10);
    await untilRead(all);
    assert.equal((await all.ask('GET', '/api/intake')).body.items.length, 10);
    const again = await fresh.ask('POST', `${fresh.at}/start`, { from: 'all' });
    assert.deepEqual([again.status, again.body.reason], [409, 'already_started']);
  });

  test('started at once with the never answered: they are taken when the history has been read', async () => {
    const desk = await newDesk(reading);
    await fill(desk);
    await connect(desk, reading.dovecot.port, {}, 'unanswered');
    assert.deepEqual(await titles(desk, 3), ['Re: never', 'never', 'sent before it came']);
    await untilConnection(desk, ({ last_ok_at: at }) => at !== null);
    assert.equal((await connectionOf(desk)).start_from, 'unanswered');
  });

  test('disconnected and connected again, nothing is taken twice', async () => {
    const desk = await newDesk(reading);
    await connect(desk, reading.dovecot.port);
    await reading.dovecot.deliver(desk.account, newMail('once'));
    await settledLedger(desk.ask, 1);
    assert.equal((await desk.ask('DELETE', desk.at)).status, 204);
    assert.equal(await connectionOf(desk), null);
    assert.equal((await desk.ask('DELETE', desk.at)).status, 404);
    await connect(desk, reading.dovecot.port, {}, 'all');
    await untilRead(desk);
    assert.equal((await desk.ask('GET', '/api/intake')).body.items.length, 1);
  });
});
