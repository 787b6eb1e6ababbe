import { z } from 'zod';

/** A page holds 25 rows unless asked, 500 at most. */
export const pageLimits = { usual: 25, most: 500 } as const;

export const link = z.object({ rel: z.string(), href: z.string() });
export type Link = z.infer<typeof link>;

/** The published shape of every list, in its key order. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    hasMore: z.boolean(),
    limit: z.number(),
    offset: z.number(),
    count: z.number().meta({ description: 'Rows of this page' }),
    links: z.array(link),
  });

/** A whole number of at most 15 digits, so that none is rounded. */
const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/, { error: 'invalid' })
  .transform(Number);

/** `?limit=` and `?offset=` as they were sent; undefined when they were not, which the links of the answer depend on. */
export const offsetPaging = z.object({
  limit: wholeNumber
    .refine((limit) => limit > 0, { error: 'invalid' })
    .optional()
    .meta({ type: 'integer', minimum: 1, description: 'Rows of a page: 25 unless asked, capped at 500' }),
  offset: wholeNumber.optional().meta({ type: 'integer', minimum: 0, description: 'Rows to skip' }),
});
export type OffsetPaging = z.output<typeof offsetPaging>;

/**
 * Lists of the published shape that are paged by key: `after` comes from the `next` link. Old readers may send `offset=0`; a
 * reader that counts offsets is refused, since it would get the first page again and again.
 */
export const keyPaging = {
  after: z
    .string()
    .max(200)
    .optional()
    .transform((key) => (key === '' ? undefined : key))
    .describe('Opaque key of the `next` link'),
  limit: offsetPaging.shape.limit,
  offset: wholeNumber
    .refine((offset) => offset === 0, { error: 'next_link_only' })
    .optional()
    .meta({ type: 'integer', const: 0, description: 'Only 0: the next page is the `next` link' }),
};
