import type { acknowledgementFields } from '../../../shared/acknowledgements.ts';

export type AcknowledgementValues = Readonly<Record<(typeof acknowledgementFields)[number], string>>;

/** The language of what somebody wrote, by its letters; null when it has none of either kind. */
export function languageOf(text: string): 'he' | 'en' | null {
  const words = text.slice(0, 5000);
  const hebrew = words.match(/[\u05d0-\u05ea]/g)?.length ?? 0;
  const latin = words.match(/[A-Za-z]/g)?.length ?? 0;
  if (hebrew + latin === 0) return null;
  // Addresses, names of products and signatures are Latin in Hebrew mail as well.
  return hebrew * 4 >= latin ? 'he' : 'en';
}

/** One person's address, whatever tag it carries: `dana+shop@` is `dana@`. */
export function personOf(address: string): string {
  return address.toLowerCase().replace(/^([^+@]+)\+[^@]*@/, '$1@');
}
