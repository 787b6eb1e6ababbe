import type { z } from 'zod';
import type { Permission } from './permissions.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One call of the API, as an object that the server's route, the OpenAPI document and the console's `call()` all read.
 * `access` is the permission the caller must hold, `signed-in` for any caller that is known, `anyone` for none.
 */
export interface Endpoint {
  readonly method: Method;
  readonly url: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Permission | 'signed-in' | 'anyone';
  /** What the caller must hold besides, when the answer shows more than the call changes. */
  readonly alsoNeeds?: Permission;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Media type of the body; JSON unless given. */
  readonly bodyType?: 'application/x-www-form-urlencoded' | 'message/rfc822' | 'application/octet-stream';
  /** Request headers with a meaning of their own, by name. For the reference only: the route reads them itself. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer: z.ZodType;
  /** Headers that only this answer has, by name; for the reference. */
  readonly answerHeaders?: Readonly<Record<string, string>>;
  /** The answer has a strong ETag, and If-None-Match gets 304. */
  readonly isTagged?: boolean;
  /** HTTP status of success; 200 unless given. */
  readonly status?: 200 | 201 | 202 | 204;
  /** A refused body is still an inquiry: it is kept in the ledger as `rejected`. */
  readonly keepsRefused?: boolean;
}

/** Declares an endpoint and keeps its exact type. */
export function endpoint<const E extends Endpoint>(declared: E): E {
  return declared;
}

export type ParamsOf<E extends Endpoint> = E['params'] extends z.ZodType ? z.output<E['params']> : undefined;
export type QueryOf<E extends Endpoint> = E['query'] extends z.ZodType ? z.output<E['query']> : undefined;
export type BodyOf<E extends Endpoint> = E['body'] extends z.ZodType ? z.output<E['body']> : undefined;
export type AnswerOf<E extends Endpoint> = z.output<E['answer']>;
/** What a caller writes, before the schema's own conversions. */
export type BodyInput<E extends Endpoint> = E['body'] extends z.ZodType ? z.input<E['body']> : undefined;
export type QueryInput<E extends Endpoint> = E['query'] extends z.ZodType ? z.input<E['query']> : undefined;
export type ParamsInput<E extends Endpoint> = E['params'] extends z.ZodType
  ? z.input<E['params']>
  : undefined;
