import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { signed } from '../../mail/dkim.ts';
import { parseMail } from '../../mail/parse.ts';
import { deliver, rawMail, settledLedger, until } from '../../testing/mail-client.ts';
import { dot, mailTo, sendingDesk } from '../../testing/sending-desk.ts';
import { type InWorld, startInWorld } from '../../testing/start-in-world.ts';

let app: InWorld['app'];
let world: InWorld['world'];
let stop: InWorld['stop'];
before(async () => {
  ({ app, world, stop } = await startInWorld());
});
after(() => stop());

test('a forward passes the mail on with its headers, handles nothing, and its answer comes to the ticket', async () => {
  const desk = await sendingDesk(app);
  const supplier = desk.at('supplier');
  const sent = await desk.forward({ to: [{ name: 'ספק', address: supplier }], text: 'מה קורה עם זה?' });
  assert.deepEqual([sent.kind, sent.forwarded_id], ['forward', (await desk.page()).messages[0].id]);
  const page = await desk.pageWhen('sent');
  assert.equal(page.ticket.is_handled, false, 'nobody answered the customer');
  const mail = mailTo(world, supplier);
  assert.equal(mail.subject, 'Fwd: שאלה \u2066[#1]\u2069');
  assert.deepEqual([mail.inReplyTo, mail.references], [null, []]);
  const block = new RegExp(
    `^מה קורה עם זה\\?\\n\\n---------- הודעה שהועברה ----------\\nמאת: Dana <${desk.customer}>\\nתאריך: .+\\nנושא: שאלה\\nאל: .*${desk.tenant.mailAddress}.*\\nעותק: .*Boss.*\\n\\nמתי תגיע ההזמנה\\?$`,
  );
  assert.match(mail.text, block);
  assert.match(mail.html ?? '', /<div dir="rtl"[^>]*>---------- הודעה שהועברה ----------/);
  const answer = [
    `From: Sapak <${supplier}>`,
    `In-Reply-To: ${mail.messageId}`,
    `To: ${desk.tenant.mailAddress}`,
  ];
  await deliver(app, desk.tenant.mailAddress, rawMail(answer, 'זה נשלח אתמול'), supplier);
  const [row] = await settledLedger(desk.ask, 2);
  assert.equal(row.ticket_number, 1);
  const { ticket } = await desk.page();
  assert.equal(ticket.reply_target.to.address, desk.customer, 'the customer is still the one to answer');
  const third = (await desk.page()).messages.at(-1);
  const target = await desk.ask('GET', `/api/tickets/${desk.ticketId}/reply-target?answers=${third.id}`);
  assert.equal(target.body.to.address, supplier);
  await desk.reply({ text: 'תודה', answers: third.id });
  await desk.pageWhen('sent');
  assert.equal(world.to(supplier).length, 2);
  assert.equal((await desk.page()).ticket.is_handled, false, 'the supplier was answered, not the customer');
  await desk.reply({ text: 'נשלח אתמול' });
  await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
  assert.equal(mailTo(world, desk.customer).inReplyTo, '<q@example.com>');
});

test('once the customer is answered, whoever helped can be thanked and nobody waits', async () => {
  const desk = await sendingDesk(app);
  const supplier = desk.at('supplier');
  await desk.forward({ to: [{ address: supplier }] });
  await desk.pageWhen('sent');
  await desk.reply({ text: 'בדרך' });
  await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
  const { messageId } = mailTo(world, supplier);
  await desk.hear('נשלח', [`In-Reply-To: ${messageId}`], supplier);
  const third = (await desk.page()).messages.at(-1);
  assert.equal((await desk.page()).ticket.waiting_since, third.created_at);
  await desk.reply({ text: 'תודה', answers: third.id });
  await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
});

test('files go along when they are asked for, in English for an English mail; a note goes nowhere', async () => {
  const desk = await sendingDesk(app);
  const attached = [
    `From: Dana <${desk.customer}>\r\nSubject: Re: Fwd: order\r\nIn-Reply-To: <q@example.com>`,
    'Content-Type: multipart/mixed; boundary=b\r\n',
    '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nsee the file',
    '--b\r\nContent-Type: image/png; name=dot.png\r\nContent-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename=dot.png\r\n',
    `${dot.toString('base64')}\r\n--b--\r\n`,
  ];
  await deliver(app, desk.tenant.mailAddress, attached.join('\r\n'), desk.customer);
  await settledLedger(desk.ask, 2);
  const { id } = (await desk.page()).messages.at(-1);
  const own = await desk.upload('own.txt', 'own');
  const forward = (body: object) => desk.ask('POST', `/api/messages/${id}/forward`, body);
  await forward({ to: [{ address: desk.at('one') }], text: 'please check', attachment_ids: [own.id] });
  await forward({ to: [{ address: desk.at('two') }], include_attachments: false });
  await until(
    async () =>
      ({ body: { count: world.to(desk.at('one')).length + world.to(desk.at('two')).length } }) as never,
    ({ count }) => count === 2,
  );
  const one = mailTo(world, desk.at('one'));
  assert.equal(one.subject, 'Fwd: order \u2066[#1]\u2069');
  assert.match(
    one.text,
    /^please check\n\n---------- Forwarded message ----------\nFrom: Dana <.*>\nDate: .+\nSubject: Re: Fwd: order\n\nsee the file$/,
  );
  assert.deepEqual(
    one.attachments.map(({ name, content }) => [name, content.length]),
    [
      ['own.txt', 3],
      ['dot.png', dot.length],
    ],
  );
  assert.equal(mailTo(world, desk.at('two')).attachments.length, 0);
  const { body: note } = await desk.ask('POST', `/api/tickets/${desk.ticketId}/notes`, { text: 'פנימי' });
  const refused = await desk.ask('POST', `/api/messages/${note.id}/forward`, { to: [{ address: 'a@b.co' }] });
  assert.deepEqual([refused.status, refused.body.reason], [409, 'nothing_to_forward']);
  assert.equal((await forward({ to: [] })).status, 400);
  assert.equal((await forward({ to: [{ address: desk.tenant.mailAddress }] })).status, 400);
});

test('a mail in HTML is passed on in HTML, with the pictures that it shows and no others', async () => {
  const desk = await sendingDesk(app);
  const picture = (id: string) =>
    `--b\r\nContent-Type: image/png; name=${id}.png\r\nContent-ID: <${id}@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${dot.toString('base64')}`;
  const html =
    '<div dir="rtl"><b>שבור:</b> <img src="cid:shown@x" alt="תמונה"><script>alert(1)</script></div>';
  const raw = [
    `From: Dana <${desk.customer}>\r\nSubject: pic\r\nIn-Reply-To: <q@example.com>`,
    'Content-Type: multipart/related; boundary=b\r\n',
    `--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}`,
    picture('shown'),
    picture('hidden'),
    '--b--\r\n',
  ];
  await deliver(app, desk.tenant.mailAddress, raw.join('\r\n'), desk.customer);
  await settledLedger(desk.ask, 2);
  const { id } = (await desk.page()).messages.at(-1);
  const body = { to: [{ address: desk.at('lab') }], text: 'ראו', include_attachments: false };
  const { body: sent } = await desk.ask('POST', `/api/messages/${id}/forward`, body);
  await desk.pageWhen('sent');
  const mail = mailTo(world, desk.at('lab'));
  const [only, ...others] = mail.attachments;
  assert.deepEqual([only?.name, only?.content.equals(dot), others.length], ['shown.png', true, 0]);
  assert.match(mail.html ?? '', /<b>שבור:<\/b>/);
  assert.ok(mail.html?.includes(`src="cid:${only?.contentId}"`), mail.html ?? '');
  assert.doesNotMatch(mail.raw, /script|api\/attachments/);
  const rendered = (await desk.ask('GET', `/api/messages/${sent.id}/rendered`)).body;
  const address = / src="(\/api\/attachments\/\d+\?inline=1)"/.exec(rendered.html)?.[1] ?? '';
  assert.equal((await desk.ask('GET', address)).status, 200);
});

test('what was sent is kept: as a file, and read as the customer’s program would read it', async () => {
  const desk = await sendingDesk(app);
  const picture = await desk.upload('a.png', dot, '&is_inline=true');
  const file = await desk.upload('ב.txt', 'ב');
  const text = `שלום\n\n![תמונה](cid:${picture.id})`;
  const { id } = await desk.reply({ text, attachment_ids: [picture.id, file.id] });
  await desk.pageWhen('sent');
  const source = await desk.ask('GET', `/api/messages/${id}/source`);
  assert.equal(source.status, 200);
  assert.equal(source.headers['content-disposition'], `attachment; filename="message-${id}.eml"`);
  assert.equal(source.headers['x-content-type-options'], 'nosniff');
  assert.equal(source.text, world.to(desk.customer)[0]?.raw.toString());
  const { body, status } = await desk.ask('GET', `/api/messages/${id}/rendered`);
  assert.equal(status, 200);
  const value = (name: string) => body.headers.find((one: { name: string }) => one.name === name)?.value;
  assert.deepEqual([value('Subject'), value('Auto-Submitted')], ['Re: שאלה \u2066[#1]\u2069', 'no']);
  assert.match(body.text, /^שלום\n\n\[תמונה\]\n\nבתאריך/);
  assert.ok(body.html.includes(`src="/api/attachments/${picture.id}?inline=1"`), body.html);
  assert.deepEqual(body.attachments, [{ name: 'ב.txt', media_type: 'text/plain', size_bytes: 2 }]);
  const frame = await desk.ask('GET', `/api/messages/${id}/rendered/html`);
  assert.equal(frame.text, body.html);
  assert.match(String(frame.headers['content-security-policy']), /default-src 'none'/);
  const shown = await desk.ask('GET', `/api/attachments/${picture.id}?inline=1`);
  assert.deepEqual([shown.status, shown.headers['content-type']], [200, 'image/png']);
  const received = (await desk.page()).messages[0];
  const raw = await desk.ask('GET', `/api/messages/${received.id}/source`);
  assert.match(raw.text, /^Message-ID: <q@example\.com>\r$/m);
  assert.equal((await desk.ask('GET', `/api/messages/${received.id}/rendered`)).status, 404);
  const { body: note } = await desk.ask('POST', `/api/tickets/${desk.ticketId}/notes`, { text: 'x' });
  assert.equal((await desk.ask('GET', `/api/messages/${note.id}/source`)).status, 404);
});

test('a relay gave our mail another Message-ID: its bounce is still told by our own mark, and so is the mail come back', async () => {
  const desk = await sendingDesk(app);
  await desk.reply({ text: 'x' });
  await until(
    () => desk.ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
  const sent = world.to(desk.customer)[0]?.raw.toString() ?? '';
  const renamed = sent.replace(/^Message-ID: .*$/m, 'Message-ID: <0100018f-ses@email.amazonses.com>');
  assert.doesNotMatch(renamed, /^Message-ID: <p\./m);
  const bounce = [
    'From: MAILER-DAEMON@amazonses.com\r\nSubject: Delivery Status Notification (Failure)\r\nMessage-ID: <b@ses>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
    '--b\r\nContent-Type: text/plain\r\n\r\nIt failed.',
    `--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; ses\r\n\r\nFinal-Recipient: rfc822; ${desk.customer}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 nobody`,
    `--b\r\nContent-Type: message/rfc822\r\n\r\n${renamed}\r\n--b--\r\n`,
  ];
  await deliver(app, desk.tenant.mailAddress, bounce.join('\r\n'), '');
  await settledLedger(desk.ask, 2);
  const { ticket, messages } = await desk.page();
  assert.equal(ticket.is_handled, false);
  assert.equal(
    messages.find((one: { direction: string }) => one.direction === 'outbound').delivery.state,
    'bounced',
  );
  await deliver(app, desk.tenant.mailAddress, renamed);
  assert.equal((await settledLedger(desk.ask, 3))[0].reason, 'rule:own_mail');
  const mark = /^X-Pniya-Message: .*$/m.exec(sent)?.[0].trim() ?? '';
  const answer = [`From: Dana <${desk.customer}>`, mark, 'In-Reply-To: <0100018f-ses@email.amazonses.com>'];
  await deliver(app, desk.tenant.mailAddress, rawMail(answer, 'תודה'), desk.customer);
  assert.equal(
    (await settledLedger(desk.ask, 4))[0].state,
    'ticket',
    'the customer’s word, whatever it copied',
  );
});

test('a signature by DKIM holds', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const raw =
    'From: a@example.com\r\nTo: b@example.org\r\nSubject: x\r\nDate: Wed, 25 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n\r\nbody\r\n';
  const key = { domain: 'example.com', selector: 's1', privateKey };
  const text = (await buffer(signed(Readable.from([Buffer.from(raw)]), key))).toString();
  assert.ok(text.endsWith(raw), text);
  const header = text.slice(0, text.length - raw.length).replace(/\r\n$/, '');
  const tag = (name: string) =>
    new RegExp(`[;:]\\s*${name}=([^;]+)`).exec(header.replace(/\r\n\s+/g, ' '))?.[1]?.replace(/\s/g, '') ??
    '';
  assert.deepEqual([tag('d'), tag('s'), tag('a')], ['example.com', 's1', 'rsa-sha256']);
  // RFC 6376, 3.7: the signed headers and the signature itself without its value, relaxed.
  const relaxed = (line: string) =>
    line
      .replace(/\r\n\s+/g, ' ')
      .replace(/^([^:]+):\s*/, (_, name) => `${name.toLowerCase()}:`)
      .replace(/[ \t]+/g, ' ')
      .trimEnd();
  const lines = new Map(
    raw
      .split('\r\n\r\n')[0]
      ?.split('\r\n')
      .map((line) => [line.split(':')[0]?.toLowerCase(), line]),
  );
  const signedLines = tag('h')
    .split(':')
    .flatMap((name) => lines.get(name.toLowerCase()) ?? [])
    .map((line) => `${relaxed(line)}\r\n`);
  const bare = relaxed(header).replace(/([;:]\s*b=)[^;]*$/, '$1');
  const isRight = verify(
    'rsa-sha256',
    Buffer.from(`${signedLines.join('')}${bare}`),
    publicKey,
    Buffer.from(tag('b'), 'base64'),
  );
  assert.equal(isRight, true);
  assert.equal(parseMail(Buffer.from(text)).subject, 'x');
});
