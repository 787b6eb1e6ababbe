import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailNaming } from './compose-id.ts';

const naming = mailNaming(Buffer.alloc(32, 1));
const [ticket, message] = ['0190a1b2-0000-7000-8000-00000000abcd', '0190a1b2-1111-7000-8000-0000000000ef'];

test('a Message-ID of ours names its message, whatever became of the case of its letters; no other does', () => {
  const mailId = naming.mailIdOf(ticket, message, 'support@shop.example');
  assert.equal(naming.messageOf(mailId), message);
  assert.equal(naming.messageOf(mailId.toUpperCase()), message);
  assert.equal(naming.messageOf(mailId.replace('@shop', '@elsewhere')), message);
  assert.equal(naming.messageOf(mailId.replace('ef.', 'ee.')), null);
  assert.equal(mailNaming(Buffer.alloc(32, 2)).messageOf(mailId), null);
  for (const other of ['<x@shop.example>', '', null]) assert.equal(naming.messageOf(other), null);
});

test('an address with a ticket’s token names it in its own tenant alone', () => {
  const address = `support+${naming.plusOf('t', 12, 'Support@shop.example')}@shop.example`;
  assert.equal(naming.numberOf('t', address), 12);
  assert.equal(naming.numberOf('t', address.toUpperCase()), 12);
  assert.equal(naming.numberOf('u', address), null);
  assert.equal(naming.numberOf('t', address.replace('+12-', '+13-')), null);
  assert.equal(naming.numberOf('t', address.replace('support', 'sales')), null);
  assert.equal(naming.numberOf('t', 'support+12@shop.example'), null);
  const trial = `support+${naming.trialOf('t', 'support@shop.example')}@shop.example`;
  assert.equal(naming.triedAddress('t', trial.toUpperCase()), 'support@shop.example');
  for (const other of [trial.replace('support', 'sales'), address, trial.replace(/.@/, 'x@')])
    assert.equal(naming.triedAddress('t', other), null);
  assert.equal(naming.numberOf('t', trial), null);
});
