import { z } from 'zod';
import type { Answer, JsonSchema } from '../../shared/openapi.ts';
import { problemBody } from '../../shared/problem.ts';
import type { ProblemCode } from '../../shared/problem-texts.ts';
import { badFields, Problem, type ProblemKind, problemKinds } from '../problem.ts';
import { references } from './openapi-headers.ts';
import { schemaOf } from './openapi-schema.ts';
import { problemBodyOf } from './problems.ts';

/** Why each kind of refusal comes, and an example of it. */
const refusals: Partial<Record<ProblemKind, { readonly why: string; readonly example: ProblemCode }>> = {
  bad_request: {
    why: 'A value is missing or wrong; `errors` names every such field',
    example: 'invalid_request',
  },
  unauthenticated: { why: 'No token, or one that is unknown, expired or revoked', example: 'token_invalid' },
  forbidden: { why: 'The token does not have the scope', example: 'insufficient_scope' },
  not_found: { why: 'No such object, or it is another business’s', example: 'not_found' },
  conflict: { why: 'It does not fit what is there', example: 'reason_required' },
  too_large: { why: 'The body is larger than 1 MiB', example: 'body_too_large' },
  unsupported_media: {
    why: 'The body is not `application/json`, or it is compressed',
    example: 'json_expected',
  },
  unprocessable: { why: 'The `Idempotency-Key` was used with another body', example: 'idempotency_mismatch' },
  too_many: {
    why: 'Over the rate limit; `Retry-After` says in how many seconds to try again',
    example: 'too_many_requests',
  },
  unexpected: { why: 'Our fault; `instance` is the number to quote', example: 'unexpected' },
  unavailable: {
    why: 'Not available right now; try again after `Retry-After` seconds',
    example: 'unavailable',
  },
};

const headersOfKind: Partial<Record<ProblemKind, NonNullable<Answer['headers']>>> = {
  unauthenticated: references('WWW-Authenticate'),
  forbidden: references('WWW-Authenticate'),
  too_many: references('Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'),
  unavailable: references('Retry-After'),
};

/** An id as the examples show it; each answer has its own. */
const exampleRequest = 'req-1';

/** The answers that calls of `/v2` share, by the name that operations refer to. */
export function problemAnswers(): Record<string, Answer> {
  const answers = Object.entries(refusals).map(([kind, { why, example }]) => {
    const key = kind as ProblemKind;
    const problem =
      key === 'bad_request' ? badFields([{ field: 'status', code: 'required' }]) : new Problem(key, example);
    const media = {
      schema: { $ref: '#/components/schemas/Problem' },
      example: problemBodyOf(problem, 'he', exampleRequest),
    };
    const headers = headersOfKind[key];
    const content = { 'application/problem+json': media };
    return [problemKinds[key].code, { description: why, ...(headers && { headers }), content }];
  });
  return Object.fromEntries(answers);
}

/** The shared answer of a kind of refusal, by its HTTP status. */
export function problemReference(kind: ProblemKind): [status: string, answer: { $ref: string }] {
  const { status, code } = problemKinds[kind];
  return [String(status), { $ref: `#/components/responses/${code}` }];
}

export function problemSchemas(): Record<string, JsonSchema> {
  const oauthError = z.object({ error: z.string(), error_description: z.string().optional() });
  return { Problem: schemaOf(problemBody, 'output'), OAuthError: schemaOf(oauthError, 'output') };
}
