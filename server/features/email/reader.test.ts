import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Account, flagsIn, isMissing } from '../../testing/dovecot.ts';
import { deliver as deliverBySmtp, settledLedger } from '../../testing/mail-client.ts';
import {
  connect,
  connectionOf,
  type Desk,
  mailMaxBytes,
  newDesk,
  newMail,
  type Reading,
  sightingsOf,
  startReading,
  untilRead,
} from '../../testing/read-mailbox.ts';

describe('a mailbox read by IMAP', { skip: isMissing, concurrency: 4 }, () => {
  let reading: Reading;
  before(async () => {
    reading = await startReading();
  });
  after(() => reading?.stop());

  const states = (rows: { state: string }[]) => rows.map(({ state }) => state).sort();
  const deliver = (account: Account, raw: string | Buffer, folder?: string) =>
    reading.dovecot.deliver(account, raw, folder === undefined ? {} : { folder });

  async function started(settings: Record<string, unknown> = {}): Promise<Desk> {
    const desk = await newDesk(reading);
    await connect(desk, reading.dovecot.port, settings);
    return desk;
  }

  /** What happens in the mailbox while nobody reads it. */
  async function unread(desk: Desk, happen: () => Promise<unknown>): Promise<void> {
    await untilRead(desk);
    await desk.ask('PATCH', `/api/mailboxes/${desk.mailboxId}`, { is_active: false });
    await happen();
    await desk.ask('PATCH', `/api/mailboxes/${desk.mailboxId}`, { is_active: true });
    await untilRead(desk);
  }

  test('what comes becomes tickets within moments; what was there before does not, and nothing is changed there', async () => {
    const desk = await newDesk(reading);
    await deliver(desk.account, newMail('before'));
    await connect(desk, reading.dovecot.port);
    await untilRead(desk);
    await deliver(desk.account, newMail('after'));
    const rows = await settledLedger(desk.ask, 1);
    assert.deepEqual([rows[0].state, rows[0].title], ['ticket', 'after']);
    const { mode, failing_since: failing } = await connectionOf(desk);
    assert.deepEqual([mode, failing], ['work', null]);
    assert.deepEqual((await flagsIn(desk.account)).join(''), '');
  });

  test('downtime, and mail that a person read or marked for deletion first: all of it is taken, at its own time', async () => {
    const desk = await started();
    const at = new Date(Date.now() + 2000); // never later than now, whatever the server says
    await unread(desk, async () => {
      for (const subject of ['1', '2', '3']) await deliver(desk.account, newMail(subject));
      await reading.dovecot.deliver(desk.account, newMail('4'), { at });
      await reading.dovecot.doveadm(desk.account, 'flags', 'add', '\\Seen', 'mailbox', 'INBOX', '2');
      await reading.dovecot.doveadm(desk.account, 'flags', 'add', '\\Deleted', 'mailbox', 'INBOX', '3');
    });
    const rows = await settledLedger(desk.ask, 4);
    assert.deepEqual(states(rows), ['ticket', 'ticket', 'ticket', 'ticket']);
    assert.ok(rows.every((row: { received_at: string }) => Date.parse(row.received_at) <= Date.now()));
  });

  test('another UIDVALIDITY: what is known is recognised, what came meanwhile is taken, what is older stays history', async () => {
    const desk = await newDesk(reading);
    await reading.dovecot.deliver(desk.account, newMail('history'), { at: new Date('2026-01-02') });
    await connect(desk, reading.dovecot.port);
    await deliver(desk.account, newMail('known'));
    await settledLedger(desk.ask, 1);
    await unread(desk, async () => {
      await deliver(desk.account, newMail('meanwhile'));
      await reading.dovecot.doveadm(desk.account, 'mailbox', 'update', '--uid-validity', '77', 'INBOX');
    });
    const rows = await settledLedger(desk.ask, 2);
    assert.deepEqual(
      rows.map(({ title }: { title: string }) => title),
      ['meanwhile', 'known'],
    );
    assert.deepEqual(states(rows), ['ticket', 'ticket']);
    assert.equal((await sightingsOf(reading, desk)).filter(({ subject }) => subject === 'known').length, 2);
  });

  test('without, with an empty and with a repeated Message-ID: each mail is one row and one ticket', async () => {
    const desk = await started();
    const mails = [
      'Subject: none',
      'Subject: none at all',
      'Message-ID: \r\nSubject: empty',
      'Message-ID: <>\r\nSubject: empty',
    ]
      .concat(['1', '2'].map((text) => `Message-ID: <same@customer.example>\r\nSubject: repeated ${text}`))
      .map((headers) => `From: dana@customer.example\r\n${headers}\r\n\r\nx\r\n`);
    for (const raw of mails) await deliver(desk.account, raw);
    const rows = await settledLedger(desk.ask, mails.length);
    assert.deepEqual(
      states(rows),
      mails.map(() => 'ticket'),
    );
    assert.equal((await desk.ask('GET', '/api/tickets')).body.items.length, mails.length);
  });

  test('the same bytes: twice in a folder a duplicate, in two folders or by SMTP too one mail', async () => {
    const desk = await started({ folders: ['INBOX', 'Archive'] });
    await untilRead(desk);
    const [twice, elsewhere, both] = [newMail('twice'), newMail('elsewhere'), newMail('both')];
    await deliverBySmtp(reading.app, desk.tenant.mailAddress, both);
    await deliver(desk.account, elsewhere, 'Archive');
    for (const raw of [twice, elsewhere, twice, both]) await deliver(desk.account, raw);
    const rows = await settledLedger(desk.ask, 4);
    assert.deepEqual(states(rows), ['duplicate', 'ticket', 'ticket', 'ticket']);
    await untilRead(desk);
    const seen = await sightingsOf(reading, desk);
    // A duplicate has the subject of its first, if that had been read by then.
    const shown = seen.map(
      ({ folder, subject, state }) => `${folder} ${state === 'ticket' ? subject : state}`,
    );
    assert.deepEqual(shown.sort(), [
      'Archive elsewhere',
      'INBOX both',
      'INBOX duplicate',
      'INBOX elsewhere',
      'INBOX twice',
    ]);
  });

  test('a mail that is moved away and back is the same mail, as often as it happens', async () => {
    const desk = await started();
    await deliver(desk.account, newMail('wanderer'));
    await settledLedger(desk.ask, 1);
    for (let round = 1; round <= 2; round += 1) {
      await unread(desk, async () => {
        await reading.dovecot.doveadm(desk.account, 'move', 'Archive', 'mailbox', 'INBOX', 'all');
        await reading.dovecot.doveadm(desk.account, 'move', 'INBOX', 'mailbox', 'Archive', 'all');
      });
    }
    assert.deepEqual(states(await settledLedger(desk.ask, 1)), ['ticket']);
    const seen = await sightingsOf(reading, desk);
    assert.deepEqual(
      seen.map(({ is_gone }) => is_gone),
      [true, true, false],
    );
  });

  test('a mail over the limit is a ticket of its headers and first words, with all of it attached', async () => {
    const desk = await started();
    const rest = Buffer.alloc(mailMaxBytes + 100, 'x\r\n');
    const raw = Buffer.concat([Buffer.from(newMail('large', [], 'תחילתה')), rest]);
    await deliver(desk.account, raw);
    const [row] = await settledLedger(desk.ask, 1);
    assert.deepEqual([row.state, row.title, row.raw_bytes], ['ticket', 'large', raw.length]);
    const { messages } = (await desk.ask('GET', `/api/tickets/${row.ticket_number}`)).body;
    assert.match(messages[0].text, /message\.eml[\s\S]*תחילתה/);
    assert.ok(messages[0].text.length < 600_000);
    const [attached] = messages[0].attachments;
    assert.deepEqual([attached.name, attached.size_bytes], ['message.eml', raw.length]);
  });

  test('junk stays in the ledger as ignored, unless we know the sender or a person wants it', async () => {
    const desk = await started();
    const from = (address: string, subject: string) =>
      newMail(subject).replace('dana@customer.example', address);
    await deliver(desk.account, from('known@customer.example', 'first word'));
    await settledLedger(desk.ask, 1);
    await deliver(desk.account, from('known@customer.example', 'taken for junk'), 'Junk');
    await deliver(desk.account, from('stranger@spam.example', 'cheap'), 'Junk');
    const rows = await settledLedger(desk.ask, 3);
    assert.deepEqual(states(rows), ['ignored', 'ticket', 'ticket']);
    const junk = rows.find(({ state }: { state: string }) => state === 'ignored');
    assert.deepEqual([junk.reason, junk.title, junk.sender], ['rule:junk', 'cheap', 'stranger@spam.example']);
    assert.equal((await desk.ask('POST', `/api/intake/${junk.id}/retry`)).status, 200);
    assert.deepEqual(states(await settledLedger(desk.ask, 3)), ['ticket', 'ticket', 'ticket']);
  });

  test('taken mail is flagged or moved as the mailbox is set, and only then', async () => {
    const flagging = await started({ after_taking: 'flag' });
    const moving = await started({ after_taking: 'move', move_to: 'Archive' });
    for (const { account } of [flagging, moving]) await deliver(account, newMail('x'));
    await settledLedger(flagging.ask, 1);
    await settledLedger(moving.ask, 1);
    await Promise.all([untilRead(flagging), untilRead(moving)]);
    assert.match((await flagsIn(flagging.account)).join(), /S/);
    assert.deepEqual(await flagsIn(moving.account), []);
    assert.equal((await flagsIn(moving.account, 'Archive')).length, 1);
    const [seen] = await sightingsOf(reading, moving);
    assert.deepEqual([seen?.is_marked, seen?.is_gone], [true, true]);
  });
});
