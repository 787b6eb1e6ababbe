/**
 * The direction of the first letter; undefined when there is none, as until then a field has the page's own, like its
 * placeholder. Never `auto`: Mantine puts `dir` on the box round a field, where there are no letters to go by.
 */
export function dirOf(text: string): 'rtl' | 'ltr' | undefined {
  const letter = /\p{L}/u.exec(text)?.[0];
  if (letter === undefined) return undefined;
  return /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(letter) ? 'rtl' : 'ltr';
}

const replyPrefix =
  /^[\s\u200e\u200f]*(?:(?:re|fw|fwd|wg|aw|sv|תשובה|תגובה|השב|הועבר|העברה)(?:\[\d+\])?\s*:[\s\u200e\u200f]*)+/iu;

export const withoutReplyPrefix = (subject: string) => subject.replace(replyPrefix, '').trim();

/** A Hebrew subject stays Hebrew behind a `Re:`, which alone would turn the line round. */
export function subjectDirection(subject: string): 'rtl' | 'ltr' | 'auto' {
  return dirOf(withoutReplyPrefix(subject)) ?? 'auto';
}
