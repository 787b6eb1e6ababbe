import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMail } from './parse.ts';

/** A value of DER; of BER without a length when it is open. */
function ber(tag: number, content: Buffer | readonly Buffer[], isOpen = false): Buffer {
  const value = Buffer.isBuffer(content) ? content : Buffer.concat([...content]);
  if (isOpen) return Buffer.concat([Buffer.from([tag, 0x80]), value, Buffer.alloc(2)]);
  const length = value.length < 0x80 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}

const oid = (hex: string) => ber(0x06, Buffer.from(hex, 'hex'));

/** A signature around what it signs, as a mail program makes it. */
function signed(content: string, isOpen: boolean, kind = '2a864886f70d010702'): Buffer {
  const bytes = Buffer.from(content.replaceAll('\n', '\r\n'));
  const pieces = [ber(0x04, bytes.subarray(0, 20)), ber(0x04, bytes.subarray(20))];
  const octets = isOpen ? ber(0x24, pieces, true) : ber(0x04, bytes);
  const inner = ber(0x30, [oid('2a864886f70d010701'), ber(0xa0, [octets], isOpen)], isOpen);
  const version = ber(0x02, Buffer.from([1]));
  const body = ber(0x30, [version, ber(0x31, Buffer.alloc(0)), inner, ber(0x31, Buffer.alloc(0))], isOpen);
  return ber(0x30, [oid(kind), ber(0xa0, [body], isOpen)], isOpen);
}

function read(sealed: Buffer) {
  const type = 'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"';
  const lines = [
    'From: dana@example.com',
    type,
    'Content-Transfer-Encoding: base64',
    '',
    sealed.toString('base64'),
  ];
  const { text, attachments } = parseMail(Buffer.from(lines.join('\r\n')));
  return [text, attachments.map(({ name }) => name)];
}

const content =
  'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nשלום, חתום\n--b\nContent-Type: application/pdf; name=a.pdf\n\nx\n--b--\n';

test('what is signed is read, and the signature stays a file', () => {
  for (const isOpen of [false, true])
    assert.deepEqual(read(signed(content, isOpen)), ['שלום, חתום', ['a.pdf', 'smime.p7m']]);
});

test('what is encrypted, broken or made to nest is a file', () => {
  const whole = signed(content, true);
  const encrypted = signed(content, false, '2a864886f70d010703');
  const nested = Array.from({ length: 3000 }).reduce<Buffer>(
    (inner) => ber(0x30, inner, true),
    Buffer.alloc(0),
  );
  for (const one of [encrypted, nested, Buffer.alloc(0), whole.subarray(0, whole.length - 1)])
    assert.deepEqual(read(one), ['', ['smime.p7m']]);
  for (let length = 0; length < whole.length; length += 7)
    assert.deepEqual(read(whole.subarray(0, length))[1], ['smime.p7m']);
});
