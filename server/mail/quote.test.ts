import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { visibleCharacters } from './quote.ts';

const rest = 'שלום דנה,\nההזמנה נשלחה היום.\n\nבברכה,\nשירות לקוחות';
const quoted = rest.replace(/^/gm, '> ');

function assertFolds(own: string, quote: string): void {
  const text = `${own}\n\n${quote}\n`;
  assert.equal(text.slice(0, visibleCharacters(text)), own);
}

describe('what quotes look like in Hebrew mail', () => {
  const own = 'תודה רבה, קיבלתי.\n\nדנה';
  const headers: Record<string, string> = {
    'Gmail, wrapped in direction controls':
      '\u202bבתאריך יום ד׳, 23 בספט׳ 2026 ב-17:24 מאת \u202aשירות לקוחות\u202c\u200f <\u202asupport@example.org\u202c\u200f>:\u202c',
    'older Gmail, broken over lines':
      'בתאריך יום ד׳, 8 ביוני 2022, 12:00, מאת שירות לקוחות <\nsupport@example.org>:',
    'a date and "wrote"': 'ב-12.7.2026, שירות לקוחות כתב/ה:',
    'Apple Mail': 'ב-12 ביולי 2026, בשעה 9:41, שירות לקוחות <support@example.org> כתב/ה:',
    'name and "wrote"': 'שירות לקוחות <support@example.org> כתב:',
  };
  for (const [name, header] of Object.entries(headers)) {
    test(name, () => {
      assertFolds(own, `${header}\n${quoted}`);
      assertFolds(own, `${header}\n\n${rest}`);
    });
  }
  test('Outlook, with and without its rule', () => {
    const fields =
      'מאת: שירות לקוחות <support@example.org>\nנשלח: יום רביעי 23 ספטמבר 2026 17:24\nאל: דנה לוי\nנושא: RE: הזמנה';
    assertFolds(own, `${fields}\n\n${rest}`);
    assertFolds(own, `________________________________\n${fields}\n\n${rest}`);
    assertFolds(
      own,
      `*מאת:* שירות <s@example.org>\n*נשלח:* יום ד\n*אל:* דנה\n*עותק:* x\n*נושא:* הזמנה\n\n${rest}`,
    );
  });
  test('separators of forwarded and original mail', () => {
    assertFolds(own, `---------- הודעה שהועברה ----------\nמאת: x\n${rest}`);
    assertFolds(own, `-----הודעה מקורית-----\n${rest}`);
  });
  test('"sent from my iPhone" folds with the quote below it', () => {
    for (const device of ['נשלח מה-iPhone שלי', 'נשלח מהאייפון שלי', 'Sent from my iPhone']) {
      assertFolds(own, `${device}\n\n\u202bב-12.7.2026, שירות כתב/ה:\u202c\n\n${quoted}`);
    }
  });
});

describe('what quotes look like in English mail', () => {
  const own = 'Thank you, it came.';
  const headers = [
    'On Wed, Sep 23, 2026 at 5:24 PM Support <support@example.org> wrote:',
    'On Wed, Sep 23, 2026 at 5:24 PM Customer Support Team\n<support@example.org> wrote:',
    '-----Original Message-----',
    'From: Support <support@example.org>\nSent: Wednesday, September 23, 2026 5:24 PM\nTo: Dana\nSubject: Order',
  ];
  for (const header of headers)
    test(header.split('\n')[0] ?? '', () => assertFolds(own, `${header}\n${quoted}`));
  test('a block of marked lines at the end, without a header', () => assertFolds(own, quoted));
});

describe('what must stay visible', () => {
  const whole = (text: string) => assert.equal(visibleCharacters(text), text.length);
  test('a mail that quotes nothing', () =>
    whole('בתאריך 12.7 קניתי אצלכם מקרר.\nמאת: אני\nOn Monday I wrote: help!\n'));
  test('answers between marked quotes', () =>
    whole(`ב-12.7.2026, שירות כתב/ה:\n> מתי נוח לכם?\nביום שני.\n> ולמי להתקשר?\nאליי.`));
  test('an answer below the quote', () =>
    whole(`On Mon, Jan 5, 2026, Support wrote:\n${quoted}\n\nYes please.`));
  test('a forwarded mail with no word of its own', () =>
    whole(`---------- Forwarded message ----------\nFrom: x\n${rest}`));
  test('nothing', () => whole(''));
  test('a line that is long without end takes no time', () => {
    const start = performance.now();
    visibleCharacters(`${'בתאריך '.repeat(50_000)}\n`.repeat(3) + 'On '.repeat(100_000));
    assert.ok(performance.now() - start < 1000);
  });
});
