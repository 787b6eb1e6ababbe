import type { TFunction } from 'i18next';
import type { undoClassification } from '../../../shared/calls.ts';
import type { AnswerOf } from '../../../shared/endpoint.ts';

/** What came of taking back what a call was said to be. */
export function takenBackText(
  t: TFunction<['calls']>,
  { taken_off: off }: AnswerOf<typeof undoClassification>,
): string {
  if (off === null) return t('calls:classified.undone');
  const number = `\u2066#${off.number}\u2069`;
  return t(off.is_closed ? 'calls:classified.undoneClosed' : 'calls:classified.undoneOff', { number });
}
