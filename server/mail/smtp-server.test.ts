import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import nodemailer from 'nodemailer';
import { silentLog } from '../log.ts';
import { type SmtpEnvelope, type SmtpListener, startSmtp } from './smtp-server.ts';

const maxBytes = 100_000;
const received: { envelope: SmtpEnvelope; raw: string }[] = [];
let failure: Error | null = null;
let listener: SmtpListener;

before(async () => {
  listener = await startSmtp({
    host: '127.0.0.1',
    port: 0,
    maxBytes,
    log: silentLog,
    async findMailbox(address) {
      if (address.startsWith('broken')) throw new Error('the database is away');
      return /^support\d*@example\.org$/i.test(address) ? { tenantId: 't', mailboxId: 'm' } : null;
    },
    async receive({ envelope, stream }) {
      const raw = (await buffer(stream)).toString();
      if (failure) throw failure;
      received.push({ envelope, raw });
    },
  });
});
after(() => listener.close());

/** A conversation by hand: sends each line, answers with what the server says to each. */
async function talk(lines: readonly string[]): Promise<string[]> {
  const socket = connect(listener.port, '127.0.0.1').setEncoding('utf8');
  const said = [await reply(socket)];
  for (const line of lines) {
    socket.write(`${line}\r\n`);
    said.push(await reply(socket));
  }
  socket.destroy();
  return said.slice(1);
}

async function reply(socket: Socket): Promise<string> {
  let text = '';
  while (!/^\d{3} .*\r\n$/m.test(text)) text += ((await once(socket, 'data')) as [string])[0];
  return text.trim();
}

const opening = ['EHLO client.example', 'MAIL FROM:<dana@example.com>'];

test('a mail from a real client arrives as it was sent', async () => {
  const client = nodemailer.createTransport({ host: '127.0.0.1', port: listener.port });
  const sent = await client.sendMail({
    from: 'דנה <dana@example.com>',
    to: 'Support@example.org',
    subject: 'שלום',
    text: '.dot\n..dots\nסוף',
  });
  client.close();
  assert.match(sent.response, /^250 2\.6\.0 /);
  const { envelope, raw } = received.at(-1) ?? assert.fail('nothing came');
  assert.equal(envelope.from, 'dana@example.com');
  assert.deepEqual(envelope.recipients, [{ address: 'Support@example.org', tenantId: 't', mailboxId: 'm' }]);
  assert.equal(envelope.remoteAddress, '127.0.0.1');
  assert.match(raw, /^From: /);
});

test('what is offered: sizes and eight bits, no sign-in and no TLS without a certificate', async () => {
  const [offer = ''] = await talk(['EHLO client.example']);
  assert.match(offer, /SIZE 100000/);
  assert.match(offer, /8BITMIME/);
  assert.match(offer, /SMTPUTF8/);
  assert.doesNotMatch(offer, /AUTH|STARTTLS/);
  assert.match((await talk(['EHLO x', 'AUTH PLAIN AGEAYg==']))[1] ?? '', /^5\d\d /);
});

test('mail to anybody else is not taken: no relay', async () => {
  const said = await talk([
    ...opening,
    'RCPT TO:<someone@elsewhere.example>',
    'RCPT TO:<support@example.org>',
    'DATA',
  ]);
  assert.match(said[2] ?? '', /^550 5\.1\.1 /);
  assert.match(said[3] ?? '', /^250 /);
  assert.match(said[4] ?? '', /^354 /);
});

test('bounces have no sender, and are mail too', async () => {
  const before = received.length;
  const said = await talk([
    'EHLO x',
    'MAIL FROM:<>',
    'RCPT TO:<support@example.org>',
    'DATA',
    'Subject: x\r\n\r\nx\r\n.',
  ]);
  assert.match(said[4] ?? '', /^250 /);
  assert.equal(received[before]?.envelope.from, '');
});

test('a database that is away: later', async () => {
  assert.match((await talk([...opening, 'RCPT TO:<broken@example.org>']))[2] ?? '', /^451 4\.3\.0 /);
});

test('a mail that can not be kept: later, and the connection lives on', async () => {
  failure = new Error('ENOSPC');
  const envelope = [
    'MAIL FROM:<a@example.com>',
    'RCPT TO:<support@example.org>',
    'DATA',
    'Subject: x\r\n\r\nx\r\n.',
  ];
  const said = await talk(['EHLO x', ...envelope, 'NOOP']);
  failure = null;
  assert.match(said[4] ?? '', /^451 4\.3\.0 /);
  assert.match(said[5] ?? '', /^250 /);
});

test('a mail over the limit is refused for good, by its announcement and by its bytes', async () => {
  const before = received.length;
  assert.match(
    (await talk(['EHLO x', `MAIL FROM:<a@example.com> SIZE=${maxBytes + 1}`]))[1] ?? '',
    /^552 5\.3\.4 /,
  );
  const long = `Subject: x\r\n\r\n${'x'.repeat(70)}\r\n`.concat(`${'x'.repeat(70)}\r\n`.repeat(3000));
  const said = await talk([...opening, 'RCPT TO:<support@example.org>', 'DATA', `${long}.`, 'NOOP']);
  assert.match(said[4] ?? '', /^552 5\.3\.4 /);
  assert.match(said[5] ?? '', /^250 /);
  assert.equal(received.length, before);
});

test('a client that goes away in the middle of a mail has sent nothing', async () => {
  const before = received.length;
  const socket = connect(listener.port, '127.0.0.1').setEncoding('utf8');
  await reply(socket);
  for (const line of [...opening, 'RCPT TO:<support@example.org>', 'DATA']) {
    socket.write(`${line}\r\n`);
    await reply(socket);
  }
  socket.write('Subject: half\r\n\r\nhalf of it');
  socket.destroy();
  await talk(['EHLO x', 'NOOP']);
  assert.equal(received.length, before);
});

test('recipients after the hundredth wait for another mail', async () => {
  const many = Array.from({ length: 101 }, (_, index) => `RCPT TO:<support${index}@example.org>`);
  const said = await talk([...opening, ...many]);
  assert.deepEqual([said.at(-2)?.slice(0, 4), said.at(-1)?.slice(0, 9)], ['250 ', '452 4.5.3']);
});

test('nonsense gets an answer, not a crash', async () => {
  const said = await talk([
    'BLAH',
    'DATA',
    'EHLO x',
    'RCPT TO:<support@example.org>',
    'MAIL FROM:nobody@',
    'DATA',
  ]);
  assert.deepEqual(
    said.map((line) => line[0]),
    ['5', '5', '2', '5', '5', '5'],
  );
  assert.match((await talk(['EHLO x']))[0] ?? '', /^250/);
});

test('closing ends idle connections at once and takes the mail under way', async () => {
  const taken: string[] = [];
  const closing = await startSmtp({
    host: '127.0.0.1',
    port: 0,
    maxBytes,
    log: silentLog,
    findMailbox: async () => ({ tenantId: 't', mailboxId: 'm' }),
    receive: async ({ stream }) => void taken.push((await buffer(stream)).toString()),
  });
  const dial = async () => {
    const socket = connect(closing.port, '127.0.0.1').setEncoding('utf8');
    await reply(socket);
    return socket;
  };
  const [idle, busy] = await Promise.all([dial(), dial()]);
  for (const line of [...opening, 'RCPT TO:<support@example.org>', 'DATA']) {
    busy.write(`${line}\r\n`);
    await reply(busy);
  }
  const farewell = reply(idle);
  const done = closing.close();
  assert.match(await farewell, /^421 /);
  busy.write('Subject: last\r\n\r\nx\r\n.\r\n');
  assert.match(await reply(busy), /^250 /);
  assert.equal(taken.length, 1);
  busy.destroy();
  idle.destroy();
  await done;
});

test('a port that is taken is an error, not a silence', async () => {
  const again = startSmtp({
    host: '127.0.0.1',
    port: listener.port,
    maxBytes,
    log: silentLog,
    findMailbox: async () => null,
    receive: async () => undefined,
  });
  await assert.rejects(again, { code: 'EADDRINUSE' });
});
