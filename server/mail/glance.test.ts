import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glanceAtMail } from './glance.ts';

const glance = (text: string) => glanceAtMail(Buffer.from(text));

test('subject and sender of a mail whose body nothing can read', () => {
  const subject = `=?UTF-8?B?${Buffer.from('הזמנה 4471 לא הגיעה').toString('base64')}?=`;
  const found = glance(
    `Received: by x\r\nSUBJECT : ${subject}\r\nFrom: "Dana\r\n Cohen" <dana@example.com>\r\n\r\nFrom: evil@example.com`,
  );
  assert.equal(found.subject, 'הזמנה 4471 לא הגיעה');
  assert.deepEqual(found.from, { name: 'Dana Cohen', address: 'dana@example.com' });
});

test('what says neither, and what is no mail at all', () => {
  for (const text of [
    '',
    '\r\n\r\nSubject: of the body',
    'X-Subject: no\r\nFromage: no',
    '\u0000\u0001\u00ff',
  ]) {
    assert.deepEqual(glance(text), { subject: '', from: null }, JSON.stringify(text));
  }
});

test('a mail made to burn time is looked at for a moment only', () => {
  const started = performance.now();
  glance(`Subject: ${'=?x?b?'.repeat(1_000_000)}\r\nFrom: ${'<'.repeat(1_000_000)}\r\n\r\n`);
  glance(`${'Subject: \r\n '.repeat(500_000)}`);
  assert.ok(performance.now() - started < 2000);
});
