import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Gives an answer a strong ETag and, when the caller has it already, turns it into a 304 (RFC 9110, 13.1.2): route() then
 * sends no body. The answer's JSON is made of this object alone, so equal tags mean equal bytes.
 */
export function tagged<Answer>(request: FastifyRequest, reply: FastifyReply, answer: Answer): Answer {
  const tag = `"${hash('sha256', JSON.stringify(answer), 'base64url').slice(0, 32)}"`;
  reply.headers({ etag: tag, 'cache-control': 'private, no-cache', vary: 'authorization' });
  if (knows(request.headers['if-none-match'], tag)) reply.code(304);
  return answer;
}

/** If-None-Match compares weakly (RFC 9110, 8.8.3.2). */
function knows(given: string | undefined, tag: string): boolean {
  if (given === undefined) return false;
  return given.trim() === '*' || given.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}
