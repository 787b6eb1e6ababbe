/** `dir` of a field people write in: by its first letter, and until there is one the page's own, as for its placeholder. */
export const dirOf = (text: string): 'auto' | undefined => (text === '' ? undefined : 'auto');

const replyPrefix =
  /^[\s\u200e\u200f]*(?:(?:re|fw|fwd|wg|aw|sv|תשובה|תגובה|השב|הועבר|העברה)(?:\[\d+\])?\s*:[\s\u200e\u200f]*)+/iu;

export const withoutReplyPrefix = (subject: string) => subject.replace(replyPrefix, '').trim();

/** A Hebrew subject stays Hebrew behind a `Re:`, which alone would turn the line round. */
export function subjectDirection(subject: string): 'rtl' | 'ltr' | 'auto' {
  const letter = /\p{L}/u.exec(withoutReplyPrefix(subject))?.[0];
  if (letter === undefined) return 'auto';
  return /[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(letter) ? 'rtl' : 'ltr';
}
