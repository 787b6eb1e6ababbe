import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseMail } from '../../mail/parse.ts';
import { dsn, fromMachine } from '../../testing/answered-desk.ts';
import { until } from '../../testing/mail-client.ts';
import { dot, mailTo, sendingDesk } from '../../testing/sending-desk.ts';
import { type InWorld, startInWorld } from '../../testing/start-in-world.ts';
import { resumeLostDeliveries } from '../messages/delivery.service.ts';

let app: InWorld['app'];
let world: InWorld['world'];
let stop: InWorld['stop'];
before(async () => {
  ({ app, world, stop } = await startInWorld());
});
after(() => stop());

test('a reply to chosen people, with a file and a picture in its text', async () => {
  const desk = await sendingDesk(app);
  const file = await desk.upload('..\\a/b/\u202eחשבונית.txt', 'חשבון');
  assert.deepEqual([file.name, file.media_type], ['חשבונית.txt', 'text/plain']);
  const picture = await desk.upload('logo.png', dot, '&is_inline=true');
  assert.deepEqual([picture.media_type, picture.is_inline], ['image/png', true]);
  const text = `שלום,\n\n![הלוגו](cid:${picture.id})\n\nבברכה`;
  const sent = await desk.reply({
    text,
    to: [{ name: 'דנה', address: desk.customer.toUpperCase() }],
    cc: [{ address: desk.at('boss') }, { address: desk.customer }],
    attachment_ids: [file.id, picture.id],
  });
  assert.equal(sent.text, 'שלום,\n\n[הלוגו]\n\nבברכה');
  assert.deepEqual(sent.to, [{ name: 'דנה', address: desk.customer }]);
  assert.deepEqual(sent.cc, [{ name: '', address: desk.at('boss') }]);
  assert.deepEqual(
    sent.attachments.map(({ name, is_inline }: { name: string; is_inline: boolean }) => [name, is_inline]),
    [
      ['חשבונית.txt', false],
      ['logo.png', true],
    ],
  );
  const { messages } = await desk.pageWhen('sent');
  const { delivery } = messages.at(-1);
  assert.deepEqual([delivery.queue_id, delivery.has_source, delivery.can_unsend], ['4F2', true, false]);
  const mail = mailTo(world, desk.customer);
  assert.deepEqual(mail.envelope, [desk.customer, desk.at('boss')]);
  assert.deepEqual(mail.cc, [{ name: '', address: desk.at('boss') }]);
  assert.match(mail.raw, /^Auto-Submitted: no\r$/m);
  assert.doesNotMatch(mail.raw, /^List-/im);
  assert.match(mail.raw, /^X-Pniya-Message: <p\./m);
  assert.match(mail.raw, /multipart\/related/);
  assert.match(mail.text, /^שלום,\n\n\[הלוגו\]\n\nבברכה\n\nבתאריך /);
  const cid = `${picture.id}@${desk.tenant.host}`;
  assert.ok(mail.html?.includes(`<img alt="הלוגו" src="cid:${cid}"`), mail.html ?? '');
  const [one, other] = mail.attachments;
  assert.deepEqual(
    [one?.name, one?.mediaType, one?.contentId, one?.content.equals(dot)],
    ['logo.png', 'image/png', cid, true],
  );
  assert.deepEqual([other?.name, other?.content.toString()], ['חשבונית.txt', 'חשבון']);
  const again = await desk.ask('POST', `/api/tickets/${desk.ticketId}/replies`, {
    text: 'x',
    attachment_ids: [file.id],
  });
  assert.deepEqual([again.status, again.body.errors[0].field], [400, 'attachment_ids.0']);
});

test('what a mail can not be sent to or with is named, field by field, and nothing is kept', async () => {
  const desk = await sendingDesk(app);
  const file = await desk.upload('a.txt', 'x');
  const other = await desk.tenant.asUser('agent');
  const url = `/api/tickets/${desk.ticketId}/replies`;
  const many = Array.from({ length: 30 }, (_, index) => ({ address: desk.at(`n${index}`) }));
  const many2 = many.map(({ address }) => ({ address: `x${address}` }));
  const cases: [object, string[]][] = [
    [{ to: [] }, ['to']],
    [{ to: [{ address: 'nobody' }, { address: '' }] }, ['to.0.address', 'to.1.address']],
    [{ to: [{ address: 'a@b.co, c@d.co' }] }, ['to.0.address']],
    [{ cc: [{ address: desk.tenant.mailAddress.toUpperCase() }] }, ['cc.0.address']],
    [{ cc: [{ address: desk.tenant.mailAddress.replace('@', '+tag@') }] }, ['cc.0.address']],
    [{ to: many, cc: many2 }, ['cc']],
    [{ send_at: '2020-01-01T00:00:00Z' }, ['send_at']],
    [{ send_at: '2099-01-01T00:00:00Z' }, ['send_at']],
    [{ send_at: 'tomorrow' }, ['send_at']],
    [{ from_mailbox_id: '7' }, ['from_mailbox_id']],
    [{ answers: '7' }, ['answers']],
    [{ attachment_ids: ['7'] }, ['attachment_ids.0']],
    [{ text: `![x](cid:${file.id})`, attachment_ids: [file.id] }, ['text']],
    [{ text: '![x](cid:99)' }, ['text']],
  ];
  for (const [body, fields] of cases) {
    const answer = await desk.ask('POST', url, { text: 'x', ...body });
    const named = answer.body.errors?.map(({ field }: { field: string }) => field);
    assert.deepEqual([answer.status, named], [400, fields], JSON.stringify(body).slice(0, 200));
  }
  const stolen = await other('POST', url, { text: 'x', attachment_ids: [file.id] });
  assert.equal(stolen.status, 400, 'another user’s upload');
  assert.equal((await desk.page()).messages.length, 1);
  // Nothing of all that took the file.
  await desk.reply({ text: 'x', attachment_ids: [file.id] });
});

test('uploads: limits, pictures that are none, and whose they are', async () => {
  const desk = await sendingDesk(app);
  const post = (query: string, body: string | Buffer) =>
    desk.ask('POST', `/api/uploads?${query}`, body, { 'content-type': 'application/json' });
  const tooLarge = await post('name=a', Buffer.alloc(25 * 1024 * 1024 + 1));
  assert.deepEqual([tooLarge.status, tooLarge.body.reason], [413, 'upload_too_large']);
  const empty = await post('name=a', '');
  assert.deepEqual([empty.status, empty.body.reason], [400, 'upload_empty']);
  const svg = await post('name=a.png&is_inline=true', '<svg xmlns="http://www.w3.org/2000/svg"/>');
  assert.deepEqual([svg.status, svg.body.errors[0].field], [400, 'body']);
  assert.equal((await post('is_inline=perhaps', 'x')).status, 400);
  assert.equal((await (await desk.tenant.asUser('viewer'))('POST', '/api/uploads', 'x')).status, 403);
  // A browser names no type for a file whose ending it does not know.
  const unnamed = await desk.ask('POST', '/api/uploads?name=x.unknown', Buffer.from([1, 2, 3]));
  assert.deepEqual([unnamed.status, unnamed.body.media_type], [201, 'application/octet-stream']);
  const half = Buffer.alloc(16 * 1024 * 1024, 'a');
  const ids = [(await desk.upload('1', half)).id, (await desk.upload('2', half)).id];
  const url = `/api/tickets/${desk.ticketId}/replies`;
  const both = await desk.ask('POST', url, { text: 'x', attachment_ids: ids });
  assert.deepEqual([both.status, both.body.reason], [413, 'attachments_too_large']);
  const other = await desk.tenant.asUser('agent');
  assert.equal((await other('DELETE', `/api/uploads/${ids[0]}`)).status, 404);
  assert.equal((await desk.ask('DELETE', `/api/uploads/${ids[0]}`)).status, 204);
  assert.equal((await desk.ask('DELETE', `/api/uploads/${ids[0]}`)).status, 404);
  assert.equal((await desk.ask('POST', url, { text: 'x', attachment_ids: [ids[0]] })).status, 400);
  await desk.reply({ text: 'x', attachment_ids: [ids[1]] });
  await desk.pageWhen('sent');
  assert.equal(mailTo(world, desk.customer).attachments[0]?.content.equals(half), true);
});

test('reply all: the others of the answered mail, without ourselves; the mailboxes one may send from', async () => {
  const desk = await sendingDesk(app);
  const second = await desk.ask('POST', '/api/mailboxes', {
    name: 'מכירות',
    addresses: [`sales@${desk.tenant.host}`],
  });
  const { body } = await desk.ask('GET', `/api/tickets/${desk.ticketId}/reply-target`);
  assert.equal(body.to.address, desk.customer);
  assert.deepEqual(body.cc, [
    { name: 'Avi', address: desk.at('avi') },
    { name: 'Boss', address: desk.at('boss') },
  ]);
  assert.deepEqual(
    body.mailboxes.map(({ address }: { address: string }) => address),
    [desk.tenant.mailAddress, `sales@${desk.tenant.host}`],
  );
  await desk.reply({ text: 'x', cc: body.cc, from_mailbox_id: second.body.id });
  await desk.pageWhen('sent');
  const mail = mailTo(world, desk.at('avi'));
  assert.equal(mail.from?.address, `sales@${desk.tenant.host}`);
  assert.equal(mail.envelope.length, 3);
});

test('one recipient is refused, one must wait: who has it gets it once, and the customer’s having it is evidence', async () => {
  const desk = await sendingDesk(app);
  world.refusals.set(desk.at('boss'), [550]);
  world.refusals.set(desk.at('avi'), [450]);
  const { id } = await desk.reply({
    text: 'x',
    cc: [{ address: desk.at('boss') }, { address: desk.at('avi') }],
  });
  const { ticket, messages } = await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled && body.messages.at(-1).delivery.recipients.length > 0,
  );
  assert.equal(ticket.handling.message_id, id);
  const { delivery } = messages.at(-1);
  assert.deepEqual(
    [delivery.state, delivery.recipients],
    [
      'queued',
      [
        { address: desk.customer, state: 'accepted', said: '250 2.0.0 queued as 4F2' },
        { address: desk.at('boss'), state: 'refused', said: '550 not so' },
        { address: desk.at('avi'), state: 'waiting', said: '450 not so' },
      ],
    ],
  );
  assert.equal(delivery.can_unsend, true, 'from those who wait');
  // Its minute is over.
  await desk.tenant.ctx.db
    .updateTable('deliveries')
    .set({ next_attempt_at: new Date(Date.now() - 300_000) })
    .where('tenant_id', '=', desk.tenant.tenantId)
    .execute();
  await resumeLostDeliveries(desk.tenant.ctx);
  const after = (await desk.pageWhen('sent')).messages.at(-1).delivery;
  assert.deepEqual(
    after.recipients.map(({ state }: { state: string }) => state),
    ['accepted', 'refused', 'accepted'],
  );
  assert.deepEqual(
    [desk.customer, desk.at('boss'), desk.at('avi')].map((address) => world.to(address).length),
    [1, 0, 1],
  );
  const ids = [desk.customer, desk.at('avi')].map((address) => mailTo(world, address).messageId);
  assert.equal(new Set(ids).size, 1);
});

test('all that it was for refuse it: failed and no evidence, though a copy was taken', async () => {
  const desk = await sendingDesk(app);
  world.refusals.set(desk.customer, [550]);
  const { id } = await desk.reply({ text: 'x', cc: [{ address: desk.at('boss') }] });
  const { ticket } = await desk.pageWhen('failed');
  assert.equal(ticket.is_handled, false);
  assert.equal((await desk.ask('POST', `/api/messages/${id}/retry`)).status, 204);
  await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
  assert.deepEqual([world.to(desk.customer).length, world.to(desk.at('boss')).length], [1, 1]);
});

test('a reply to somebody else only does not answer the customer', async () => {
  const desk = await sendingDesk(app);
  await desk.reply({ text: 'x', to: [{ address: desk.at('lawyer') }] });
  await desk.pageWhen('sent');
  assert.equal((await desk.page()).ticket.is_handled, false);
});

test('whom the customer copied is answered for nobody else, also where a copy of that answer comes back', async () => {
  const desk = await sendingDesk(app);
  const [avi, boss] = [desk.at('avi'), desk.at('boss')];
  const join = (id: string) =>
    desk.hear('וגם אני', ['In-Reply-To: <q@example.com>', `Message-ID: <${id}@x>`], avi);
  await join('1');
  const asked = (await desk.page()).ticket.waiting_since;
  await desk.reply({ text: 'x', to: [{ address: avi }] });
  const { ticket } = await desk.pageWhen('sent');
  assert.deepEqual([ticket.is_handled, ticket.waiting_since], [false, asked], 'the customer still waits');
  await desk.reply({ text: 'x', to: [{ address: desk.customer }] });
  assert.equal((await desk.pageWhen('sent')).ticket.is_handled, true);

  await join('2');
  assert.equal((await desk.page()).ticket.is_handled, false);
  await desk.reply({ text: 'x', to: [{ address: boss }] });
  assert.equal((await desk.pageWhen('sent')).ticket.is_handled, false, 'nobody who waits has it');
  const toBoth = await desk.reply({ text: 'y', to: [{ address: avi }], cc: [{ address: boss }] });
  assert.equal((await desk.pageWhen('sent')).ticket.is_handled, true, 'only this one waited');
  const ours = world.to(avi).at(-1);
  assert.ok(ours);
  const about = parseMail(ours.raw).messageId ?? '';
  await fromMachine({ ...desk, app }, dsn({ about, address: boss }), 4);
  const page = await desk.page();
  const mail = page.messages.find(({ id }: { id: string }) => id === toBoth.id);
  assert.deepEqual([mail.delivery.reports.length, page.ticket.is_handled], [1, true]);
});

test('a mail that wants its answers at our own address is answered to whoever wrote it', async () => {
  const desk = await sendingDesk(app);
  const tagged = desk.tenant.mailAddress.replace('@', '+1-0123456789@');
  await desk.hear('עוד משהו', [
    `Reply-To: ${tagged}`,
    'In-Reply-To: <q@example.com>',
    'Message-ID: <w@example.com>',
  ]);
  const { body } = await desk.ask('GET', `/api/tickets/${desk.ticketId}/reply-target`);
  assert.equal(body.to.address, desk.customer);
  await desk.reply({ text: 'x' });
  await desk.pageWhen('sent');
  assert.deepEqual(mailTo(world, desk.customer).envelope, [desk.customer]);
});
