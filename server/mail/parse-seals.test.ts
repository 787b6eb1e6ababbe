import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMail } from './parse.ts';
import { sealInText } from './parse-seals.ts';

function sealsOf(type: string, ...parts: string[]) {
  const body = parts.map((part) => `--b\r\n${part}\r\n`).join('');
  const head = `From: dana@example.com\r\nContent-Type: ${type}; boundary=b\r\n\r\n`;
  const { attachments } = parseMail(Buffer.from(`${head}${body}--b--\r\n`));
  return attachments.map(({ seals }) => seals ?? null).filter((seal) => seal !== null);
}
const text = 'Content-Type: text/plain\r\n\r\nshalom';
const part = (type: string) => `Content-Type: ${type}\r\n\r\nx`;

test('signed and encrypted mail is told from its structure', () => {
  for (const kind of ['pkcs7-signature', 'x-pkcs7-signature', 'pgp-signature'])
    assert.deepEqual(sealsOf('multipart/signed', text, part(`application/${kind}`)), ['signed'], kind);
  assert.deepEqual(
    sealsOf(
      'multipart/encrypted',
      part('application/pgp-encrypted'),
      part('application/octet-stream; name=encrypted.asc'),
    ),
    ['encrypted', 'encrypted'],
  );
  const enveloped = 'application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m';
  assert.deepEqual(sealsOf('multipart/mixed', part(enveloped), text), ['encrypted']);
  assert.deepEqual(sealsOf('multipart/mixed', part('application/x-pkcs7-mime')), ['encrypted']);
  assert.deepEqual(sealsOf('multipart/mixed', part('application/pkcs7-mime; smime-type=signed-data')), [
    'signed',
  ]);
});

test('what only looks like it is not', () => {
  assert.deepEqual(sealsOf('multipart/mixed', text, part('application/pkcs7-signature')), []);
  assert.deepEqual(
    sealsOf('multipart/mixed', text, part('application/pkcs7-mime; smime-type=certs-only')),
    [],
  );
  assert.deepEqual(sealsOf('multipart/signed', text, part('application/pdf')), []);
  const inner = `Content-Type: multipart/signed; boundary=c\r\n\r\n--c\r\n${text}\r\n--c\r\n${part('application/pgp-signature')}\r\n--c--\r\n`;
  assert.deepEqual(sealsOf('multipart/mixed', text, `Content-Type: message/rfc822\r\n\r\n${inner}`), []);
  assert.deepEqual(
    sealsOf('multipart/mixed', inner, text),
    ['signed'],
    'a list adds its foot to what was signed',
  );
});

test('PGP in the words themselves', () => {
  assert.equal(sealInText('hello\n-----BEGIN PGP MESSAGE-----\nx'), 'encrypted');
  assert.equal(sealInText('-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256'), 'signed');
  assert.equal(sealInText('> -----BEGIN PGP MESSAGE-----'), null);
  assert.equal(sealInText('-----BEGIN PGP PUBLIC KEY BLOCK-----'), null);
});
