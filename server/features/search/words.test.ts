import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf, snippetOf } from './snippet.ts';
import { lexemesOf, wantedOf } from './words.ts';

const marked = (text: string, typed: string, tails: string[] = []) => {
  const wanted = wantedOf(typed, tails);
  assert.ok(wanted);
  return partsOf(text, wanted)
    .map((part) => (part.is_hit ? `[${part.text}]` : part.text))
    .join('');
};

test('words as they are written, without prefixes, and phone numbers from their end', () => {
  assert.equal(lexemesOf(['וְהַבַּיִת צה״ל']), "'והבית' '~בית' 'צהל'");
  assert.equal(lexemesOf(['טל׳ 050-123 4567']), "'טל' '050' '123' '4567' '%7654321050'");
  assert.equal(lexemesOf(["it's A test; drop'--\\"]), "'its' 'a' 'test' 'drop'");
  assert.equal(lexemesOf(['x'.repeat(200), '', '״', '🙂']), '');
  assert.ok(lexemesOf([Array.from({ length: 40_000 }, (_, n) => `w${n}`).join(' ')]).length < 1_000_000);
});

test('what is looked for', () => {
  assert.equal(wantedOf('״ , ;', []), null);
  assert.equal(wantedOf("a' | b:* & !c", [])?.strong, "'a' & 'b' & 'c'");
  assert.equal(wantedOf('לבית', [])?.strong, "'לבית':*");
  assert.equal(wantedOf('לבית', [])?.weak, "('לבית':* | '~לבית':* | 'בית':* | '~בית':*)");
  assert.equal(wantedOf('#1042', [])?.number, 1042);
  assert.equal(wantedOf('INV-1042', [])?.number, null);
  assert.equal(wantedOf('4567', ['4567'])?.strong, "('4567':*) | '%7654':*");
  assert.equal(wantedOf('דנה 4567', ['4567'])?.strong, "'דנה' & '4567':*");
});

test('what was found is told apart in the text as it was written', () => {
  assert.equal(marked('שָׁלוֹם לכולם, מה שלומכם?', 'שלום'), '[שָׁלוֹם] לכולם, מה [שלומכם]?');
  assert.equal(marked('הגיע להבית', 'בית'), 'הגיע [להבית]');
  assert.equal(marked('הצה״ל <b>x</b>', 'צהל'), '[הצה״ל] <b>x</b>');
  assert.equal(marked('של מי השלט', 'של'), '[של] מי השלט');
  assert.equal(marked('call 050-123-4567 now', '1234567', ['1234567']), 'call [050-123-4567] now');
});

test('a piece round the first hit', () => {
  const wanted = wantedOf('החזר כספי', []);
  assert.ok(wanted);
  const text = `${'שורה אחת\n'.repeat(40)}אני מבקש החזר כספי מלא.\n${'ועוד שורה\n'.repeat(40)}`;
  const snippet = snippetOf(text, wanted);
  const shown = snippet?.parts.map((part) => (part.is_hit ? `[${part.text}]` : part.text)).join('') ?? '';
  assert.match(shown, /^….*אני מבקש \[החזר\] \[כספי\] מלא\..*…$/);
  assert.ok(shown.length < 260 && !shown.includes('\n'));
  assert.equal(snippet?.found, 2);
  assert.equal(snippetOf('אין כאן', wanted), null);
});
