import {
  attributionLines,
  isDeviceSignature,
  isFieldBlock,
  isQuoted,
  isRule,
  isSeparator,
  plainLine,
} from './quote-patterns.ts';

/** Longer texts are searched up to here only. */
const mostSearched = 200_000;

/**
 * How many UTF-16 characters of a mail's text come before the part that quotes earlier mail; the whole length when it quotes
 * nothing, or nothing else. Only for folding on the screen: nothing is ever cut off.
 */
export function visibleCharacters(text: string): number {
  const searched = text.slice(0, mostSearched);
  const lines = searched.split('\n');
  const plain = lines.map(plainLine);
  const quote = startOfQuote(plain);
  if (quote === null) return text.length;
  const end = beforeRuleAndDevice(plain, quote);
  const visible = lines.slice(0, end).join('\n').trimEnd();
  return visible.trim() === '' ? text.length : visible.length;
}

/** The line where quoting begins and goes on to the end. */
function startOfQuote(lines: readonly string[]): number | null {
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isSeparator(line) || isFieldBlock(lines, at)) return at;
    const attributed = attributionLines(lines, at);
    if (attributed > 0 && isLastWord(lines, at + attributed)) return at;
    if (isQuoted(line) && isQuotedToTheEnd(lines, at)) return at;
  }
  return null;
}

/** After an attribution: false when marked quotes are answered between or below them, for then the answers must stay visible. */
function isLastWord(lines: readonly string[], at: number): boolean {
  const firstWord = lines.slice(at).find((line) => line !== '');
  if (firstWord === undefined || !isQuoted(firstWord)) return true;
  return isQuotedToTheEnd(lines, at);
}

/** Only quotes, blank lines and a signature follow. */
function isQuotedToTheEnd(lines: readonly string[], at: number): boolean {
  for (const line of lines.slice(at)) {
    if (line === '--') return true;
    if (line !== '' && !isQuoted(line) && !isDeviceSignature(line)) return false;
  }
  return true;
}

/** A rule, and a line such as "sent from my phone", right above the quote fold with it. */
function beforeRuleAndDevice(lines: readonly string[], quote: number): number {
  let end = quote;
  for (let at = quote - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    if (!isRule(line) && !isDeviceSignature(line)) break;
    end = at;
  }
  return end;
}
