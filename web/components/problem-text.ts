import i18next, { type TFunction } from 'i18next';
import { type ProblemCode, problemTexts } from '../../shared/problem-texts.ts';
import { ApiProblem } from '../api.ts';

const isKnown = (reason: string): reason is ProblemCode => Object.hasOwn(problemTexts, reason);
/** Statuses that something between the browser and the server may answer by itself, without a reason of ours. */
const foreignStatuses = new Set([401, 403, 404, 413, 500, 502, 503, 504]);

/** The sentence of a reason in the reader's own language. */
export const sentenceOf = (code: ProblemCode): string =>
  problemTexts[code][i18next.language === 'en' ? 'en' : 'he'];

/** The sentence for a failure in the reader's own language. */
export function problemText(t: TFunction, error: unknown): string {
  if (!(error instanceof ApiProblem)) return t('problems:unexpected');
  if (error.status === 0) return t('problems:network');
  if (error.status === 429) return t('problems:tooMany', { count: minutesToWait(error) });
  const field = error.fields[0];
  if (error.reason === 'invalid_request' && field !== undefined) return field.message;
  if (isKnown(error.reason)) return sentenceOf(error.reason);
  return t(foreignStatuses.has(error.status) ? `problems:status${error.status}` : 'problems:unexpected');
}

/** The sentence of a reason that is no refusal of a request: why something is as it is. */
export function reasonText(t: TFunction, reason: string): string {
  return isKnown(reason)
    ? problemTexts[reason][i18next.language === 'en' ? 'en' : 'he']
    : t('problems:unexpected');
}

function minutesToWait({ retryAfterSeconds }: ApiProblem): number {
  return Math.max(1, Math.ceil((retryAfterSeconds ?? 60) / 60));
}

/** The sentence for one field of a refused form; null when the field is fine. */
export function fieldProblem(error: unknown, name: string): string | null {
  if (!(error instanceof ApiProblem)) return null;
  return error.fields.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message ?? null;
}

/**
 * The code a person can quote to whoever runs the system; null when the server was never reached, and for a form that can be
 * put right without asking anybody.
 */
export function quotedCode(error: unknown): string | null {
  if (!(error instanceof ApiProblem) || error.fields.length > 0) return null;
  return error.instance?.split('/').at(-1) ?? null;
}
