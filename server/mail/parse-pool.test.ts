import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MailReader, ReaderClosedError, UnreadableMailError } from './parse-pool.ts';

const bytes = (raw: string) => () => Promise.resolve(Buffer.from(raw));
const mail = (body: string) => bytes(`From: a@example.com\r\nContent-Type: text/html\r\n\r\n${body}`);

test('reads mail in another thread, sanitised, with its attachments as buffers', async () => {
  const reader = new MailReader();
  const part = '--b\r\nContent-Type: application/x-thing; name=a.bin\r\n\r\n\u0001\u0002\r\n--b--\r\n';
  const raw = bytes(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${part}`);
  const [html, files] = await Promise.all([reader.read(mail('<p onclick="x()">hi</p>')), reader.read(raw)]);
  assert.equal(html.html, '<p>hi</p>');
  assert.ok(Buffer.isBuffer(files.attachments[0]?.content));
  assert.equal(files.attachments[0]?.content.toString('hex'), '0102');
  await reader.close();
});

test('a mail over the limits is refused with its reason, the next one is read', async () => {
  const reader = new MailReader();
  const long = bytes(`X: ${'y'.repeat(300_000)}\r\n\r\nx`);
  await assert.rejects(reader.read(long), (error: Error) => {
    assert.ok(error instanceof UnreadableMailError);
    assert.match(error.message, /MailLimitError/);
    return true;
  });
  assert.equal((await reader.read(mail('b'))).text, 'b');
  await reader.close();
});

test('a mail that takes too long ends with its thread, the next one is read', async () => {
  const reader = new MailReader({ limitMs: 1 });
  await assert.rejects(reader.read(mail('<b>x</b>'.repeat(50_000))), /not understood within 1 ms/);
  assert.equal((await reader.read(mail('b')).catch(String)) !== null, true);
  await reader.close();
  const patient = new MailReader({ limitMs: 20_000 });
  assert.equal((await patient.read(mail('b'))).text, 'b');
  await patient.close();
});

test('closing is no fault of the mail', async () => {
  const reader = new MailReader();
  const reading = reader.read(mail('a'));
  const refused = assert.rejects(reading, ReaderClosedError);
  await reader.close();
  await refused;
});

test('the thread ends when there is nothing to read, and starts again', async () => {
  const reader = new MailReader({ idleMs: 10 });
  assert.equal((await reader.read(mail('a'))).text, 'a');
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal((await reader.read(mail('b'))).text, 'b');
  await reader.close();
});
