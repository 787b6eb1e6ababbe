import { type ProblemCode, problemTexts } from '../../../shared/problem-texts.ts';
import type { Problem } from '../../problem.ts';

/** Our codes that RFC 6749, 5.2 has an `error` of the same name for. */
const named: readonly ProblemCode[] = [
  'invalid_client',
  'invalid_scope',
  'unsupported_grant_type',
  'unauthorized_client',
];
const requestKinds = ['bad_request', 'too_large', 'unsupported_media'];

/** A refusal in the shape of RFC 6749, 5.2; null when it is none of this protocol's. The description has to be ASCII. */
export function oauthErrorOf(problem: Problem): { error: string; error_description: string } | null {
  const error_description = problemTexts[problem.code].en;
  if (named.includes(problem.code)) return { error: problem.code, error_description };
  if (requestKinds.includes(problem.kind)) return { error: 'invalid_request', error_description };
  return null;
}
