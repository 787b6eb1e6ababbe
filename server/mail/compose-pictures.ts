import { inlineMark } from '../../shared/sending.ts';

/** The ids (wire) of the pictures that stand in a text. */
export function picturesIn(text: string): string[] {
  return [...text.matchAll(inlineMark)].map(([, , id = '']) => id);
}

/** The text as it reads where no picture can be shown: `[name]`. */
export function plainOf(text: string): string {
  return text.replace(inlineMark, (_whole, name: string) => `[${name.trim() || '…'}]`);
}
