import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givenName, isSameName } from './names.ts';

const name = givenName(100);

test('a name is one line without what hides in it; emoji and letters of every script stay as they are', () => {
  assert.equal(name.parse('  שירות \n  לקוחות\t '), 'שירות לקוחות');
  assert.equal(name.parse('abc\u202egpj.exe'), 'abcgpj.exe');
  for (const kept of ['❗️ בטיפול', '👩‍💻 פיתוח', 'مبيعات', 'Ünïcödé', 'ג׳ירף “2”'])
    assert.equal(name.parse(kept), kept);
});

test('a name of nothing but blanks and what hides is none', () => {
  for (const empty of ['', '   ', '\u200b\u2066\u2069', '\n\t']) {
    assert.equal(name.safeParse(empty).error?.issues[0]?.message, 'required');
  }
  assert.equal(name.safeParse('א'.repeat(101)).error?.issues[0]?.message, 'too_long');
});

test('names that read the same are the same', () => {
  assert.ok(isSameName('VIP', 'vip'));
  assert.ok(isSameName('תמיכה  טכנית', ' תמיכה טכנית\u200f'));
  assert.ok(isSameName('❗️ בטיפול', '❗ בטיפול'));
  assert.ok(!isSameName('🟢 נמוכה', '🔴 נמוכה'));
  assert.ok(!isSameName('מכירות', 'מכירות 2'));
});
