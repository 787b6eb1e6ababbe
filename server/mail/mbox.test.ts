import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mailsOfMbox } from './mbox.ts';

async function* piecesOf(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function mailsIn(text: string, length = 7): Promise<string[]> {
  const mails: string[] = [];
  for await (const mail of mailsOfMbox(piecesOf(text, length))) mails.push(mail.toString());
  return mails;
}

const one = 'From: dana@example.com\nSubject: אחת\n\nשלום\n';
const two = 'From: yossi@example.com\r\nSubject: two\r\n\r\nFrom here on it is text\r\n>From the start\r\n';

test('mails are parted by From lines after a blank line; quoted From lines are as they were', async () => {
  const file = `From dana@example.com Wed Sep 23 14:05:00 2026\n${one}\nFrom - Thu Sep 24 08:00:00 2026 +0300\r\n${two.replace('>From', '>>From')}`;
  assert.deepEqual(await mailsIn(file), [one, two]);
});

test('what has no From line is one mail, and nothing is none', async () => {
  assert.deepEqual(await mailsIn(one), [one]);
  assert.deepEqual(await mailsIn(''), []);
});

test('however the file is cut into pieces, the mails are the same', async () => {
  const file = `From a Wed Sep 23 14:05:00 2026\n${one}\nFrom b Wed Sep 23 14:06:00 2026\n${two.replace('>From', '>>From')}`;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (length) => {
      assert.deepEqual(await mailsIn(file, length), [one, two]);
    }),
  );
});
