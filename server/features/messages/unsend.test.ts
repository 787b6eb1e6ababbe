import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { uuidOf } from '../../../shared/id.ts';
import { contextOf } from '../../context.ts';
import { until } from '../../testing/mail-client.ts';
import { type MailSink, openMailSink } from '../../testing/mail-sink.ts';
import { dot, mailTo, type SendingDesk, sendingDesk } from '../../testing/sending-desk.ts';
import { startTestApp, type TestApp } from '../../testing/start-test-app.ts';
import { findWaitingMistakes } from '../tickets/evidence.service.ts';
import { resumeLostDeliveries } from './delivery.service.ts';
import { sweepUploads } from './uploads.service.ts';

let world: MailSink;
let app: TestApp;
before(async () => {
  world = await openMailSink();
  app = await startTestApp({ outgoingSmtpUrl: world.url, undoSendSeconds: 100 });
});
after(async () => {
  await app.stop();
  await world.close();
});

const day = 86_400_000;
const afterMs = (desk: SendingDesk, ms: number) =>
  contextOf({ ...app.means, now: () => new Date(Date.now() + ms) }, desk.tenant.tenantId, { kind: 'system' });
const kindsOf = async (desk: SendingDesk): Promise<string[]> => {
  const { body } = await desk.ask('GET', `/api/tickets/${desk.ticketId}/events`);
  return body.items.map(({ kind }: { kind: string }) => kind);
};
const statusOf = async (desk: SendingDesk, type: string): Promise<string> => {
  const { statuses } = (await desk.ask('GET', '/api/lists')).body;
  return statuses.find((one: { type: string }) => one.type === type).id;
};

test('a reply waits; taken back, all of it is given back and the ticket is as it was', async () => {
  const desk = await sendingDesk(app);
  const before = (await desk.page()).ticket;
  const picture = await desk.upload('a.png', dot, '&is_inline=true');
  const file = await desk.upload('b.txt', 'b');
  const text = `שלום ![a](cid:${picture.id})`;
  const cc = [{ name: 'Boss', address: desk.at('boss') }];
  const closed = await statusOf(desk, 'closed');
  const attachment_ids = [picture.id, file.id];
  const sent = await desk.reply({ text, cc, attachment_ids, status: closed });
  assert.deepEqual([sent.delivery.state, sent.delivery.can_unsend], ['queued', true]);
  const leavesInMs = Date.parse(sent.delivery.next_attempt_at) - Date.now();
  assert.ok(leavesInMs > 80_000 && leavesInMs <= 100_000, `${leavesInMs}`);
  assert.notEqual((await desk.page()).ticket.closed_at, null);
  const taken = await desk.ask('POST', `/api/messages/${sent.id}/unsend`);
  assert.equal(taken.status, 200, taken.text);
  assert.deepEqual(taken.body, {
    ticket_id: desk.ticketId,
    is_kept: false,
    forwarded_id: null,
    text,
    to: [{ name: 'Dana', address: desk.customer }],
    cc,
    from_mailbox_id: taken.body.from_mailbox_id,
    attachments: [picture, file],
    include_attachments: false,
    status: closed,
    send_at: null,
  });
  const { ticket, messages } = await desk.page();
  assert.equal(messages.length, 1, 'it is out of the conversation');
  assert.deepEqual(
    [ticket.status_id, ticket.closed_at, ticket.waiting_since, ticket.is_handled],
    [before.status_id, null, before.waiting_since, false],
  );
  assert.ok((await kindsOf(desk)).includes('reply_withdrawn'));
  const client = await desk.tenant.asClient();
  assert.equal((await client('GET', `/v2/tickets/${desk.ticketId}/messages`)).body.items.length, 1);
  for (const verb of ['unsend', 'send-now', 'retry'])
    assert.equal((await desk.ask('POST', `/api/messages/${sent.id}/${verb}`)).status, 404, verb);
  // The worker has nothing to send, whenever it looks.
  await resumeLostDeliveries(afterMs(desk, day));
  // Written on, it leaves with the same files.
  const again = await desk.reply({ text, cc, attachment_ids });
  assert.equal((await desk.ask('POST', `/api/messages/${again.id}/send-now`)).status, 204);
  await desk.pageWhen('sent');
  assert.equal(mailTo(world, desk.customer).attachments.length, 2);
  const late = await desk.ask('POST', `/api/messages/${again.id}/unsend`);
  assert.deepEqual([late.status, late.body.reason], [409, 'already_sent']);
  assert.deepEqual(await findWaitingMistakes(desk.tenant.ctx, 5), []);
});

test('of many who take it back and send it at once one wins, and it is sent or taken back, never both', async () => {
  for (let round = 0; round < 6; round += 1) {
    const desk = await sendingDesk(app);
    const { id } = await desk.reply({ text: 'x' });
    const verbs = round % 2 === 0 ? ['send-now', 'unsend', 'unsend'] : ['unsend', 'send-now', 'unsend'];
    const answers = await Promise.all(verbs.map((verb) => desk.ask('POST', `/api/messages/${id}/${verb}`)));
    const taken = verbs.filter((verb, index) => verb === 'unsend' && answers[index]?.status === 200);
    assert.ok(taken.length <= 1, JSON.stringify(answers.map(({ status }) => status)));
    if (taken.length === 0) await desk.pageWhen('sent');
    else assert.equal((await desk.page()).messages.length, 1);
    assert.equal(world.to(desk.customer).length, 1 - taken.length);
  }
});

test('a status that somebody changed since stays', async () => {
  const desk = await sendingDesk(app);
  const sent = await desk.reply({ text: 'x', status: await statusOf(desk, 'waiting') });
  const other = await desk.tenant.asUser('agent');
  const inProgress = await statusOf(desk, 'in_progress');
  await other('PATCH', `/api/tickets/${desk.ticketId}`, { status: inProgress });
  assert.equal((await desk.ask('POST', `/api/messages/${sent.id}/unsend`)).status, 200);
  assert.equal((await desk.page()).ticket.status_id, inProgress);
});

test('a scheduled reply is no evidence and closes nothing until it was accepted', async () => {
  const desk = await sendingDesk(app);
  const closed = await statusOf(desk, 'closed');
  const send_at = new Date(Date.now() + 3 * day).toISOString();
  const sent = await desk.reply({ text: 'x', status: closed, send_at });
  assert.deepEqual([sent.delivery.send_at, sent.delivery.next_attempt_at], [send_at, send_at]);
  const { ticket } = await desk.page();
  assert.deepEqual([ticket.is_handled, ticket.closed_at], [false, null]);
  assert.ok((await kindsOf(desk)).includes('reply_scheduled'));
  assert.equal((await desk.ask('POST', `/api/messages/${sent.id}/send-now`)).status, 204);
  const after = await until(
    desk.ask.bind(null, 'GET', '/api/tickets/1'),
    (body) => body.ticket.closed_at !== null,
  );
  assert.equal(after.ticket.is_handled, true);
  // Its date is the day on which it left.
  const { date } = mailTo(world, desk.customer);
  assert.ok(Math.abs((date?.getTime() ?? 0) - Date.now()) < 60_000, String(date));
});

test('the customer writes before a scheduled reply leaves: it goes, covers what it answered, and closes nothing', async () => {
  const desk = await sendingDesk(app);
  const send_at = new Date(Date.now() + day).toISOString();
  const sent = await desk.reply({ text: 'x', status: await statusOf(desk, 'closed'), send_at });
  await desk.hear('ועוד שאלה', ['In-Reply-To: <q@example.com>', 'Message-ID: <q2@example.com>']);
  const second = (await desk.page()).messages.at(-1);
  await desk.ask('POST', `/api/messages/${sent.id}/send-now`);
  const page = await until(desk.ask.bind(null, 'GET', '/api/tickets/1'), (body) =>
    body.messages.some((one: { delivery: { state: string } | null }) => one.delivery?.state === 'sent'),
  );
  assert.deepEqual([page.ticket.waiting_since, page.ticket.closed_at], [second.created_at, null]);
  const mail = mailTo(world, desk.customer);
  assert.equal(mail.inReplyTo, '<q@example.com>');
  assert.match(mail.text, /> מתי תגיע ההזמנה\?$/, 'what was answered is quoted, not what came since');
});

test('a scheduled mail whose job was lost leaves all the same, at its time and not before', async () => {
  const desk = await sendingDesk(app);
  await desk.reply({ text: 'x', send_at: new Date(Date.now() + day).toISOString() });
  assert.equal(await resumeLostDeliveries(afterMs(desk, day - 60_000)), 0);
  assert.equal(await resumeLostDeliveries(afterMs(desk, day + 180_000)), 1);
  assert.equal(world.to(desk.customer).length, 0);
});

test('a colleague takes a scheduled mail back and gets its files', async () => {
  const desk = await sendingDesk(app);
  const file = await desk.upload('b.txt', 'b');
  const send_at = new Date(Date.now() + day).toISOString();
  const sent = await desk.reply({ text: 'x', attachment_ids: [file.id], send_at });
  assert.equal(
    (await (await desk.tenant.asUser('viewer'))('POST', `/api/messages/${sent.id}/unsend`)).status,
    403,
  );
  const other = await desk.tenant.asUser('agent');
  const { body } = await other('POST', `/api/messages/${sent.id}/unsend`);
  assert.deepEqual([body.attachments, body.send_at], [[file], send_at]);
  const again = await other('POST', `/api/tickets/${desk.ticketId}/replies`, {
    text: 'x',
    attachment_ids: [file.id],
  });
  assert.equal(again.status, 201);
});

/** Sent at once, and put off by the servers of these. */
async function postponed(
  desk: SendingDesk,
  refused: readonly string[],
  body: object,
): Promise<{ id: string }> {
  for (const address of refused) world.refusals.set(address, [451]);
  const { id } = await desk.reply({ text: 'x', ...body });
  await desk.ask('POST', `/api/messages/${id}/send-now`);
  await until(desk.ask.bind(null, 'GET', '/api/tickets/1'), (page) => {
    const { delivery } = page.messages.at(-1);
    return delivery.attempts === 1 && delivery.can_unsend;
  });
  return { id };
}

test('a mail that waits for another attempt is taken back like one that never left, or sent at once', async () => {
  const desk = await sendingDesk(app);
  const file = await desk.upload('b.txt', 'b');
  const closed = await statusOf(desk, 'closed');
  const { id } = await postponed(desk, [desk.customer], { attachment_ids: [file.id], status: closed });
  const { body } = await desk.ask('POST', `/api/messages/${id}/unsend`);
  assert.deepEqual([body.is_kept, body.attachments], [false, [file]]);
  const { ticket, messages } = await desk.page();
  assert.deepEqual([messages.length, ticket.closed_at, ticket.is_handled], [1, null, false]);
  await resumeLostDeliveries(afterMs(desk, day));
  const again = await postponed(desk, [desk.customer], {});
  assert.equal((await desk.ask('POST', `/api/messages/${again.id}/send-now`)).status, 204);
  await desk.pageWhen('sent');
  assert.equal(world.to(desk.customer).length, 1, 'the one taken back never left');
});

test('what some have already stays as it is: the others get it no more, and the customer’s is evidence', async () => {
  const desk = await sendingDesk(app);
  const cc = [{ name: '', address: desk.at('boss') }];
  const { id } = await postponed(desk, [desk.at('boss')], { cc });
  const { body } = await desk.ask('POST', `/api/messages/${id}/unsend`);
  assert.equal(body.is_kept, true);
  const { ticket, messages } = await desk.page();
  const { state, recipients, can_unsend } = messages.at(-1).delivery;
  assert.deepEqual([state, can_unsend, ticket.is_handled], ['sent', false, true]);
  assert.deepEqual(
    recipients.map((one: { state: string }) => one.state),
    ['accepted', 'withdrawn'],
  );
  assert.ok((await kindsOf(desk)).includes('reply_stopped'));
  await resumeLostDeliveries(afterMs(desk, day));
  assert.deepEqual([world.to(desk.customer).length, world.to(desk.at('boss')).length], [1, 0]);
  assert.deepEqual(await findWaitingMistakes(desk.tenant.ctx, 5), []);
  // The other way round only a copy arrived: it answers nobody.
  const other = await sendingDesk(app);
  const copied = await postponed(other, [other.customer], { cc: [{ name: '', address: other.at('boss') }] });
  assert.equal((await other.ask('POST', `/api/messages/${copied.id}/unsend`)).body.is_kept, true);
  const page = await other.page();
  assert.deepEqual([page.messages.at(-1).delivery.state, page.ticket.is_handled], ['failed', false]);
});

test('while it is being sent nothing is taken back; after a process that was never heard of again it may have left', async () => {
  const desk = await sendingDesk(app);
  const { id } = await desk.reply({ text: 'x' });
  const claimed = (claimed_until: Date) =>
    app.means.db
      .updateTable('deliveries')
      .set({ claimed_until, attempts: 1 })
      .where('message_id', '=', uuidOf(id) ?? '')
      .execute();
  await claimed(new Date(Date.now() + 600_000));
  for (const verb of ['unsend', 'send-now']) {
    const { status, body } = await desk.ask('POST', `/api/messages/${id}/${verb}`);
    assert.deepEqual([status, body.reason], [409, 'already_sent']);
  }
  assert.equal((await desk.page()).messages.at(-1).delivery.can_unsend, false);
  await claimed(new Date());
  const { body } = await desk.ask('POST', `/api/messages/${id}/unsend`);
  const { ticket, messages } = await desk.page();
  assert.deepEqual(
    [body.is_kept, messages.at(-1).delivery.state, ticket.is_handled],
    [true, 'failed', false],
  );
});

test('what was uploaded and not sent is swept, file and all; what something else names stays', async () => {
  const desk = await sendingDesk(app);
  const { ctx, tenantId } = desk.tenant;
  const [unsent, twin, sent] = [
    await desk.upload('a', 'unsent'),
    await desk.upload('b', 'sent'),
    await desk.upload('c', 'sent'),
  ];
  const thrown = await desk.upload('d', 'thrown away');
  await desk.ask('DELETE', `/api/uploads/${thrown.id}`);
  await desk.reply({ text: 'x', attachment_ids: [sent.id] });
  const shas = new Map(
    (
      await ctx.db
        .selectFrom('uploads')
        .select(['name', 'file_sha256'])
        .where('tenant_id', '=', tenantId)
        .execute()
    ).map((row) => [row.name, row.file_sha256]),
  );
  const isThere = (name: string) =>
    ctx.files.read(tenantId, shas.get(name) ?? Buffer.alloc(0)).then(
      () => true,
      () => false,
    );
  assert.equal(await sweepUploads(afterMs(desk, 2 * day)), 1);
  assert.deepEqual([await isThere('d'), await isThere('a')], [false, true]);
  assert.equal(await sweepUploads(afterMs(desk, 8 * day)), 2);
  assert.deepEqual([await isThere('a'), await isThere('b'), await isThere('c')], [false, true, true]);
  const url = `/api/tickets/${desk.ticketId}/replies`;
  for (const { id } of [unsent, twin])
    assert.equal((await desk.ask('POST', url, { text: 'x', attachment_ids: [id] })).status, 400);
});
