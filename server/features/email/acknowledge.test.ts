import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseMail } from '../../mail/parse.ts';
import { deliver, rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import { type MailSink, openMailSink, type SunkMail } from '../../testing/mail-sink.ts';
import {
  type Answer,
  type Ask,
  startOwnApp,
  startTestApp,
  type TestApp,
  type TestTenant,
} from '../../testing/start-test-app.ts';

type Body = Answer['body'];
let app: TestApp;
let world: MailSink;
/** What happens to mail in the outside world: other Pniyas, and robots. */
const routes = new Map<string, (mail: SunkMail) => Promise<unknown>>();
const arriving: Promise<unknown>[] = [];
before(async () => {
  world = await openMailSink((mail) => {
    for (const address of mail.to) {
      const route = routes.get(address);
      if (route) arriving.push(route(mail));
    }
  });
  app = await startTestApp({ outgoingSmtpUrl: world.url });
});
after(async () => {
  await app.stop();
  await world.close();
});

interface Desk {
  readonly tenant: TestTenant;
  readonly ask: Ask;
  readonly url: string;
}

/** A tenant that acknowledges. */
async function openDesk(settings: object = {}): Promise<Desk> {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser('administrator');
  const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
  const url = `/api/mailboxes/${id}/acknowledgement`;
  const answer = await ask('PUT', url, { is_on: true, text_he: null, text_en: null, hours: 24, ...settings });
  assert.equal(answer.status, 204, answer.text);
  return { tenant, ask, url };
}

function inquiry(from: string, subject: string, text: string, ...more: string[]): string {
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  return rawMail(
    [`From: ${from}`, `Subject: ${encoded}`, `Message-ID: <${Math.random()}@example.com>`, ...more],
    text,
  );
}

async function send(desk: Desk, raw: string, rows: number, from = 'dana@example.com'): Promise<Body> {
  await deliver(app, desk.tenant.mailAddress, raw, from);
  return (await settledLedger(desk.ask, rows))[0];
}

/** What arrived at an address, once `count` did; a moment longer for what must not come. */
async function mailsTo(address: string, count: number): Promise<readonly SunkMail[]> {
  await until(
    async () => ({ status: 200, headers: {}, text: '', body: world.to(address) }),
    (body) => body.length >= count,
  );
  await sleep(300);
  return world.to(address);
}

const headersOf = ({ raw }: SunkMail) => raw.toString('latin1').split('\r\n\r\n')[0] ?? '';

test('a new inquiry is acknowledged in its language, as a program does, and is not handled by that', async () => {
  const desk = await openDesk();
  const customer = `dana@${desk.tenant.host}`;
  await send(
    desk,
    inquiry(`Dana Levi <${customer}>`, 'הזמנה', 'היכן ההזמנה שלי?', 'References: <a@example.com>'),
    1,
  );
  const [mail, ...others] = await mailsTo(customer, 1);
  assert.ok(mail);
  assert.equal(others.length, 0);
  assert.equal(mail.from, '', 'nothing comes back');
  const head = headersOf(mail);
  for (const line of [
    /^Auto-Submitted: auto-replied$/m,
    /^X-Auto-Response-Suppress: All$/m,
    /^Precedence: auto_reply$/m,
    /^X-Loop: pniya-[\da-f]{16}$/m,
  ])
    assert.match(head, line);
  const read = parseMail(mail.raw);
  assert.match(read.text, /^שלום Dana Levi,\n\nהפנייה התקבלה ומספרה 1\./);
  assert.doesNotMatch(read.text, /היכן ההזמנה/, 'it does not quote');
  assert.match(read.subject, /^Re: הזמנה/);
  assert.equal(read.references[0], '<a@example.com>');
  const page = await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.messages.at(-1).delivery?.state === 'sent',
  );
  assert.deepEqual(
    [page.messages.length, page.messages[1].is_automatic, page.ticket.is_handled],
    [2, true, false],
  );
  assert.notEqual(page.ticket.waiting_since, null);
  // The customer answers it: their word, on the same ticket.
  await send(
    desk,
    inquiry(customer, 'Re: הזמנה', 'תודה, ומתי?', `In-Reply-To: ${read.messageId}`),
    2,
    customer,
  );
  assert.equal((await desk.ask('GET', '/api/tickets/1')).body.messages.length, 3);
  assert.equal((await mailsTo(customer, 1)).length, 1);
});

test('once in the window, whatever tag the address carries; then again', async () => {
  const desk = await openDesk({ hours: 1 });
  const at = (tag: string) => `dana${tag}@${desk.tenant.host}`;
  await send(desk, inquiry(at(''), 'one', 'where is it?'), 1);
  await mailsTo(at(''), 1);
  await send(desk, inquiry(at(''), 'two', 'and this?'), 2);
  await send(desk, inquiry(at('+shop'), 'three', 'and that?'), 3);
  assert.equal((await mailsTo(at(''), 1)).length + world.to(at('+shop')).length, 1);
  const { ctx, tenantId } = desk.tenant;
  await ctx.db
    .updateTable('acknowledgements')
    .set({ at: new Date(Date.now() - 3_600_001) })
    .where('tenant_id', '=', tenantId)
    .execute();
  await send(desk, inquiry(at('+shop'), 'four', 'again'), 4);
  assert.equal((await mailsTo(at('+shop'), 1)).length, 1);
});

test('never to lists, robots, addresses that nobody reads, ourselves, old mail, or when it is off', async () => {
  const desk = await openDesk();
  const other = await app.newTenant();
  const host = desk.tenant.host;
  const old = new Date(Date.now() - 4 * 86_400_000).toUTCString();
  const cases: readonly (readonly [from: string, envelope: string, ...headers: string[]])[] = [
    [`list1@${host}`, 'dana@example.com', 'List-Id: <x.example.com>'],
    [`list2@${host}`, 'dana@example.com', 'Precedence: bulk'],
    [`robot@${host}`, 'dana@example.com', 'Auto-Submitted: auto-generated'],
    [`quiet@${host}`, 'dana@example.com', 'X-Auto-Response-Suppress: OOF, AutoReply'],
    [`no-reply@${host}`, 'dana@example.com'],
    [`nobody@${host}`, ''],
    [`bounce@${host}`, 'bounces+dana=x@example.com'],
    [`elsewhere@${host}`, 'dana@example.com', `Reply-To: noreply@${host}`],
    [`asked@${host}`, 'dana@example.com', `Reply-To: ${other.mailAddress}`],
    [desk.tenant.mailAddress, 'dana@example.com'],
    [other.mailAddress, 'dana@example.com'],
    [other.mailAddress.replace('@', '+tag@'), 'dana@example.com'],
    [`old@${host}`, 'dana@example.com', `Date: ${old}`],
  ];
  let rows = 0;
  for (const [from, envelope, ...headers] of cases) {
    rows += 1;
    await send(desk, inquiry(from, 'order', 'where is it?', ...headers), rows, envelope);
  }
  await desk.ask('PUT', desk.url, { is_on: false });
  await send(desk, inquiry(`late@${host}`, 'order', 'where?'), rows + 1);
  await sleep(300);
  const addresses = [...cases.map(([from]) => from), `late@${host}`, `noreply@${host}`];
  assert.deepEqual(
    addresses.filter((address) => world.to(address).length > 0),
    [],
  );
});

test('two Pniyas that acknowledge exchange one automatic mail at most', async () => {
  const [one, other] = await Promise.all([openDesk(), openDesk()]);
  for (const { tenant } of [one, other])
    routes.set(tenant.mailAddress, ({ raw, from }) => deliver(app, tenant.mailAddress, raw, from));
  // A person of the one writes from its mailbox to the other: by the address alone it would never be acknowledged …
  await send(other, inquiry(one.tenant.mailAddress, 'order', 'where is it?'), 1, one.tenant.mailAddress);
  // … and as a stranger's mail that wants its answers there, neither.
  await send(
    other,
    inquiry(`x@${one.tenant.host}`, 'order 2', 'and this?', `Reply-To: ${one.tenant.mailAddress}`),
    2,
  );
  await sleep(500);
  const exchanged = world.to(one.tenant.mailAddress).length + world.to(other.tenant.mailAddress).length;
  assert.equal(exchanged, 0);
  for (const { tenant } of [one, other]) routes.delete(tenant.mailAddress);
});

test('Pniyas of two installations, which do not know each other’s addresses', async () => {
  const apps = [app, await startOwnApp({ outgoingSmtpUrl: world.url })] as const;
  try {
    const here = await openDesk();
    const there = await apps[1].newTenant();
    const ask = await there.asUser('administrator');
    const [{ id }] = (await ask('GET', '/api/mailboxes')).body.items;
    await ask('PUT', `/api/mailboxes/${id}/acknowledgement`, { is_on: true });
    routes.set(here.tenant.mailAddress, ({ raw, from }) =>
      deliver(apps[0], here.tenant.mailAddress, raw, from),
    );
    routes.set(there.mailAddress, ({ raw, from }) => deliver(apps[1], there.mailAddress, raw, from));
    // An inquiry from there reaches here, is acknowledged, and that reaches there.
    await send(here, inquiry(there.mailAddress, 'order', 'where is it?'), 1, there.mailAddress);
    await mailsTo(there.mailAddress, 1);
    const [row] = await settledLedger(ask, 1);
    assert.deepEqual([row.state, row.reason], ['ignored', 'rule:auto_reply']);
    assert.equal(world.to(there.mailAddress).length, 1);
    assert.equal(world.to(here.tenant.mailAddress).length, 0);
  } finally {
    await apps[1].stop();
  }
});

test('a robot that is away, and says so in no header, gets one automatic mail and no more', async () => {
  const desk = await openDesk();
  const robot = `robot@${desk.tenant.host}`;
  let answers = 0;
  routes.set(robot, () => {
    answers += 1;
    return deliver(
      app,
      desk.tenant.mailAddress,
      inquiry(robot, 'I am not here', 'Your mail was read by nobody.'),
      robot,
    );
  });
  await send(desk, inquiry(robot, 'order', 'where is it?'), 1, robot);
  await until(
    async () => ({ status: 200, headers: {}, text: '', body: answers }),
    (body) => body >= 1,
  );
  await settledLedger(desk.ask, 2);
  await sleep(500);
  assert.deepEqual([answers, world.to(robot).length], [1, 1]);
  routes.delete(robot);
  await Promise.all(arriving);
});

test('our acknowledgement come back under another Message-ID is no inquiry', async () => {
  const desk = await openDesk();
  const customer = `dana@${desk.tenant.host}`;
  await send(desk, inquiry(customer, 'order', 'where is it?'), 1);
  const [mail] = await mailsTo(customer, 1);
  const back = (mail?.raw.toString('latin1') ?? '').replace(
    /^Message-ID: .*$/m,
    'Message-ID: <new@example.com>',
  );
  const row = await send(desk, back, 2, '');
  assert.deepEqual([row.state, row.reason], ['ignored', 'rule:own_mail']);
});

test('own words, with their fields; a field that is none is refused; what is asked for is what is read', async () => {
  const desk = await openDesk({
    text_en: 'Dear {{account.name}}: {{ticket.subject}} is #{{ ticket.number }} at {{tenant.name}}',
  });
  const customer = `dana@${desk.tenant.host}`;
  await send(desk, inquiry(`Dana <${customer}>`, 'my order', 'where is it, please?'), 1);
  const [mail] = await mailsTo(customer, 1);
  assert.match(parseMail(mail?.raw ?? Buffer.alloc(0)).text, /^Dear Dana: my order is #1 at /);
  const refused = await desk.ask('PUT', desk.url, { is_on: true, text_he: '{{ticket.secret}}' });
  assert.equal(refused.status, 400);
  assert.deepEqual(
    refused.body.errors.map((one: { field: string }) => one.field),
    ['text_he'],
  );
  const read = (await desk.ask('GET', desk.url)).body;
  assert.deepEqual([read.is_on, read.text_he, read.hours], [true, null, 24]);
  const agent = await desk.tenant.asUser('agent');
  assert.equal((await agent('PUT', desk.url, { is_on: false })).status, 403);
  const stranger = await (await app.newTenant()).asUser('administrator');
  assert.equal((await stranger('PUT', desk.url, { is_on: false })).status, 404);
});
