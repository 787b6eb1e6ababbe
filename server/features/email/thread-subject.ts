/** A number in a subject that may be a ticket's; `isOurs`: written as we write it. */
export interface SubjectNumber {
  readonly number: number;
  readonly isOurs: boolean;
  /** As it stands there. */
  readonly by: string;
}

const marks = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
/** `[#1234]` is ours; around a Hebrew subject some programs turn it into `[1234#]`. The words may be written by a customer. */
const ourForms = [
  /\[\s*#\s*(\d{1,12})\s*\]/g,
  /\[\s*(\d{1,12})\s*#\s*\]/g,
  /(?<!\p{L})(?:ה|ל|ב|מ)?פני(?:יה|ה)\s*(?:מס(?:פר|['׳.])?\s*)?[#:]?\s*#?(\d{1,12})(?!\d)/gu,
  /(?<!\p{L})(?:ticket|inquiry)\s*(?:no\.?|number)?\s*[#:]?\s*#?(\d{1,12})(?!\d)/giu,
];
const bareForm = /(?<![\p{L}\d&#])#(\d{1,12})(?![\d\p{L}])/gu;
const most = 5;

/** Each number once, the last first: a subject that was answered elsewhere got its number at the end. */
export function numbersIn(subject: string): SubjectNumber[] {
  const plain = subject.normalize('NFC').replace(marks, '');
  const found = [...ourForms.map((form) => [form, true] as const), [bareForm, false] as const].flatMap(
    ([form, isOurs]) =>
      [...plain.matchAll(form)].map((match) => ({
        number: Number(match[1]),
        isOurs,
        by: match[0].trim(),
        at: match.index,
      })),
  );
  const ordered = found.toSorted(
    (one, other) => Number(other.isOurs) - Number(one.isOurs) || other.at - one.at,
  );
  const seen = new Set<number>();
  const first = ordered.filter(({ number }) => number > 0 && !seen.has(number) && seen.add(number));
  return first.slice(0, most).map(({ at: _at, ...kept }) => kept);
}
