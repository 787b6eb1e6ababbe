/** The ticket number that somebody typed or pasted (`1042`, `#1042`); null for other words. */
export function ticketNumberIn(words: string): string | null {
  return /^\s*#?([1-9]\d{0,14})\s*$/.exec(words)?.[1] ?? null;
}

const leastDigits = 4;

/** A phone number, or the end of one, in whatever spelling; null for other words. */
export function phoneIn(words: string): string | null {
  const plain = words.trim();
  const isNumber = /^[\d\s()+*./-]+$/.test(plain) && plain.replace(/\D/g, '').length >= leastDigits;
  return isNumber ? plain : null;
}

/** The commands whose label has every word that was typed, in their own order; all of them for no words. */
export function matching<C extends { label: string }>(words: string, commands: readonly C[]): C[] {
  const parts = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ label }) => parts.every((part) => label.toLocaleLowerCase().includes(part)));
}
