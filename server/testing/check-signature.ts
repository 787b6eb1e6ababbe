import assert from 'node:assert/strict';
import { createHash, createPublicKey, createVerify } from 'node:crypto';

/**
 * Checks the DKIM signature on top of a mail as a receiver does (RFC 6376, 6.1; relaxed/relaxed), with nothing of what signs.
 * `recordAt` is the DNS. Answers the tags.
 */
export function checkSignature(raw: Buffer, recordAt: (name: string) => string): Map<string, string> {
  const text = raw.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
  const tags = tagsOf(signature.slice(signature.indexOf(':') + 1));
  assert.deepEqual([tags.get('v'), tags.get('a'), tags.get('c')], ['1', 'rsa-sha256', 'relaxed/relaxed']);

  const body = text.slice(end + 4);
  const relaxed = body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '');
  const hashed = createHash('sha256').update(relaxed === '' ? '' : `${relaxed}\r\n`, 'latin1');
  assert.equal(hashed.digest('base64'), tags.get('bh'), 'the body is another');

  const left = [...fields];
  const signed = (tags.get('h') ?? '').split(':').map((name) => {
    // Of several of one name the last that was not taken yet (RFC 6376, 5.4.2).
    const at = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name.trim().toLowerCase()}:`));
    return at < 0 ? '' : `${relaxedField(left.splice(at, 1)[0] ?? '')}\r\n`;
  });
  const own = relaxedField(signature).replace(/(\bb=)[^;]*$/, '$1');
  const record = tagsOf(recordAt(`${tags.get('s')}._domainkey.${tags.get('d')}`));
  const key = createPublicKey({
    key: Buffer.from(record.get('p') ?? '', 'base64'),
    format: 'der',
    type: 'spki',
  });
  const isRight = createVerify('RSA-SHA256')
    .update(signed.join('') + own, 'latin1')
    .verify(key, tags.get('b') ?? '', 'base64');
  assert.ok(isRight, 'the signature is another');
  return tags;
}

function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${field.slice(0, colon).trim().toLowerCase()}:${value}`;
}

function tagsOf(text: string): Map<string, string> {
  return new Map(
    text.split(';').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at).trim(), part.slice(at + 1).replace(/\s/g, '')] as const;
    }),
  );
}
