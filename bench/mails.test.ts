import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMail } from '../server/mail/parse.ts';
import { isAnswer, mailOf } from './mails.ts';

const to = 'desk@example.com';

test('the mails of a day are read as they were meant', () => {
  const read = Array.from({ length: 10 }, (_, number) => parseMail(mailOf(number, to)));
  for (const [number, mail] of read.entries()) {
    assert.equal(mail.subject, `הזמנה ${number} טרם הגיעה`);
    assert.equal(mail.from?.address, `customer${number}@example.com`);
    assert.match(mail.text, /^שלום רב,\n/);
  }
  assert.equal(read.filter(({ attachments }) => attachments.length === 1).length, 2);
  assert.equal(read[9]?.attachments[0]?.content.length, 120_000);
  assert.equal(read[9]?.attachments[0]?.name, 'קבלה.pdf');
  assert.ok(read.slice(5).every(({ html }) => html?.includes('dir="rtl"')));
});

test('a fifth of the later mails answers an earlier one of the same customer', () => {
  const answers = Array.from({ length: 1000 }, (_, number) => number).filter(isAnswer);
  assert.equal(answers.length, 120);
  const [answer, first] = [parseMail(mailOf(904, to)), parseMail(mailOf(504, to))];
  assert.equal(answer.inReplyTo, first.messageId);
});
