import { z } from 'zod';
import { answerId } from './id.ts';

/** An instant on the wire: ISO 8601 in UTC. */
export const instant = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601 instant in UTC' });

/** Text that PostgreSQL and UTF-8 can keep byte for byte: no U+0000, no lone surrogate. */
const isKeepable = (text: string) => !text.includes('\u0000') && text.isWellFormed();

/** A text of at most `limit` characters (UTF-16 code units); every other Unicode text comes back as it was given. */
export const textUpTo = (limit: number) =>
  z.string().max(limit, { error: 'too_long' }).refine(isKeepable, { error: 'not_text' });

/** The same, and something must be in it besides white space. */
export const requiredText = (limit: number) =>
  textUpTo(limit).refine((text) => text.trim() !== '', { error: 'required' });

/** A text where `""`, `null` and a missing key all mean "not given". */
export const optionalText = (limit: number) =>
  textUpTo(limit)
    .nullish()
    .transform((text) => (text === '' || text === undefined ? null : text))
    .meta({ type: 'string' });

/** Where the next page of a list starts; opaque to the caller, null at the end. */
export const cursor = z.string().max(200);

export const noContent = z.undefined();

export const named = z.object({ id: answerId, name: z.string() });
