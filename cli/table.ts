const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Rows under their headings, aligned by what a terminal shows; texts stay as they are. */
export function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [headings, ...rows.map((row) => row.map(oneLine))];
  const widths = headings.map((_, column) => Math.max(...all.map((row) => widthOf(row[column] ?? ''))));
  return all
    .map((row) => row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))))
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}

/** Cells that a terminal gives a text: emoji take two. */
export function widthOf(text: string): number {
  return [...segmenter.segment(text)].reduce((sum, { segment }) => {
    return sum + (/\p{Emoji_Presentation}|\ufe0f/u.test(segment) ? 2 : 1);
  }, 0);
}

/** A name must not be able to steer the terminal. */
const oneLine = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ');
