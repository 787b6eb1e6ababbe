import { z } from 'zod';
import { answerId } from './id.ts';

/** An instant on the wire: ISO 8601 in UTC. */
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 instant in UTC' });

/**
 * An instant that a caller writes into an address. Also as programs spell it: `+0200`, small letters, and a plus that nobody
 * escaped and that so became a space.
 */
export const queryInstant = z
  .string()
  .transform((given) =>
    given
      .toUpperCase()
      .replace(/ (?=\d\d:?\d\d$)/, '+')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  )
  .pipe(z.iso.datetime({ offset: true }))
  .meta({ type: 'string', format: 'date-time', description: 'ISO 8601 instant with its offset, or in UTC' });

/** One of a few words; `""`, `null` and a missing key all mean "not given". */
export const optionalWord = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z
    .union([z.enum(words), z.literal(''), z.null()], { error: 'unknown_value' })
    .optional()
    .transform((given) => given || null)
    .meta({ type: 'string', enum: [...words, ''] });

/** Text that PostgreSQL and UTF-8 can keep byte for byte: no U+0000, no lone surrogate. */
const isKeepable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

/** A text of at most `limit` characters (Unicode code points, as Zod counts them); every other Unicode text comes back as it was given. */
export const textUpTo = (limit: number) =>
  z.string().max(limit, { error: 'too_long' }).refine(isKeepable, { error: 'not_text' });

/** Anything but white space and characters that nobody sees (direction marks, zero widths, controls). */
const visible = /[^\s\p{Cf}\p{Cc}]/u;

/** The same, and something that can be seen must be in it. */
export const requiredText = (limit: number) =>
  textUpTo(limit).refine((text) => visible.test(text), { error: 'required' });

/** A text where `""`, `null` and a missing key all mean "not given". */
export const optionalText = (limit: number) =>
  textUpTo(limit)
    .nullish()
    .transform((text) => (text === '' || text === undefined ? null : text))
    .meta({ type: 'string' });

/** Where the next page of a list starts; opaque to the caller, null at the end. */
export const cursor = z.string().max(200);

/** At an address a reply did not arrive: since when, and in the server's words. */
export const bounced = z.object({ at: instant, said: z.string() });

export const noContent = z.undefined();

export const named = z.object({ id: answerId, name: z.string() });
