export interface SlashQuery {
  /** Where the slash stands. */
  from: number;
  to: number;
  words: string;
}

const mostCharacters = 40;

/** What is looked for by a `/` at the beginning of a line, with the caret behind it; null when nothing is. */
export function slashQuery(text: string, caret: number): SlashQuery | null {
  const from = text.lastIndexOf('\n', caret - 1) + 1;
  const line = text.slice(from, caret);
  if (!line.startsWith('/') || line.length > mostCharacters) return null;
  return { from, to: caret, words: line.slice(1) };
}
