import type { KeyboardEvent } from 'react';

/** Where Alt with an arrow moves the row that the keyboard stands in; null for any other key. */
export function stepOf({ code, altKey, target }: KeyboardEvent): 1 | -1 | null {
  // In a select these keys open it.
  if (!altKey || target instanceof HTMLSelectElement) return null;
  return ({ ArrowUp: -1, ArrowDown: 1 } as const)[code] ?? null;
}
