import { expect, test } from 'vitest';
import {
  draftFrom,
  emptyDraft,
  filesOf,
  isBegun,
  keptText,
  rejoined,
  takenApart,
  wholeText,
  withoutPicture,
} from './mail-draft.ts';

const file = (id: string, is_inline = false) => ({
  id,
  name: `${id}.png`,
  media_type: 'image/png',
  size_bytes: 1,
  is_inline,
});

test('a draft is kept whole, and what cannot be read of one loses no words', () => {
  const draft = {
    ...emptyDraft,
    text: 'שלום',
    to: [{ name: 'דנה', address: 'd@x.il' }],
    attachments: [file('7')],
  };
  expect(draftFrom(keptText(draft))).toEqual(draft);
  expect(keptText(emptyDraft)).toBe('');
  expect(draftFrom('מילים בלבד').text).toBe('מילים בלבד');
  expect(draftFrom('{"text":"שלום","cc":7}')).toEqual({ ...emptyDraft, text: 'שלום' });
  expect(draftFrom('null')).toEqual(emptyDraft);
  expect(draftFrom('7')).toEqual(emptyDraft);
});

test('what is sent is what stands in the two boxes, and comes back into them', () => {
  const signature = 'בברכה,\nדנה';
  const whole = wholeText('תשובה \n', signature);
  expect(whole).toBe('תשובה\n\nבברכה,\nדנה');
  expect(takenApart(whole, signature)).toEqual({ text: 'תשובה', signature: null });
  expect(takenApart('תשובה\n\nשלי', signature)).toEqual({ text: 'תשובה\n\nשלי', signature: '' });
  expect(wholeText('תשובה \n', '  ')).toBe('תשובה \n');
  expect(takenApart(wholeText('', signature), signature)).toEqual({ text: '', signature: null });
  expect(takenApart('תשובה', '')).toEqual({ text: 'תשובה', signature: null });
});

test('a picture goes along while it stands in the text', () => {
  const text = 'ראו:\n![מסך](cid:12)\nתודה';
  const attachments = [file('12', true), file('13', true), file('14')];
  expect(filesOf({ text, attachments }).map(({ id }) => id)).toEqual(['12', '14']);
  expect(withoutPicture(text, '12')).toBe('ראו:\n\nתודה');
  expect(withoutPicture(text, '1')).toBe(text);
});

test('what comes back stands before what was begun meanwhile', () => {
  const back = {
    ...emptyDraft,
    text: 'ראשון',
    attachments: [file('1')],
    cc: [{ name: '', address: 'c@x.il' }],
  };
  expect(rejoined(back, emptyDraft)).toEqual(back);
  expect(rejoined(back, back).text).toBe('ראשון');
  const both = rejoined(back, { ...emptyDraft, text: 'שני', attachments: [file('1'), file('2')] });
  expect([both.text, both.attachments.length, both.cc.length]).toEqual(['ראשון\n\nשני', 2, 1]);
  expect(isBegun({ ...emptyDraft, answers: '5' })).toBe(false);
});
