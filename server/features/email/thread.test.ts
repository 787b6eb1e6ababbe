import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { MailReader } from '../../mail/parse-pool.ts';
import { answeredDesk, type Body, type Desk, reply } from '../../testing/answered-desk.ts';
import { deliver, rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import { type InWorld, startInWorld } from '../../testing/start-in-world.ts';
import { makeMailNaming } from './naming.service.ts';
import { replayMails } from './replay.service.ts';

let app: InWorld['app'];
let world: InWorld['world'];
let stop: InWorld['stop'];
before(async () => {
  ({ app, world, stop } = await startInWorld());
});
after(() => stop());

interface Mail {
  readonly from: string;
  readonly to?: string;
  readonly subject?: string;
  readonly refs?: string;
  readonly id?: string;
}

/** Delivers one more mail; answers the page of the ticket that it came to. */
async function send(desk: Pick<Desk, 'tenant' | 'ask'>, rows: number, mail: Mail): Promise<Body> {
  const { from, to = desk.tenant.mailAddress, subject = 'again', refs, id = `<${Math.random()}@x>` } = mail;
  const headers = [`From: ${from}`, `Subject: ${subject}`, `Message-ID: ${id}`];
  await deliver(
    app,
    to,
    rawMail(
      [...headers, ...(refs ? [`References: ${refs}`, `In-Reply-To: ${refs.split(' ').at(-1)}`] : [])],
      'a word',
    ),
  );
  const [row] = await settledLedger(desk.ask, rows);
  assert.equal(row.error, null);
  return (await desk.ask('GET', `/api/tickets/${row.ticket_number}`)).body;
}

const whyOf = async (desk: Pick<Desk, 'ask'>, page: Body) =>
  (await desk.ask('GET', `/api/messages/${page.messages.at(-1).id}/threading`)).body;

test('a stranger with our own signed Message-ID gets a ticket of their own, which says where it may belong and why', async () => {
  const desk = await answeredDesk(app, world);
  const page = await send(desk, 2, { from: 'eve@evil.example', refs: `<q@example.com> ${desk.ourId}` });
  assert.equal(page.ticket.number, 2);
  assert.equal(page.ticket.maybe.number, 1);
  assert.equal((await desk.page()).messages.length, 2, 'nothing came to the first');
  const why = await whyOf(desk, page);
  assert.deepEqual([why.bar, why.joined, why.maybe], [100, null, page.ticket.maybe.id]);
  assert.deepEqual(
    why.candidates[0].signals.map((one: { signal: string; points: number }) => [one.signal, one.points]),
    [['token', 60]],
  );
  assert.equal(why.candidates[0].signals[0].by, desk.ourId);
});

test('a customer who writes another customer’s number opens a ticket of their own', async () => {
  const desk = await answeredDesk(app, world);
  const other = await send(desk, 2, { from: 'other@client.example', subject: 'Re: order [#1]' });
  assert.deepEqual([other.ticket.number, other.ticket.maybe.number], [2, 1]);
  const order = await send(desk, 3, { from: 'other@client.example', subject: 'my order #1' });
  assert.deepEqual([order.ticket.number, order.ticket.maybe], [3, null]);
  const unknown = await send(desk, 4, { from: 'other@client.example', subject: 'about פנייה 999' });
  assert.deepEqual([unknown.ticket.number, unknown.ticket.maybe], [4, null]);
  assert.equal(unknown.messages[0].has_threading, false);
  assert.equal((await desk.ask('GET', `/api/messages/${unknown.messages[0].id}/threading`)).status, 404);
});

test('the number in the subject is enough for who takes part, also long after it was closed', async () => {
  const desk = await answeredDesk(app, world);
  const { statuses } = (await desk.ask('GET', '/api/lists')).body;
  const closed = statuses.find((one: { type: string }) => one.type === 'closed').id;
  const { ticket } = await desk.page();
  assert.equal((await desk.ask('PATCH', `/api/tickets/${ticket.id}`, { status: closed })).status, 200);
  const page = await send(desk, 2, { from: desk.customer, subject: 'order \u2066[#1]\u2069' });
  assert.deepEqual([page.ticket.number, page.ticket.is_handled, page.ticket.closed_at], [1, false, null]);
});

test('whom we wrote to takes part: the reply went to another address, and it answers', async () => {
  const desk = await answeredDesk(app, world);
  const asked = `From: Dana <${desk.customer}>\r\nReply-To: office@elsewhere.example\r\nSubject: order [#1]\r\nMessage-ID: <w@x>`;
  await deliver(app, desk.tenant.mailAddress, `${asked}\r\n\r\nanswer the office\r\n`);
  await settledLedger(desk.ask, 2);
  await reply(desk.ask, (await desk.page()).ticket.id);
  await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
  const page = await send(desk, 3, { from: 'Office@elsewhere.example', refs: '<w@x>' });
  assert.equal(page.ticket.number, 1);
});

test('a colleague at the customer’s own domain joins by our signed id; at a public provider, or known as another customer, nobody does', async () => {
  const tenant = await app.newTenant();
  const desk = { tenant, ask: await tenant.asUser() };
  const first = async (from: string, number: number) => {
    await send(desk, number, { from, id: `<q${number}@x>` });
    await reply(desk.ask, (await desk.ask('GET', `/api/tickets/${number}`)).body.ticket.id);
    await until(
      () => desk.ask('GET', `/api/tickets/${number}`),
      (body) => body.ticket.is_handled,
    );
    const sent = world.to(from).at(-1)?.raw.toString() ?? '';
    return /^Message-ID: (<.*>)/im.exec(sent)?.[1] ?? '';
  };
  const domain = `${tenant.host.split('.')[0]}.co.il`;
  const [company, person] = [await first(`dana@${domain}`, 1), await first(`d.${domain}@gmail.com`, 2)];
  assert.equal((await send(desk, 3, { from: `ruth@${domain}`, refs: company })).ticket.number, 1);
  const public_ = await send(desk, 4, { from: 'ruth@gmail.com', refs: person });
  assert.deepEqual([public_.ticket.number, public_.ticket.maybe.number], [3, 2]);
  const known = await send(desk, 5, { from: `moshe@${domain}` });
  assert.equal(known.ticket.number, 4, 'a customer of their own');
  const other = await send(desk, 6, { from: `moshe@${domain}`, refs: company });
  assert.deepEqual([other.ticket.number, other.ticket.maybe.number], [5, 1]);
});

test('an address with a ticket’s token names it; a token that is not ours, or another tenant’s, names nothing', async () => {
  const desk = await answeredDesk(app, world);
  const naming = await makeMailNaming(app.means.db);
  const plus = (tenantId: string, number: number) =>
    desk.tenant.mailAddress.replace('@', `+${naming.plusOf(tenantId, number, desk.tenant.mailAddress)}@`);
  const to = plus(desk.tenant.tenantId, 1);
  const joined = await send(desk, 2, { from: desk.customer, to });
  assert.equal(joined.ticket.number, 1);
  assert.equal((await whyOf(desk, joined)).candidates[0].signals[0].by, to);
  const eve = await send(desk, 3, { from: 'eve@evil.example', to });
  assert.deepEqual([eve.ticket.number, eve.ticket.maybe.number], [2, 1]);
  const { tenantId } = await app.newTenant();
  for (const [index, forged] of [
    plus(tenantId, 1),
    to.replace('+1-', '+2-'),
    to.replace(/.@/, 'x@'),
  ].entries()) {
    const page = await send(desk, 4 + index, { from: desk.customer, to: forged });
    assert.deepEqual([page.ticket.number, page.ticket.maybe], [3 + index, null], forged);
  }
});

test('of a Message-ID that two mails have, the ticket in which the sender takes part', async () => {
  const tenant = await app.newTenant();
  const desk = { tenant, ask: await tenant.asUser() };
  const [dana, ruth] = [`dana@${tenant.host}`, `ruth@${tenant.host}`];
  await send(desk, 1, { from: dana, id: '<same@x>' });
  await send(desk, 2, { from: ruth, id: '<same@x>' });
  assert.equal((await send(desk, 3, { from: dana, refs: '<same@x>' })).ticket.number, 1);
  assert.equal((await send(desk, 4, { from: ruth, refs: '<same@x>' })).ticket.number, 2);
});

test('what it may belong to is denied, and suggested again', async () => {
  const desk = await answeredDesk(app, world);
  const page = await send(desk, 2, { from: 'eve@evil.example', refs: desk.ourId });
  const url = `/api/tickets/${page.ticket.id}`;
  const denied = await desk.ask('POST', `${url}/not-related`);
  assert.deepEqual([denied.status, denied.body.ticket.maybe], [200, null]);
  const again = await desk.ask('POST', `${url}/not-related`);
  assert.deepEqual([again.status, again.body.reason], [409, 'nothing_suggested']);
  const undone = await desk.ask('POST', `${url}/undo`, { event_ids: denied.body.event_ids });
  assert.deepEqual(undone.body.ticket.maybe, page.ticket.maybe);
  const viewer = await desk.tenant.asUser('viewer');
  assert.equal((await viewer('POST', `${url}/not-related`)).status, 403);
});

/** Forty conversations of two mails each, in their order. */
const conversations = Array.from({ length: 40 }, (_, at) => {
  const from = `From: c${at}@client${at}.example`;
  const first = rawMail([from, `Subject: q${at}`, `Message-ID: <a${at}@x>`], 'one');
  return [first, rawMail([from, 'Subject: x', `Message-ID: <b${at}@x>`, `In-Reply-To: <a${at}@x>`], 'two')];
}).flat();

test('mails of many conversations that come at once: each answer finds the ticket of what it answers', async () => {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const client = createTransport({ host: '127.0.0.1', port: app.smtpPort, pool: true, maxConnections: 1 });
  const envelope = { from: 'x@client.example', to: [tenant.mailAddress] };
  await Promise.all(conversations.map((raw) => client.sendMail({ envelope, raw })));
  client.close();
  const isRead = ({ channels: [email] }: Body) => email?.total === 80 && email.pending === 0;
  const read = () => ask('GET', `/api/intake/summary?since=${new Date(0).toISOString()}`);
  const [email] = (await until(read, isRead)).channels;
  assert.deepEqual([email.tickets, email.replies], [40, 40]);
});

test('so it is with a file of old mail', async () => {
  const tenant = await app.newTenant();
  const reader = new MailReader();
  async function* file() {
    for (const raw of conversations) yield Buffer.from(raw);
  }
  const options = { mailbox: tenant.mailAddress, onProgress: () => undefined };
  const { tickets, replies } = await replayMails(tenant.ctx, reader, file(), options);
  await reader.close();
  assert.deepEqual([tickets, replies], [40, 40]);
});

test('a mail that comes after its own answer joins that; of a stranger, or with a worn-out Message-ID, it does not', async () => {
  const tenant = await app.newTenant();
  const desk = { tenant, ask: await tenant.asUser() };
  const dana = `dana@${tenant.host}`;
  await send(desk, 1, { from: dana, refs: '<late@x>', id: '<early@x>' });
  const stranger = await send(desk, 2, { from: 'eve@evil.example', id: '<late@x>' });
  assert.deepEqual([stranger.ticket.number, stranger.ticket.maybe.number], [2, 1]);
  const again = await send(desk, 3, { from: dana, id: '<late@x>' });
  assert.equal(again.ticket.number, 3, 'the id is known: it names another mail');
  await send(desk, 4, { from: dana, refs: '<other@x>', id: '<answer@x>' });
  assert.equal((await send(desk, 5, { from: dana, id: '<other@x>' })).ticket.number, 4);
});

test('an answer that says what it answers in References alone is one, also when it is quicker', async () => {
  const tenant = await app.newTenant();
  const desk = { tenant, ask: await tenant.asUser() };
  const dana = `dana@${tenant.host}`;
  const answer = rawMail([`From: ${dana}`, 'Message-ID: <b@x>', 'References: <a@x>'], 'answer');
  await deliver(app, tenant.mailAddress, answer);
  await settledLedger(desk.ask, 1);
  assert.equal((await send(desk, 2, { from: dana, id: '<a@x>' })).ticket.number, 1);
});

test('an answer that was quicker than what joins it to an older ticket is told to belong there', async () => {
  const tenant = await app.newTenant();
  const desk = { tenant, ask: await tenant.asUser() };
  const dana = `dana@${tenant.host}`;
  await send(desk, 1, { from: dana, id: '<o@x>' });
  assert.equal((await send(desk, 2, { from: dana, refs: '<between@x>', id: '<quick@x>' })).ticket.number, 2);
  assert.equal((await send(desk, 3, { from: dana, refs: '<o@x>', id: '<between@x>' })).ticket.number, 1);
  const { ticket } = (await desk.ask('GET', '/api/tickets/2')).body;
  assert.equal(ticket.maybe?.number, 1);
});

test('a program with one Message-ID for all it sends hides nobody’s ticket from them, nor do two hundred references', async () => {
  const tenant = await app.newTenant();
  const desk = { tenant, ask: await tenant.asUser() };
  const dana = `dana@${tenant.host}`;
  const page = await send(desk, 1, { from: dana, id: '<mine@x>' });
  const worn = Array.from({ length: 30 }, (_, at) =>
    rawMail([`From: c${at}@${tenant.host}`, 'Message-ID: <always@x>', `Subject: ${at}`], 'x'),
  );
  for (const raw of worn.slice(0, 10)) await deliver(app, tenant.mailAddress, raw);
  await Promise.all(worn.slice(10).map((raw) => deliver(app, tenant.mailAddress, raw)));
  await settledLedger(desk.ask, 31);
  const joined = await send(desk, 32, { from: `c29@${tenant.host}`, refs: '<always@x>' });
  assert.deepEqual([joined.messages.length, joined.messages[0].subject], [2, '29']);
  const many = Array.from({ length: 200 }, (_, at) => `<r${at}@x>`).join(' ');
  for (const [index, refs] of [`<mine@x> ${many}`, `${many} <mine@x>`].entries())
    assert.equal((await send(desk, 33 + index, { from: dana, refs })).ticket.number, page.ticket.number);
});

test('what was split off is answered where it is, whatever number its subject has', async () => {
  const desk = await answeredDesk(app, world);
  const { ticket, messages } = await desk.page();
  const split = await desk.ask('POST', `/api/tickets/${ticket.id}/split`, { message_ids: [messages[1].id] });
  assert.equal(split.status, 200, split.text);
  const answer = { from: desk.customer, refs: `<q@example.com> ${desk.ourId}`, subject: 'Re: order [#1]' };
  assert.equal((await send(desk, 2, answer)).ticket.number, 2);
  assert.equal((await send(desk, 3, { ...answer, refs: '<q@example.com>' })).ticket.number, 1);
});

test('whom the customer copied joins by answering; a number alone, or the ticket of another, is a hint', async () => {
  const desk = await answeredDesk(app, world);
  const cpa = `cpa@books-${desk.tenant.host}`;
  const headers = [
    `From: ${desk.customer}`,
    `Cc: CPA <${cpa.toUpperCase()}>`,
    'Subject: invoice',
    'Message-ID: <inv@x>',
  ];
  await deliver(app, desk.tenant.mailAddress, rawMail(headers, 'my accountant is copied'));
  await settledLedger(desk.ask, 2);
  assert.equal((await send(desk, 3, { from: cpa, refs: '<inv@x>' })).ticket.number, 2);
  const other = await send(desk, 4, { from: `x-${cpa}`, refs: '<inv@x>' });
  assert.deepEqual([other.ticket.number, other.ticket.maybe.number], [3, 2]);
  const third = await send(desk, 5, { from: cpa, refs: '<q@example.com>' });
  assert.deepEqual([third.ticket.number, third.ticket.maybe.number], [4, 1]);
});
