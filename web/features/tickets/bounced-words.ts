/** "Bounced", with the server's words where there are some, isolated: they are Latin in a Hebrew line. */
export function bouncedWords(
  { said }: { said: string },
  words: { alone: string; because: (said: string) => string },
): string {
  return said === '' ? words.alone : words.because(`\u2066${said}\u2069`);
}
