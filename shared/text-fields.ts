/** Texts with fields: `{{ticket.number}}` stands for what the ticket at hand has there. */

const field = /\{\{\s*([^{}]*?)\s*\}\}/g;
/** Where an empty field stood: a noncharacter, which Unicode keeps for such inner use (23.7) and no text has. */
const gap = '\ufdd0';

const fieldCharacters = 60;

/** The names in a text that stand for nothing, each once; cut where somebody wrote whole sentences between the braces. */
export function unknownFieldsOf(text: string, known: readonly string[]): string[] {
  const names = [...text.matchAll(field)].map(([, name = '']) => name);
  return [...new Set(names)]
    .filter((name) => !known.includes(name))
    .map((name) => name.slice(0, fieldCharacters));
}

/**
 * The text with its fields; names that stand for nothing stay as they are. A field that is empty leaves no hole: with it go the
 * space before it, a Hebrew letter that was joined to it (`ל{{account.name}}`), brackets and quotes that held nothing else, and
 * the sign that parted it from its neighbour; a line in which nothing else was said goes as a whole.
 */
export function fillFields(text: string, values: Readonly<Record<string, string>>): string {
  const filled = text.replace(field, (whole, name: string) => {
    if (!Object.hasOwn(values, name)) return whole;
    return (values[name] ?? '').replace(/\s+/g, ' ').trim() || gap;
  });
  if (!filled.includes(gap)) return filled;
  return joined(filled.split('\n').map((line) => (line.includes(gap) ? closed(line) : line)));
}

const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';

/** The lines without those that fell away; a blank line above such a one and another below it become one. */
function joined(lines: readonly (string | null)[]): string {
  const kept: string[] = [];
  let hasFallen = false;
  for (const line of lines) {
    if (line === null) {
      hasFallen = true;
    } else if (!(hasFallen && isBlank(line) && isBlank(kept.at(-1)))) {
      kept.push(line);
      hasFallen = false;
    }
  }
  while (hasFallen && kept.length > 0 && isBlank(kept.at(-1))) kept.pop();
  return kept.join('\n');
}

/** A line whose empty fields have left no trace; null when nothing else was said in it. */
function closed(line: string): string | null {
  const closing = line
    .replace(/[([{"'״׳«]\s*\ufdd0\s*[)\]}"'״׳»]/g, gap)
    .replace(/(?<![\p{L}\p{M}])[והבכלמש]{1,2}[-־]?\ufdd0/gu, gap);
  if (!/[\p{L}\p{N}\p{S}]/u.test(closing)) return null;
  return closing
    .replace(/^(\s*)\ufdd0\s*[–—|·,;:-]*\s*/, '$1')
    .replace(/\s*[–—|·,;:-]\s*\ufdd0\s*$/, '')
    .replace(/\s*[–—|·,;:-]\s*\ufdd0(?=\s*[–—|·,;:-])/g, '')
    .replace(/[ \t]*\ufdd0/g, '');
}
