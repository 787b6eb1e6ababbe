import { z } from 'zod';

/** The body of every error of the API (ORDS shape), `application/problem+json`. */
export const problemBody = z.object({
  code: z.string(),
  title: z.string(),
  message: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  type: z.string(),
  instance: z.string(),
  /** Our addition: the stable code of the reason, for programs and for the console's own sentence. */
  reason: z.string().optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;
