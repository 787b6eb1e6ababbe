import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { createTransport } from 'nodemailer';
import type { Page } from 'playwright-core';
import {
  assertAccessible,
  type Browser,
  journeyTimeoutMs,
  openPage,
  signIn,
  startBrowser,
} from './browser.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let browser: Browser;
before(
  async () => {
    [product, browser] = await Promise.all([startProduct(), startBrowser()]);
  },
  { timeout: journeyTimeoutMs },
);
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** Parts within parts, deeper than the mail reader goes. */
function unreadable(subject: string): string {
  const depth = 30;
  const encoded = Buffer.from(subject).toString('base64');
  const opened = Array.from({ length: depth }, (_, at) => `--b${at}`);
  const parts = opened.map(
    (line, at) => `${line}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`,
  );
  return [
    'From: Dana <dana@example.com>\r\nTo: support@localhost\r\n',
    `Subject: =?UTF-8?B?${encoded}?=\r\nMIME-Version: 1.0\r\n`,
    'Content-Type: multipart/mixed; boundary=b0\r\n\r\n',
    ...parts,
    `--b${depth}\r\nContent-Type: text/plain\r\n\r\nWhere is it?\r\n`,
  ].join('');
}

async function send(raw: string): Promise<void> {
  const transport = createTransport({
    ...{ host: '127.0.0.1', port: product.smtpPort, secure: false, ignoreTLS: true },
  });
  await transport.sendMail({ envelope: { from: 'dana@example.com', to: 'support@localhost' }, raw });
  transport.close();
}

/** What the equation says of mail: the whole and its parts. */
async function equation(page: Page): Promise<{ whole: number; parts: number; words: string }> {
  const line = page
    .getByRole('list', { name: 'מה נקלט ומה היה לו' })
    .getByRole('listitem')
    .filter({ hasText: 'דוא״ל' });
  const [whole = '', ...parts] = await line.getByRole('link').allTextContents();
  const count = (words: string) => Number(/\d+/.exec(words)?.[0]);
  return {
    whole: count(whole),
    parts: parts.reduce((sum, part) => sum + count(part), 0),
    words: parts.join(),
  };
}

/** Waits until the equation names `words`; it adds up all the while. */
async function untilEquation(page: Page, words: RegExp): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const found = await equation(page);
    assert.equal(found.whole, found.parts, found.words);
    if (words.test(found.words)) return;
    await page.waitForTimeout(200);
  }
  assert.fail(`the equation never said ${words}`);
}

test('what nothing can read is in the ledger by its name: tried again, decided, opened by hand, and never lost', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await page.goto('/intake');
  await page.getByText('היומן עוד ריק').waitFor();
  const raw = unreadable('הזמנה 4471');
  await send(raw);
  const row = page.getByRole('list', { name: 'פריטי הקליטה' }).getByRole('link', { name: 'הזמנה 4471' });
  await row.click();
  await page.getByText('parts nested deeper').waitFor();
  await untilEquation(page, /בבדיקה.*1/);
  await assertAccessible(page);

  await page.getByRole('button', { name: 'ניסיון חוזר' }).click();
  const attempts = page.getByText('ניסיונות קריאה').locator('..');
  await attempts.getByText('2').waitFor();
  await page.getByText('parts nested deeper').waitFor();
  await untilEquation(page, /בבדיקה.*1/);

  await page.getByRole('button', { name: 'לא פנייה' }).click();
  await page.getByRole('textbox', { name: 'סיבה' }).fill('בדיקה');
  await page.getByRole('button', { name: 'סימון כלא פנייה' }).click();
  await page.getByText('בדיקה (מנהל המערכת)').waitFor();
  await untilEquation(page, /לא פנייה.*1/);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'הורדת המקור' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /\.eml$/);
  assert.equal(await readFile(await download.path(), 'utf8'), raw);

  await page.getByRole('button', { name: 'פתיחה כפנייה' }).click();
  assert.equal(await page.getByRole('textbox', { name: 'נושא הפנייה' }).inputValue(), 'הזמנה 4471');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tickets/1**');
  await page.getByRole('link', { name: 'mail.eml' }).waitFor();
  await page.getByText('boundary=b0').waitFor();
  await page.getByText('dana@example.com').first().waitFor();
  await page.goBack();
  await untilEquation(page, /^פניות.*1$/);
  await page.getByRole('link', { name: 'מעבר לפנייה #1' }).waitFor();
});
