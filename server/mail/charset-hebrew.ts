/** Share of high bytes that must sit in words written wholly in Hebrew bytes before text is taken for windows-1255. */
const convincingShare = 0.6;
/** The beginning of a long text shows what the whole is. */
const mostLooked = 100_000;

/**
 * Whether bytes that carry no trustworthy label are Hebrew in windows-1255 or ISO-8859-8. Both keep the letters at 0xE0–0xFA.
 * Latin text has its accented bytes alone between ASCII letters; Hebrew has runs of them and no ASCII letter beside them.
 */
export function isHebrewBytes(bytes: Buffer): boolean {
  let high = 0;
  let inHebrewWords = 0;
  let frequent = 0;
  // One character per byte, so that runs can be matched.
  const text = bytes.toString('latin1', 0, mostLooked);
  for (const { 0: run, index } of text.matchAll(/[\u0080-\u00ff]+/g)) {
    high += run.length;
    const touchesLatin = isLatin(text[index - 1]) || isLatin(text[index + run.length]);
    if (touchesLatin || countOf(run, letter) < 2) continue;
    inHebrewWords += run.length;
    frequent += countOf(run, frequentLetter);
  }
  const isMostly = inHebrewWords >= 2 && inHebrewWords >= high * convincingShare;
  return isMostly && frequent * 3 >= inHebrewWords;
}

const letter = /[\u00e0-\u00fa]/g;
// The ten most frequent letters, two thirds of running Hebrew text: א ב ה ו י ל מ ר ש ת.
const frequentLetter = /[\u00e0\u00e1\u00e4\u00e5\u00e9\u00ec\u00ee\u00f8\u00f9\u00fa]/g;

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function isLatin(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z]/.test(character);
}

/**
 * Whether Hebrew text is stored in visual order, as it would be read off a screen that knows no direction. ISO-8859-8 means
 * visual order by its definition (RFC 1556, 3), but nearly all mail that says so is logical: only the text can tell. In
 * logical order the five final letters end words; in visual order they begin them.
 */
export function isVisualOrder(text: string): boolean {
  let logical = 0;
  let visual = 0;
  for (const [word] of text.slice(0, mostLooked).matchAll(/[א-ת]{2,}/g)) {
    if (/[ךםןףץ]$/.test(word)) logical += 1;
    if (/^[ךםןףץ]/.test(word)) visual += 1;
    if (commonWords.has(word)) logical += 1;
    if (commonWordsReversed.has(word)) visual += 1;
  }
  return visual > logical;
}

// Frequent words whose mirror image is no word.
const common = [
  'של',
  'את',
  'שלום',
  'אני',
  'תודה',
  'הזמנה',
  'מספר',
  'רוצה',
  'יש',
  'היא',
  'כי',
  'עם',
  'בברכה',
  'לקוח',
];
const commonWords = new Set(common);
const commonWordsReversed = new Set(common.map((word) => [...word].reverse().join('')));

const mirrored: Record<string, string> = {
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
  '{': '}',
  '}': '{',
  '<': '>',
  '>': '<',
};

/** Visual order to logical order, line by line: each line is turned round, then numbers and Latin words are turned back. */
export function logicalOrder(visual: string): string {
  return visual
    .split('\n')
    .map((line) => (/[א-ת]/.test(line) ? turned(line) : line))
    .join('\n');
}

function turned(line: string): string {
  const reversed = [...line.replace(/\r$/, '')]
    .reverse()
    .map((character) => mirrored[character] ?? character);
  return reversed
    .join('')
    .replace(/[A-Za-z0-9]+(?:[ .,:;/@_+%&'-]*[A-Za-z0-9]+)*/g, (run) => [...run].reverse().join(''));
}
