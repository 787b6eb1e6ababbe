import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import iconv from 'iconv-lite';
import { canonicalCharset, decodeText } from './charset.ts';
import { isHebrewBytes, isVisualOrder, logicalOrder } from './charset-hebrew.ts';

const hebrew = 'שלום, מה עם ההזמנה שלי (מספר 12-34)? תודה, דנה';
const in1255 = iconv.encode(hebrew, 'windows-1255');

describe('labels of Hebrew in the wild', () => {
  const labels =
    'windows-1255 cp1255 x-windows-1255 x-cp1255 iso-8859-8 iso-8859-8-i ISO-8859-8-E csISOLatinHebrew hebrew logical iso-ir-138';
  for (const label of labels.split(' ')) {
    test(label, () => assert.equal(decodeText(in1255, label), hebrew));
  }
  test('cp862, as DOS programs wrote it', () => {
    assert.equal(decodeText(iconv.encode(hebrew, 'cp862'), 'cp862'), hebrew);
    assert.equal(decodeText(iconv.encode(hebrew, 'cp862'), 'IBM862'), hebrew);
  });
  test('x-mac-hebrew, with its right-to-left punctuation', () => {
    const bytes = Buffer.from([0xf9, 0xec, 0xe5, 0xed, 0xa1, 0xa0, 0xb1, 0xb2, 0x20, 0x61, 0xa6]);
    assert.equal(decodeText(bytes, 'x-mac-hebrew'), 'שלום! 12 a₪');
  });
  test('niqqud and curly quotes under ISO-8859-8 mean windows-1255', () => {
    const text = 'הוא אמר “שָׁלוֹם” לכולם';
    assert.equal(decodeText(iconv.encode(text, 'windows-1255'), 'iso-8859-8-i'), text);
  });
});

describe('labels that are wrong', () => {
  for (const label of ['utf-8', 'us-ascii', 'iso-8859-1', 'x-unknown', '', null]) {
    test(`windows-1255 labelled ${label}`, () => assert.equal(decodeText(in1255, label), hebrew));
  }
  for (const label of ['windows-1255', 'iso-8859-8-i', 'iso-8859-1', 'x-unknown', null]) {
    test(`UTF-8 labelled ${label}`, () => assert.equal(decodeText(Buffer.from(hebrew), label), hebrew));
  }
  test('Latin text with accents is not taken for Hebrew', () => {
    const french = 'Déjà réservé : café à la crème, où êtes-vous ?';
    for (const label of ['utf-8', 'iso-8859-1', 'x-unknown']) {
      assert.equal(decodeText(iconv.encode(french, 'latin1'), label), french);
    }
    assert.equal(isHebrewBytes(iconv.encode(french, 'latin1')), false);
  });
  test('UTF-8 with a broken byte keeps its good characters', () => {
    const broken = Buffer.concat([Buffer.from('שלום '), Buffer.from([0xd7]), Buffer.from(' עולם')]);
    assert.equal(decodeText(broken, 'utf-8'), 'שלום \ufffd עולם');
  });
  test('other scripts under their right labels', () => {
    assert.equal(decodeText(iconv.encode('привет', 'koi8-r'), 'koi8-r'), 'привет');
    assert.equal(decodeText(Buffer.from('1b244224331b2842', 'hex'), 'iso-2022-jp'), 'こ');
    assert.equal(decodeText(iconv.encode('مرحبا', 'windows-1256'), 'windows-1256'), 'مرحبا');
  });
  test('UTF-8 labelled ISO-2022-JP', () =>
    assert.equal(decodeText(Buffer.from('送信先'), 'iso-2022-jp'), '送信先'));
  test('UTF-7 is never decoded: it carries markup past filters', () => {
    for (const label of ['utf-7', 'unicode-1-1-utf-7', 'UTF-7-IMAP']) {
      assert.equal(canonicalCharset(label), 'unknown');
      assert.equal(decodeText(Buffer.from('+ADw-script+AD4-'), label), '+ADw-script+AD4-');
    }
  });
});

describe('visual order', () => {
  const visual = 'הדות ,ABC-12 רפסמ (ילש) הנמזהה תא לבקל הצור ינא ,םולש';
  const logical = 'שלום, אני רוצה לקבל את ההזמנה (שלי) מספר ABC-12, תודה';
  test('is turned into logical order, numbers and Latin words kept', () => {
    assert.equal(isVisualOrder(visual), true);
    assert.equal(logicalOrder(visual), logical);
    assert.equal(decodeText(iconv.encode(visual, 'iso-8859-8'), 'iso-8859-8'), logical);
  });
  test('logical text under the same label is left alone', () => {
    assert.equal(decodeText(iconv.encode(logical, 'iso-8859-8'), 'iso-8859-8'), logical);
  });
  test('the label that says "logical" is believed', () => {
    assert.equal(decodeText(iconv.encode(visual, 'iso-8859-8'), 'iso-8859-8-i'), visual);
  });
});
