import { expect, test } from 'vitest';
import { errorMeaning, refusalOf, ruleOf, suggestedSubject } from './refusal.ts';

test('a refusal with its fields', () => {
  expect(refusalOf('invalid_request (status: required, msg: too_long)')).toEqual({
    code: 'invalid_request',
    fields: [
      { name: 'status', code: 'required' },
      { name: 'msg', code: 'too_long' },
    ],
  });
});

test('a refusal without fields', () => {
  expect(refusalOf('not_json')).toEqual({ code: 'not_json', fields: [] });
});

test('words that are no code of ours stay words', () => {
  expect(refusalOf('פרסומת (דנה)')).toBeNull();
  expect(refusalOf('invalid_request (status: something_new)')).toBeNull();
  expect(refusalOf('')).toBeNull();
});

test('the subject of a refused body, of a broken mail, and of neither', () => {
  expect(suggestedSubject({ title: null, raw_text: '{"subject": " אין חימום ", "status": 7}' })).toBe(
    'אין חימום',
  );
  expect(
    suggestedSubject({ title: null, raw_text: 'From: a@b\r\nsubject: Broken\r\n boiler\r\n\r\nSubject: no' }),
  ).toBe('Broken boiler');
  expect(suggestedSubject({ title: null, raw_text: 'Subject: =?utf-8?B?16k=?=\n\nx' })).toBe('');
  expect(suggestedSubject({ title: null, raw_text: '{"subject": 5' })).toBe('');
  expect(suggestedSubject({ title: 'כותרת', raw_text: '{"subject": "אחרת"}' })).toBe('כותרת');
});

test('a rule that the ledger names is known as one, a person’s reason is none', () => {
  expect(ruleOf('rule:blocked_call')).toBe('blocked_call');
  expect(ruleOf('rule:something_new')).toBeNull();
  expect(ruleOf('פרסומת')).toBeNull();
});

test('errors that a plain sentence can be given for, and one that has only its own words', () => {
  expect(errorMeaning('UnreadableMailError: MailLimitError: parts nested deeper than 20')).toBe('tooComplex');
  expect(errorMeaning('UnreadableMailError: not understood within 20000 ms')).toBe('tooSlow');
  expect(errorMeaning('Error: nothing here reads items of channel form')).toBeNull();
});
