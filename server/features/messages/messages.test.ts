import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { deliver, settledLedger, until } from '../../testing/mail-client.ts';
import { type Answer, type Ask, startTestApp, type TestApp } from '../../testing/start-test-app.ts';

const inbox: { to: string[]; raw: string }[] = [];
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onRcptTo: ({ address }, _session, done) =>
    done(address.startsWith('nobody') ? Object.assign(new Error('no'), { responseCode: 550 }) : null),
  onData(stream, session, done) {
    void buffer(stream).then((raw) => {
      inbox.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw: raw.toString() });
      done();
    });
  },
});

let product: TestApp;
before(async () => {
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const { port } = sink.server.address() as AddressInfo;
  product = await startTestApp({ outgoingSmtpUrl: `smtp://127.0.0.1:${port}` });
});
after(async () => {
  await product.stop();
  await new Promise<void>((resolve) => sink.close(() => resolve()));
});

const status = '233476065495939904005866822871905093425';

async function desk(given: Record<string, unknown> = {}) {
  const tenant = await product.newTenant();
  const [client, agent] = [await tenant.asClient(), await tenant.asUser('agent')];
  const body = { subject: 'נושא', msg: 'שאלה', status, ...given };
  const { body: made } = await client('POST', '/v2/tickets/create', body);
  const url = `/api/tickets/${made.id}`;
  const page = () => agent('GET', '/api/tickets/1');
  return { tenant, client, agent, url, page, id: made.id as string };
}

const statusesOf = async (agent: Ask): Promise<string[]> =>
  (await agent('GET', '/api/lists')).body.statuses.map((one: { id: string }) => one.id);
const lastState = (body: Answer['body']) => body.messages.at(-1).delivery?.state;

test('a page of a conversation has the beginning of a very long text; the message by itself has all of it', async () => {
  const tenant = await product.newTenant();
  const agent = await tenant.asUser('viewer');
  const text = 'מילה '.repeat(30_000);
  const html = `<p>${'x'.repeat(200_000)}<img src="https://shop.example/a.png"></p>`;
  const head =
    'From: d@example.org\r\nSubject: long\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n';
  const part = (type: string, words: string) =>
    `--b\r\nContent-Type: text/${type}; charset=utf-8\r\n\r\n${words}\r\n`;
  await deliver(product, tenant.mailAddress, `${head}${part('plain', text)}${part('html', html)}--b--\r\n`);
  await settledLedger(agent, 1);
  const { messages } = (await agent('GET', '/api/tickets/1')).body;
  const [shown] = messages;
  assert.deepEqual(
    [shown.is_cut, shown.text.length, shown.has_html, shown.has_remote_images],
    [true, 20_000, true, true],
  );
  assert.ok(shown.html_bytes > 200_000);
  const whole = (await agent('GET', `/api/messages/${shown.id}`)).body;
  assert.deepEqual([whole.is_cut, whole.text], [false, text.trimEnd()]);
  assert.equal(whole.visible_characters, shown.visible_characters);
});

test('a reply reaches the customer; a note never leaves', async () => {
  const { tenant, agent, url, page } = await desk({ email: 'customer1@example.com' });
  const note = await agent('POST', `${url}/notes`, { text: 'inner-secret' });
  assert.deepEqual([note.status, note.body.direction, note.body.delivery], [201, 'internal', null]);
  const reply = await agent('POST', `${url}/replies`, { text: 'תשובה 😀\r\n.\r\nסוף' });
  assert.deepEqual([reply.status, reply.body.delivery.state], [201, 'queued']);
  assert.deepEqual(reply.body.to, [{ name: 'customer1@example.com', address: 'customer1@example.com' }]);
  assert.equal(reply.body.from.address, tenant.mailAddress);
  // A page reads its ticket first: what is handled there was sent.
  const body = await until(page, (one) => one.ticket.is_handled);
  assert.deepEqual([lastState(body), body.ticket.handling.message_id], ['sent', reply.body.id]);
  const mails = inbox.filter(({ to }) => to.includes('customer1@example.com'));
  assert.equal(mails.length, 1);
  assert.ok(!mails[0]?.raw.includes('secret'));
  const { body: api } = await (await tenant.asClient())('GET', `/v2${url.slice(4)}/messages`);
  assert.deepEqual(
    api.items.map((one: { delivery: string | null }) => one.delivery),
    [null, null, 'sent'],
  );
});

test('send and close: closed at once, handled when it is accepted; refused for good, the customer still waits', async () => {
  const good = await desk({ email: 'customer2@example.com' });
  const closed = (await statusesOf(good.agent))[3];
  await good.agent('POST', `${good.url}/replies`, { text: 'נפתר', status: closed });
  const done = await until(good.page, (one) => one.ticket.is_handled);
  assert.ok(done.ticket.closed_at && lastState(done) === 'sent');
  const bad = await desk({ email: 'nobody@example.com' });
  const shut = (await statusesOf(bad.agent))[3];
  const sent = await bad.agent('POST', `${bad.url}/replies`, { text: 'נפתר', status: shut });
  const failed = await until(bad.page, (one) => lastState(one) === 'failed');
  assert.ok(failed.ticket.closed_at && !failed.ticket.is_handled, 'closed, and yet it waits');
  const waiting = await bad.agent('GET', '/api/tickets?view=waiting');
  assert.equal(waiting.body.items.length, 1);
  assert.match(failed.messages.at(-1).delivery.server_answer, /^550/);
  const stranger = await (await product.newTenant()).asUser();
  assert.equal((await stranger('POST', `/api/messages/${sent.body.id}/retry`)).status, 404);
  assert.equal(
    (await (await bad.tenant.asUser('viewer'))('POST', `/api/messages/${sent.body.id}/retry`)).status,
    403,
  );
  assert.equal((await bad.agent('POST', `/api/messages/${sent.body.id}/retry`)).status, 204);
  assert.equal((await good.agent('POST', `/api/messages/${done.messages.at(-1).id}/retry`)).status, 409);
});

test('what can not be answered says why, and keeps nothing', async () => {
  const { tenant, agent, url, page } = await desk({ phone: '0549255555' });
  const nobody = await agent('POST', `${url}/replies`, { text: 'x' });
  assert.deepEqual([nobody.status, nobody.body.reason], [409, 'no_recipient']);
  const mail = await desk({ email: 'customer3@example.com' });
  for (const bad of [{ text: '' }, { text: ' \n' }, {}, { text: 'x', status: '1' }, { text: 'a\u0000' }]) {
    assert.equal((await mail.agent('POST', `${mail.url}/replies`, bad)).status, 400);
  }
  const administrator = await mail.tenant.asUser();
  const { body: boxes } = await administrator('GET', '/api/mailboxes');
  await administrator('PATCH', `/api/mailboxes/${boxes.items[0].id}`, { is_active: false });
  const homeless = await mail.agent('POST', `${mail.url}/replies`, { text: 'x' });
  assert.deepEqual([homeless.status, homeless.body.reason], [409, 'no_sending_address']);
  assert.equal((await mail.page()).body.messages.length, 1);
  assert.equal((await page()).body.messages.length, 1);
  assert.notEqual(tenant.tenantId, mail.tenant.tenantId);
});

test('an address with line breaks or a second recipient in it brings no mail to anybody else', async () => {
  const evil = [
    'a@example.com\r\nBcc: victim@example.com',
    'a@example.com>\r\nRCPT TO:<victim@example.com',
    'a@example.com, victim@example.com',
    '"a" <a@example.com>, victim@example.com',
    'a@example.com victim@example.com',
  ];
  for (const email of evil) {
    const { agent, url, page } = await desk({ email });
    const reply = await agent('POST', `${url}/replies`, { text: 'x' });
    assert.ok([201, 409].includes(reply.status), reply.text);
    if (reply.status === 201) await until(page, (one) => lastState(one) !== 'queued');
  }
  assert.deepEqual(
    inbox.filter(({ to, raw }) => to.some((one) => one.includes('victim')) || /^Bcc/im.test(raw)),
    [],
  );
});

test('attachments come as downloads under their own names, and run nothing', async () => {
  const tenant = await product.newTenant();
  const agent = await tenant.asUser('agent');
  const names = [
    'חשבונית מס׳ 5.pdf',
    'a"b\\c%20.txt',
    '\u202Egpj.exe',
    '../../etc/passwd',
    'x\r\nSet-Cookie: a=b.svg',
    '😀.html',
  ];
  const parts = names.map((name) => {
    const value = `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`;
    return `--b\r\nContent-Type: image/svg+xml; name="${value}"\r\nContent-Disposition: attachment; filename="${value}"\r\n\r\n<svg/>`;
  });
  const head = 'From: x@example.com\r\nSubject: files\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  await deliver(product, tenant.mailAddress, `${head}${parts.join('\r\n')}\r\n--b--\r\n`);
  await settledLedger(agent, 1);
  const { body: page } = await agent('GET', '/api/tickets/1');
  const shown = page.messages[0].attachments.map((one: { name: string }) => one.name);
  assert.equal(shown.length, names.length);
  assert.deepEqual(
    [shown[0], shown[2], shown[3], shown[5]],
    ['חשבונית מס׳ 5.pdf', 'gpj.exe', 'passwd', '😀.html'],
  );
  for (const file of page.messages[0].attachments) {
    for (const query of ['', '?inline=1']) {
      const answer = await agent('GET', `/api/attachments/${file.id}${query}`);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers['content-type'], 'application/octet-stream');
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['content-security-policy'], "default-src 'none'; sandbox");
      assert.equal(answer.headers['set-cookie'], undefined);
      const disposition = String(answer.headers['content-disposition']);
      assert.match(
        disposition,
        /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.!#$&+^`|~%-]+$/,
      );
      assert.equal(decodeURIComponent(disposition.split("''")[1] ?? ''), file.name);
      assert.equal(answer.text.trim(), '<svg/>');
    }
  }
  assert.equal(
    (await agent('GET', `/api/messages/${page.messages[0].id}/html`)).status,
    404,
    'it has no HTML',
  );
});

test('a long conversation is read backwards, page by page, while it grows', async () => {
  const { client, agent, url, id, page } = await desk();
  for (let index = 0; index < 120; index += 1) {
    assert.equal((await client('POST', `/v2/tickets/${id}/messages`, { msg: `${index}` })).status, 201);
  }
  const { body: first } = await page();
  let { messages, before: key } = first;
  assert.equal(messages.length, 50);
  while (key !== null) {
    await client('POST', `/v2/tickets/${id}/messages`, { msg: 'new' });
    const { body: older } = await agent('GET', `${url}/messages?before=${key}`);
    messages = [...older.items, ...messages];
    key = older.before;
  }
  const texts = messages.map((one: { text: string }) => one.text);
  assert.deepEqual(texts, ['שאלה', ...Array.from({ length: 120 }, (_, index) => `${index}`)]);
});
