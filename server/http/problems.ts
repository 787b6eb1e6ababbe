import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { ProblemBody } from '../../shared/problem.ts';
import { type ProblemCode, problemTexts } from '../../shared/problem-texts.ts';
import { badFields, type FieldProblem, Problem, problemKinds } from '../problem.ts';

/** Fastify's own refusals, in our words. */
const fastifyProblems: Record<string, Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: new Problem('too_large', 'body_too_large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: new Problem('unsupported_media', 'json_expected'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new Problem('bad_request', 'invalid_request'),
  FST_ERR_CTP_EMPTY_JSON_BODY: new Problem('bad_request', 'not_json'),
  FST_ERR_BAD_URL: new Problem('bad_request', 'invalid_request'),
  FST_ERR_MAX_PARAM_LENGTH: new Problem('not_found', 'not_found'),
};

/**
 * PostgreSQL is away or starting, or two transactions were in each other's way, or there is no room (SQLSTATE classes 08, 57P,
 * 40, 53; 25006 is a database that only reads): nothing was kept, try again.
 */
function isAway(error: { code?: unknown }): boolean {
  const code = String(error.code ?? '');
  return /^(08...|40...|53...|57P..|25006|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ENOSPC|EDQUOT|EROFS|EMFILE)$/.test(
    code,
  );
}

/** The caller went away in the middle of the body: nobody hears the answer, and a sender that was not answered tries again. */
export function isAbandoned({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

/** Any failure as a Problem; what nobody expected becomes `unexpected`, with the cause kept for the log. */
export function problemOf(error: FastifyError | Error, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) return badFields(fieldProblems(error, request));
  const known = fastifyProblems[(error as FastifyError).code];
  if (known) return known;
  if (isAbandoned(request)) return new Problem('bad_request', 'invalid_request');
  const isTimedOut = /timeout exceeded when trying to connect|Connection terminated/.test(error.message);
  if (isAway(error as FastifyError) || isTimedOut) {
    return new Problem('unavailable', 'unavailable', { cause: error, headers: { 'retry-after': '2' } });
  }
  const status = (error as FastifyError).statusCode;
  if (status !== undefined && status >= 400 && status < 500) {
    return new Problem('bad_request', 'invalid_request', { cause: error });
  }
  return new Problem('unexpected', 'unexpected', { cause: error });
}

interface ValidationError {
  readonly validation: readonly { instancePath: string; keyword: string; message?: string }[];
  readonly validationContext?: string | undefined;
}

/** One problem per field, the first that was found with it. */
function fieldProblems(error: unknown, request: FastifyRequest): FieldProblem[] {
  const { validation, validationContext } = error as ValidationError;
  const given = { body: request.body, params: request.params, querystring: request.query }[
    validationContext ?? 'body'
  ];
  const found = new Map<string, FieldProblem>();
  for (const issue of validation) {
    const path = issue.instancePath.split('/').filter(Boolean);
    const field = path.join('.') || (validationContext ?? 'body');
    if (!found.has(field)) found.set(field, { field, code: fieldCode(issue, valueAt(given, path)) });
  }
  return [...found.values()];
}

function valueAt(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], given);
}

function fieldCode(issue: { keyword: string; message?: string }, value: unknown): ProblemCode {
  if (value === undefined || value === null || value === '') return 'required';
  if (issue.message !== undefined && Object.hasOwn(problemTexts, issue.message))
    return issue.message as ProblemCode;
  if (issue.keyword === 'invalid_type' || issue.keyword === 'invalid_union') return 'wrong_type';
  if (issue.keyword === 'too_big') return 'too_long';
  return issue.keyword === 'invalid_value' ? 'unknown_value' : 'invalid';
}

/** Hebrew unless English is asked for with a higher weight (RFC 9110, 12.5.4). */
export function languageOf(request: FastifyRequest): 'he' | 'en' {
  const weights = { he: 0, en: 0 };
  for (const part of (request.headers['accept-language'] ?? '').toLowerCase().split(',')) {
    const [tag, q] = part.trim().split(/\s*;\s*q=/);
    const name = tag?.slice(0, 2);
    if (name === 'he' || name === 'iw') weights.he = Math.max(weights.he, Number(q ?? 1) || 0);
    if (name === 'en') weights.en = Math.max(weights.en, Number(q ?? 1) || 0);
  }
  return weights.en > weights.he ? 'en' : 'he';
}

export function problemBodyOf(problem: Problem, language: 'he' | 'en', requestId: string): ProblemBody {
  const { code, title } = problemKinds[problem.kind];
  const errors = problem.fields.map(({ field, code: reason, value }) => {
    const sentence = problemTexts[reason][language];
    // Isolated: a Latin word in a Hebrew sentence keeps its own order (Unicode bidi, 2.4).
    return { field, message: value === undefined ? sentence : `${sentence}: \u2068${value}\u2069` };
  });
  return {
    code,
    title,
    message: problemTexts[problem.code][language],
    ...(errors.length > 0 && { errors }),
    type: `tag:pniya,2026:error/${code}`,
    instance: `tag:pniya,2026:ecid/${requestId}`,
    reason: problem.code,
  };
}

/** The one translator at the edge: logs what nobody expected, once, and answers in the one shape. */
export function sendProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const problem = problemOf(error, request);
  const { status } = problemKinds[problem.kind];
  if (status >= 500) request.log.error({ reqId: request.id, err: problem.cause ?? problem }, problem.code);
  return reply
    .code(status)
    .headers(problem.headers)
    .serializer(JSON.stringify)
    .type('application/problem+json; charset=utf-8')
    .send(problemBodyOf(problem, languageOf(request), request.id));
}

/** What is no HTTP at all, or has too large headers: no request was made of it, and the connection ends. */
export function answerBroken(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const body = JSON.stringify(
    problemBodyOf(new Problem('bad_request', 'invalid_request'), 'he', randomUUID()),
  );
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
