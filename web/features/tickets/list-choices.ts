import type { ListItem } from '../../../shared/lists.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly isInactive: boolean;
  /** A few words beside it in the list, not shown once it is chosen. */
  readonly note?: string;
}

/** What a select of a list offers: active rows, and the current one even when it is inactive. `first` goes on top. */
export function choicesOf(rows: readonly ListItem[], current: string | null, first?: string): Choice[] {
  const offered = rows.filter((row) => row.is_active || row.id === current);
  const top = offered.filter((row) => row.id === first);
  const rest = offered.filter((row) => row.id !== first);
  return [...top, ...rest].map((row) => ({ value: row.id, label: row.name, isInactive: !row.is_active }));
}

/** Splits a name such as `🟢 נמוכה` into its leading emoji and the rest. */
export function emojiOf(name: string): { emoji: string | null; rest: string } {
  const match =
    /^(\p{Extended_Pictographic}(?:\uFE0F|\u200D\p{Extended_Pictographic}|\p{Emoji_Modifier})*)\s*(.*)$/u.exec(
      name,
    );
  return match?.[1] === undefined ? { emoji: null, rest: name } : { emoji: match[1], rest: match[2] ?? '' };
}
