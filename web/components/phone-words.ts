export interface WordPart {
  readonly text: string;
  /** Of digits, to be read from left to right whatever stands round it. */
  readonly isNumber: boolean;
}

/** What Pniya's own sentences hold together by direction marks, or what is written as phone numbers are. */
const pattern =
  /\u2066([\d\s+*:().,#-]+)\u2069|(?<![\p{L}\d#+*])(?:\+\d[\d ()-]{5,18}\d|0\d[\d ()-]{5,14}\d|1[ -]?[78]00[\d -]{5,9}\d|\*\d{3,6})(?![\p{L}\d])/gu;

const part = (text: string, isNumber: boolean): WordPart[] => (text === '' ? [] : [{ text, isNumber }]);

/** Cuts a text into words and numbers. The marks round a number, which would be copied with it, are gone: the screen isolates by its own means. */
export function wordParts(text: string): WordPart[] {
  const parts: WordPart[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(...part(text.slice(from, match.index), false), ...part(match[1] ?? match[0], true));
    from = match.index + match[0].length;
  }
  return [...parts, ...part(text.slice(from), false)];
}

/** The words before the number that a text ends in, and the number; null where it ends otherwise. */
export function endingNumber(text: string): readonly [string, string] | null {
  const parts = wordParts(text.trimEnd());
  const last = parts.at(-1);
  if (parts.length < 2 || last?.isNumber !== true) return null;
  const words = parts.slice(0, -1).map((one) => one.text);
  return [words.join(''), last.text];
}
