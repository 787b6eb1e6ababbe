import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { emailOf, phoneOf } from './contacts.ts';

const normalOf = (text: string) => phoneOf(text, 'IL')?.value ?? null;

test('every spelling of a number is one number', () => {
  const spellings = [
    '+972-54-925-5555',
    '972549255555',
    '0549255555',
    '549255555',
    '00972549255555',
    '+972 (0)54-925-5555',
    '972 (0) 54 925 5555',
    '054.925.5555',
    '054–925–5555',
    '\u202A+972 54-925-5555\u202C',
    '٠٥٤٩٢٥٥٥٥٥',
    '०५४९२५५५५५',
    '０５４９２５５５５５',
    'נייד: 054-925-5555 (דנה)',
    '054-925-5555 שלוחה 12',
    'tel:+972-54-925-5555;ext=3',
    '"Dana" <sip:+972549255555@203.0.113.7:5060>',
    '054-9255555/03-5551234',
    'הזמנה 12345, טלפון 0549255555',
  ];
  for (const spelling of spellings) {
    assert.deepEqual(phoneOf(spelling, 'IL'), { value: '+972549255555', shown: '054-925-5555' }, spelling);
  }
});

test('numbers of other countries are shown in international form, and read by the region', () => {
  assert.deepEqual(phoneOf('+44 20 7946 0958', 'IL'), { value: '+442079460958', shown: '+44 20 7946 0958' });
  assert.deepEqual(phoneOf('442079460958', 'IL'), phoneOf('+442079460958', 'IL'));
  assert.deepEqual(phoneOf('(415) 555-2671', 'US'), { value: '+14155552671', shown: '(415) 555-2671' });
  assert.deepEqual(phoneOf('0549255555', 'GB')?.value, '0549255555');
});

test('numbers that exist only within the region keep their digits', () => {
  for (const star of ['*2407', '2407*', '* 2407', 'חייגו *2407']) assert.equal(normalOf(star), '*2407', star);
  assert.deepEqual(phoneOf('1-700-500-500', 'IL'), { value: '1700500500', shown: '1-700-500-500' });
  assert.equal(normalOf('+972 1-800-123-456'), '1800123456');
  assert.equal(normalOf('1800123456'), '1800123456');
  for (const short of ['100', '1201', '144']) assert.equal(normalOf(short), short);
  assert.equal(normalOf('123-4567'), '1234567');
});

test('a range that is newer than the numbering plan is still one number', () => {
  for (const spelling of ['072-123-4567', '+972721234567', '972721234567', '00972721234567']) {
    assert.equal(normalOf(spelling), '+972721234567', spelling);
  }
});

test('what holds no number is none', () => {
  const none = [
    '',
    ' ',
    'anonymous',
    'Restricted',
    'חסוי',
    '-1',
    '0',
    '0000000000',
    '12',
    '+',
    '*',
    '*12',
    '1-800-FLOWERS',
  ];
  for (const text of [...none, 'abc123', 'dana054@example.com', '1'.repeat(30)])
    assert.equal(normalOf(text), null, text);
});

const national = fc
  .tuple(
    fc.constantFrom('50', '52', '53', '54', '58', '2', '3', '4', '8', '9', '73', '77'),
    fc.integer({ min: 2_000_000, max: 9_999_999 }),
  )
  .map(([area, rest]) => `${area}${rest}`)
  .filter((digits) => normalOf(`+972${digits}`) === `+972${digits}`);
const separated = (digits: string) =>
  fc
    .array(fc.constantFrom('', '', '', '-', ' ', '.', '\u200F', ' - '), {
      minLength: digits.length,
      maxLength: digits.length,
    })
    .map((between) =>
      [...digits].map((digit, at) => digit + (at < digits.length - 1 ? between[at] : '')).join(''),
    );
const inScript = (text: string) =>
  fc
    .constantFrom(0x30, 0x660, 0x6f0, 0x966, 0xff10)
    .map((zero) => text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit))));
const around = fc.constantFrom('', ' ', 'טלפון: ', '\u202A', '\u2066', '(', 'נייד ', '📞');

test('any spelling of an Israeli number is one number', () => {
  const spelling = national.chain((digits) =>
    fc
      .constantFrom(`0${digits}`, `+972${digits}`, `972${digits}`, `00972${digits}`, `+9720${digits}`)
      .chain(separated)
      .chain(inScript)
      .chain((text) => around.map((before) => ({ digits, text: before + text }))),
  );
  fc.assert(
    fc.property(spelling, ({ digits, text }) => normalOf(text) === `+972${digits}`),
    { numRuns: 1000 },
  );
});

test('the normal form and the shown form are themselves spellings of the number; nothing fails', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom(...'0123456789+*#-() /.x٣'), maxLength: 24 }),
  );
  const property = fc.property(anything, (text) => {
    const phone = phoneOf(text, 'IL');
    if (phone === null) return;
    assert.equal(normalOf(phone.value), phone.value);
    assert.equal(normalOf(phone.shown), phone.value);
    assert.match(phone.value, /^(\+\d{7,15}|\*\d{3,6}|\d{3,15})$/);
  });
  assert.equal(normalOf('+80000000'), '+80000000');
  fc.assert(property, { numRuns: 3000 });
});

test('an e-mail address is one plain address in lower case, or none', () => {
  assert.equal(emailOf(' Dana.Cohen+x@Example.CO.IL '), 'dana.cohen+x@example.co.il');
  assert.equal(emailOf('\u202Adana@example.com\u202C'), 'dana@example.com');
  assert.equal(emailOf('דנה@דוגמה.ישראל'), 'דנה@דוגמה.ישראל');
  const bad = [
    '',
    '@',
    'a@',
    '@b.c',
    'a b@c.d',
    'a@b\r\nBcc: x@y.z',
    'a@b..c',
    'a@-b',
    'a@b.',
    'D <a@b.c>',
    'a@b.c,d@e.f',
  ];
  for (const text of [...bad, `${'x'.repeat(65)}@b.c`, `a@${'b'.repeat(260)}`, 'a\u0000@b.c']) {
    assert.equal(emailOf(text), null, JSON.stringify(text));
  }
});

test('an address is its own normal form, whatever was given', () => {
  const given = fc.oneof(
    fc.emailAddress(),
    fc.string({ unit: 'binary', maxLength: 40 }).map((text) => `${text}@example.com`),
  );
  const property = fc.property(given, (text) => {
    const email = emailOf(text);
    if (email === null) return;
    assert.equal(emailOf(email), email);
    assert.doesNotMatch(email, /[\s\p{Cc}<>,;]/u);
  });
  fc.assert(property, { numRuns: 1000 });
});
