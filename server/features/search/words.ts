import { foldedWords, withoutPrefixes } from '../../../shared/hebrew.ts';

/** Longer ones are no words of people; PostgreSQL takes 2 KB. */
const longestWord = 60;
/** So that one endless conversation stays within what a tsvector can hold. */
const mostWords = 15_000;
/** Digits with what people put between them; seven of them may be a phone number. */
const digitRuns = /\d(?:[\s().\-\u2010-\u2015]{0,3}\d){6,17}/g;

/** Marks what is not a word as it stands: letters and digits never contain them. */
const marks = { weak: '~', tail: '%' } as const;

/** The words that a ticket is found by, as the text of a tsvector: as written, without their prefixes, and phone numbers from their end. */
export function lexemesOf(texts: Iterable<string>): string {
  const lexemes = new Set<string>();
  for (const text of texts) {
    for (const word of foldedWords(text)) {
      if (word.length > longestWord) continue;
      lexemes.add(word);
      const root = withoutPrefixes(word);
      if (root !== word) lexemes.add(marks.weak + root);
    }
    for (const [run] of text.matchAll(digitRuns)) lexemes.add(marks.tail + reversed(run.replace(/\D/g, '')));
    if (lexemes.size > mostWords) break;
  }
  return Array.from(lexemes, quoted).join(' ');
}

/** What is looked for. */
export interface Wanted {
  /** The ticket of this number comes first. */
  readonly number: number | null;
  /** A tsquery: the words as written, the last one perhaps not whole yet. */
  readonly strong: string;
  /** A tsquery that finds those too, and words with other prefixes or endings: what it finds besides comes after. */
  readonly weak: string;
  /** Beginnings of folded words, and of phone numbers from their end: what is marked in the answer. */
  readonly marked: readonly string[];
  readonly markedTails: readonly string[];
}

const mostTerms = 12;
/** A shorter beginning would be that of half of all words. */
export const leastBeginning = 3;

/** `tails`: how the phone number that was typed, whole or in part, may end. Null when there is nothing to look for. */
export function wantedOf(typed: string, tails: readonly string[]): Wanted | null {
  const words = foldedWords(typed)
    .filter((word) => word.length <= longestWord)
    .slice(0, mostTerms);
  if (words.length === 0) return null;
  const number = /^\s*#?([1-9]\d{0,14})\s*$/.exec(typed)?.[1] ?? null;
  const phone = tails.map((tail) => `${quoted(marks.tail + reversed(tail))}:*`);
  const isAllDigits = words.every((word) => /^\d+$/.test(word));
  // Numbers with spaces and hyphens are one phone number, or several words.
  const orPhone = (query: string) =>
    isAllDigits && phone.length > 0 ? [`(${query})`, ...phone].join(' | ') : query;
  const last = words.length - 1;
  const strong = words.map((word, place) => (place === last ? beginning(word) : quoted(word))).join(' & ');
  const weak = words.map(weakly).join(' & ');
  return {
    number: number === null ? null : Number(number),
    strong: orPhone(strong),
    weak: orPhone(weak),
    marked: [...new Set(words.flatMap((word) => [word, withoutPrefixes(word)]))],
    markedTails: tails.map(reversed),
  };
}

function beginning(word: string): string {
  return word.length < leastBeginning ? quoted(word) : `${quoted(word)}:*`;
}

/** With a prefix more, a prefix less, or another one. */
function weakly(word: string): string {
  const roots = [...new Set([word, withoutPrefixes(word)])];
  return `(${roots.flatMap((root) => [beginning(root), beginning(marks.weak + root)]).join(' | ')})`;
}

const quoted = (lexeme: string) => `'${lexeme}'`;
const reversed = (digits: string) => [...digits].reverse().join('');
