import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeSender } from './send.ts';

const mail = {
  envelope: { from: 'support@example.org', to: ['dana@example.com'] },
  raw: Buffer.from('Message-ID: <1@example.org>\r\nSubject: x\r\n\r\nbody\r\n.dot\r\n'),
};

/** The recipient's mail server. */
async function withServer(options: SMTPServerOptions, use: (url: string) => Promise<void>): Promise<void> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

test('what the server accepts comes with its answer, byte for byte', async () => {
  const received: Buffer[] = [];
  const onData: SMTPServerOptions['onData'] = (stream, _session, done) => {
    stream.on('data', (chunk: Buffer) => received.push(chunk));
    stream.on('end', () => done(null, '2.0.0 queued as 4F2'));
  };
  await withServer({ onData }, async (url) => {
    const sender = makeSender(url);
    assert.deepEqual(await sender.send(mail), { kind: 'accepted', answer: '250 2.0.0 queued as 4F2' });
    assert.equal((await sender.send(mail)).kind, 'accepted');
    sender.close();
  });
  assert.equal(Buffer.concat(received).toString(), mail.raw.toString().repeat(2));
});

const answers: [string, number, string][] = [
  ['an unknown recipient is final', 550, 'refused'],
  ['greylisting is not', 450, 'postponed'],
  ['a full mailbox is not', 452, 'postponed'],
  ['a demand to sign in says nothing about the mail', 530, 'postponed'],
];
for (const [name, code, kind] of answers) {
  test(name, async () => {
    await withServer(
      { onRcptTo: (_address, _session, done) => done(refusal(code, 'so it is')) },
      async (url) => {
        const sender = makeSender(url);
        const { fault, ...said } = await sender.send(mail);
        assert.deepEqual(said, { kind, answer: `${code} so it is` });
        assert.equal(fault, code === 530 ? 'smtp_wrong_password' : undefined);
        sender.close();
      },
    );
  });
}

test('refused after the text', async () => {
  const onData: SMTPServerOptions['onData'] = (stream, _session, done) => {
    stream.resume().on('end', () => done(refusal(554, 'spam')));
  };
  await withServer({ onData }, async (url) => {
    const sender = makeSender(url);
    assert.deepEqual(await sender.send(mail), { kind: 'refused', answer: '554 spam' });
    sender.close();
  });
});

test('no server, and a server that hangs up: later', async () => {
  const nobody = makeSender('smtp://127.0.0.1:1');
  assert.equal((await nobody.send(mail)).kind, 'postponed');
  await withServer({ onConnect: (_session, done) => done(refusal(554, 'go away')) }, async (url) => {
    const sender = makeSender(url);
    assert.equal((await sender.send(mail)).kind, 'postponed');
    sender.close();
  });
});

test('a server that goes away without an answer to the mail leaves it open whether it came', async () => {
  const lost: SMTPServerOptions['onData'] = (stream, session) => {
    stream.resume().on('end', () => {
      for (const connection of server.connections) if (connection.id === session.id) connection.close();
    });
  };
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: lost,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sender = makeSender(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  const { kind, answer, isUncertain } = await sender.send(mail);
  assert.deepEqual([kind, isUncertain], ['postponed', true]);
  assert.match(answer, /^no answer to the mail: /);
  sender.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

test('a server that goes away before the mail has surely not got it', async () => {
  const onRcptTo: SMTPServerOptions['onRcptTo'] = (_address, _session, done) => done(refusal(421, 'closing'));
  await withServer({ onRcptTo }, async (url) => {
    const sender = makeSender(url);
    const { kind, isUncertain } = await sender.send(mail);
    assert.deepEqual([kind, isUncertain], ['postponed', undefined]);
    sender.close();
  });
});
