import { type LedgerRule, ledgerRules } from '../../../shared/intake.ts';
import { type ProblemCode, problemTexts } from '../../../shared/problem-texts.ts';

export interface Refusal {
  code: ProblemCode;
  fields: { name: string; code: ProblemCode }[];
}

const isCode = (given: string): given is ProblemCode => Object.hasOwn(problemTexts, given);

/** A refusal as the ledger keeps it, `invalid_request (status: required, msg: too_long)`; null when it is in other words. */
export function refusalOf(reason: string): Refusal | null {
  const [, code = '', list] = /^(\w+)(?: \((.*)\))?$/s.exec(reason) ?? [];
  if (!isCode(code)) return null;
  const fields: Refusal['fields'] = [];
  for (const one of list?.split(', ') ?? []) {
    const [, name = '', word = ''] = /^(.*): (\w+)$/s.exec(one) ?? [];
    if (!isCode(word)) return null;
    fields.push({ name, code: word });
  }
  return { code, fields };
}

/** The rule that ignored an item; null when a person did. */
export function ruleOf(reason: string | null): LedgerRule | null {
  return ledgerRules.find((rule) => reason === `rule:${rule}`) ?? null;
}

const longestSubject = 500;

function subjectOfJson(text: string): string | null {
  try {
    const body: unknown = JSON.parse(text);
    const given = typeof body === 'object' && body !== null ? (body as { subject?: unknown }).subject : null;
    return typeof given === 'string' ? given : null;
  } catch {
    return null;
  }
}

/** A mail's subject where it stands in plain letters; encoded words (RFC 2047) are left to the person. */
function subjectOfMail(text: string): string | null {
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const found = /^Subject:[ \t]*(.*(?:\r?\n[ \t].*)*)/im.exec(head)?.[1]?.replace(/\r?\n[ \t]+/g, ' ');
  return found === undefined || found.includes('=?') ? null : found;
}

/** What an item is about: its title, or the subject that its raw text names; empty when there is neither. */
export function suggestedSubject(item: { title: string | null; raw_text: string }): string {
  const found = item.title ?? subjectOfJson(item.raw_text) ?? subjectOfMail(item.raw_text) ?? '';
  return found.trim().slice(0, longestSubject);
}

/** Errors that a plain sentence can be given for, by what the mail reader calls them. */
const errorWords = {
  MailLimitError: 'tooComplex',
  'not understood within': 'tooSlow',
  'memory limit': 'tooBig',
} as const;

/** The name of the sentence that says what an error means; null when only its own words do. */
export function errorMeaning(error: string): (typeof errorWords)[keyof typeof errorWords] | null {
  const found = Object.entries(errorWords).find(([word]) => error.includes(word));
  return found?.[1] ?? null;
}
