import {
  attributionLines,
  isDeviceSignature,
  isFieldBlock,
  isQuoted,
  isRule,
  isSeparator,
  isTornQuote,
  plainLine,
} from './quote-patterns.ts';

/** Longer texts are searched up to here only: this is asked each time that a conversation is shown. */
const mostSearched = { characters: 200_000, lines: 5000 } as const;

/**
 * How many UTF-16 characters of a mail's text come before the part that quotes earlier mail; the whole length when it quotes
 * nothing, or nothing else. Only for folding on the screen: nothing is ever cut off.
 */
export function visibleCharacters(text: string): number {
  const lines = text.slice(0, mostSearched.characters).split('\n', mostSearched.lines);
  const plain = lines.map(plainLine);
  const quote = startOfQuote(plain);
  if (quote === null) return text.length;
  const end = beforeRuleAndDevice(plain, quote);
  const visible = lines.slice(0, end).join('\n').trimEnd();
  return visible.trim() === '' ? text.length : visible.length;
}

/** The line where quoting begins and goes on to the end. */
function startOfQuote(lines: readonly string[]): number | null {
  const isLast = quotedToTheEnd(lines);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isSeparator(line) || isFieldBlock(lines, at)) return at;
    const attributed = attributionLines(lines, at);
    if (attributed > 0 && isLastWord(lines, at + attributed, isLast)) return at;
    if (isQuoted(line) && isLast[at]) return at;
  }
  return null;
}

/** After an attribution: false when marked quotes are answered between or below them, for then the answers must stay visible. */
function isLastWord(lines: readonly string[], from: number, isLast: readonly boolean[]): boolean {
  let at = from;
  while (lines[at] === '') at += 1;
  return !isQuoted(lines[at] ?? '') || isLast[at] === true;
}

/** For each line, whether it and all below are only quotes, blank lines and a signature. */
function quotedToTheEnd(lines: readonly string[]): boolean[] {
  const isLast: boolean[] = [];
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const line = lines[at] ?? '';
    const isPart = line === '' || isQuoted(line) || isDeviceSignature(line) || isTornQuote(lines, at);
    isLast[at] = line === '--' || (isPart && (isLast[at + 1] ?? true));
  }
  return isLast;
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
