import { textUpTo } from './common.ts';

/** What turns the words round it or can't be seen: overrides and isolates of direction, marks without width. */
const disguises = /[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;

/** A name that people give to something: one line, single spaces, and nothing in it that hides. */
export const givenName = (limit: number) =>
  textUpTo(limit)
    .transform((text) =>
      text
        .replace(disguises, '')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
    )
    .refine((name) => name !== '', { error: 'required' });

/** Whether people would read the same name: capitals, widths, spaces and what can't be seen make no difference. */
export function isSameName(one: string, other: string): boolean {
  return readOf(one) === readOf(other);
}

const readOf = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Variation_Selector}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .toLowerCase();
