/** What has no width or only sets the direction: bidi controls, zero-width spaces and joiners, soft hyphen, byte order mark. */
const invisible = /[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g;
/** Geresh and gershayim, and everything that keyboards, phones and word processors put in their place. */
const quotes = /["'`´\u02B9-\u02BC\u055A\u05F3\u05F4\u2018-\u201F\u2032-\u2037\uFF02\uFF07]/g;
/** Maqaf, paseq and sof pasuq stand between words, though they lie among the points. */
const wordMarks = /[\u05BE\u05C0\u05C3]/g;
/** Cantillation and niqqud. */
const points = /[\u0591-\u05C7]/g;
/** A plain hyphen or dash typed where a maqaf belongs; within numbers and addresses it stays. */
const typedMaqaf = /(?<=[א-ת])[-\u2010-\u2015](?=[א-ת])/g;
const finalLetters: Readonly<Record<string, string>> = { ך: 'כ', ם: 'מ', ן: 'נ', ף: 'פ', ץ: 'צ' };

/**
 * Text as a reader compares it: no niqqud, no final forms, no geresh or gershayim, maqaf as a space, one case, single
 * white space, no invisible characters, Unicode NFKC. Idempotent. For search only: never shown and never kept as text.
 */
export function fold(text: string): string {
  return bare(bare(text).normalize('NFKC'))
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[ךםןףץ]/g, (letter) => finalLetters[letter] ?? letter)
    .replace(typedMaqaf, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function bare(text: string): string {
  return text.replace(invisible, '').replace(quotes, '').replace(wordMarks, ' ').replace(points, '');
}

/** One-letter prefixes (and, the, in, as, to, from, that), one after another, while a root of three letters is left. */
const prefixes = /^[והבכלמש]+(?=[א-ת]{3})/;

/** The words of a text, folded, in order: letters and digits, whatever stands between them. */
export function foldedWords(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** A folded word without its one-letter prefixes. */
export function withoutPrefixes(word: string): string {
  return word.replace(prefixes, '');
}

/**
 * The words of a text without their one-letter prefixes, one token per word in order: והבית, לבית and הבית are all בית.
 * It cuts letters of the root too (לקוח becomes קוח, wherever it stands), so a match of these counts less than one of fold().
 */
export function foldWeak(text: string): string[] {
  return foldedWords(text).map(withoutPrefixes);
}
