import { z } from 'zod';
import { answerId } from './id.ts';

/**
 * What GET /api/live (server-sent events, one `data:` line of JSON each) says: something changed, read it again.
 * No contents travel here. `resync` says that changes may have been missed.
 */
export const change = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ticket'), ids: z.array(answerId) }),
  z.object({ kind: z.literal('intake') }),
  /** Calls ring, are answered, end or are classified. */
  z.object({ kind: z.literal('call'), ids: z.array(answerId) }),
  z.object({ kind: z.literal('lists') }),
  z.object({ kind: z.literal('account'), ids: z.array(answerId) }),
  z.object({ kind: z.literal('settings') }),
  /** Reply templates and signatures. */
  z.object({ kind: z.literal('templates') }),
  /** A token, an API client, a session or a user's rights ended or changed. */
  z.object({ kind: z.literal('access') }),
  z.object({ kind: z.literal('resync') }),
]);
export type Change = z.infer<typeof change>;
