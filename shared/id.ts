import { z } from 'zod';

/** Largest value of a 128-bit id; its decimal form has 39 digits. */
const largest = (1n << 128n) - 1n;

/** The wire form (decimal string, at most 39 digits) of a database uuid. Lossless for any 128-bit value. */
export function wireIdOf(uuid: string): string {
  return BigInt(`0x${uuid.replaceAll('-', '')}`).toString();
}

/** The database uuid of a wire id; null when the text is not a decimal integer of at most 128 bits. */
export function uuidOf(wireId: string): string | null {
  if (!/^\d{1,39}$/.test(wireId)) return null;
  const value = BigInt(wireId);
  if (value > largest) return null;
  const hex = value.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * An id in a request: a decimal string, or a bare JSON number (published clients send those beyond 2^53;
 * the lossless parser hands them over as bigint). Comes out as a database uuid.
 */
export const requestId = z
  .union([z.string(), z.number().int().nonnegative(), z.bigint().nonnegative()])
  .transform((given, issue) => {
    const uuid = uuidOf(String(given));
    if (uuid !== null) return uuid;
    issue.addIssue({ code: 'custom', message: 'not_an_id' });
    return z.NEVER;
  })
  .meta({
    type: 'string',
    pattern: '^\\d{1,39}$',
    description: 'Decimal form of a 128-bit id, as a string.',
  });

/** Like requestId, where `""`, `null` and a missing key all mean "not given". */
export const optionalRequestId = z
  .union([z.literal('').transform(() => null), z.null(), requestId])
  .optional()
  .transform((given) => given ?? null)
  .meta({ type: 'string', description: 'Decimal id; `""`, `null` or a missing key mean "not given".' });

/** An optional id in a query: `""` and a missing key both mean that nothing is asked for. */
export const filterId = optionalRequestId.transform((given) => given ?? undefined);

/** The uuid of what stands where an id may be; null for nothing, and for what is no id. */
export function idGiven(value: unknown): string | null {
  return optionalRequestId.safeParse(value).data ?? null;
}

/** An id in an answer: the database uuid goes in, the decimal string comes out. */
export const answerId = z.string().meta({
  type: 'string',
  pattern: '^\\d{1,39}$',
  description: 'Decimal form of a 128-bit id, as a string.',
});
