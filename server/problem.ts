import type { ProblemCode } from '../shared/problem-texts.ts';

/** The kinds of expected failure, and the one table that gives each its HTTP status and ORDS name. */
export const problemKinds = {
  bad_request: { status: 400, code: 'BadRequest', title: 'Bad Request' },
  unauthenticated: { status: 401, code: 'Unauthorized', title: 'Unauthorized' },
  forbidden: { status: 403, code: 'Forbidden', title: 'Forbidden' },
  not_found: { status: 404, code: 'NotFound', title: 'Not Found' },
  method_not_allowed: { status: 405, code: 'MethodNotAllowed', title: 'Method Not Allowed' },
  conflict: { status: 409, code: 'Conflict', title: 'Conflict' },
  too_large: { status: 413, code: 'PayloadTooLarge', title: 'Payload Too Large' },
  unsupported_media: { status: 415, code: 'UnsupportedMediaType', title: 'Unsupported Media Type' },
  unprocessable: { status: 422, code: 'UnprocessableEntity', title: 'Unprocessable Entity' },
  too_many: { status: 429, code: 'TooManyRequests', title: 'Too Many Requests' },
  unexpected: { status: 500, code: 'InternalServerError', title: 'Internal Server Error' },
  unavailable: { status: 503, code: 'ServiceUnavailable', title: 'Service Unavailable' },
} as const;
export type ProblemKind = keyof typeof problemKinds;

export interface FieldProblem {
  readonly field: string;
  readonly code: ProblemCode;
  /** What is wrong with it, in the caller's own words; said after the sentence. */
  readonly value?: string;
}

export interface ProblemExtras {
  readonly fields?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A failure that a caller may expect. Everything else rises and is logged once at the edge. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly code: ProblemCode;
  readonly fields: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ProblemKind, code: ProblemCode, extras: ProblemExtras = {}) {
    super(`${kind}: ${code}`, { cause: extras.cause });
    this.name = 'Problem';
    this.kind = kind;
    this.code = code;
    this.fields = extras.fields ?? [];
    this.headers = extras.headers ?? {};
  }
}

/** A 400 that names each offending field. */
export function badFields(fields: readonly FieldProblem[]): Problem {
  return new Problem('bad_request', 'invalid_request', { fields });
}
