import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Account, type Dovecot, isMissing, startDovecot } from '../server/testing/dovecot.ts';
import { rawMail } from '../server/testing/mail-client.ts';
import {
  assertAccessible,
  type Browser,
  journeyTimeoutMs,
  openPage,
  signIn,
  startBrowser,
} from './browser.ts';
import { type Product, startProduct } from './product.ts';

describe('a mailbox is connected, looked at and started', { skip: isMissing }, () => {
  let product: Product;
  let browser: Browser;
  let dovecot: Dovecot;
  let account: Account;
  before(
    async () => {
      [product, browser, dovecot] = await Promise.all([startProduct(), startBrowser(), startDovecot()]);
      account = await dovecot.newAccount();
    },
    { timeout: journeyTimeoutMs },
  );
  after(async () => {
    await browser?.close();
    await product?.stop();
    await dovecot?.stop();
  });

  const mail = (subject: string) =>
    rawMail(['From: =?utf-8?B?15PXoNeU?= <dana@customer.example>', `Subject: ${subject}`], 'שלום');

  async function fillServer(page: Page, password: string): Promise<void> {
    await page.getByLabel('שרת IMAP').fill('127.0.0.1');
    await page.getByLabel('הצפנה').selectOption('none');
    await page.getByLabel('פורט').fill(String(dovecot.port));
    await page.getByLabel('שם משתמש').fill(account.username);
    await page
      .getByLabel(/^סיסמה/)
      .first()
      .fill(password);
  }

  test('what is wrong is said in words, history shows who was never answered, one switch starts', {
    timeout: journeyTimeoutMs,
  }, async () => {
    const at = new Date(Date.now() - 5 * 24 * 3_600_000);
    await dovecot.deliver(account, mail('where is my order'), { at });
    const page = await openPage(browser, product);
    await signIn(page, product);
    await page.goto('/settings/mailboxes');
    await page.getByRole('button', { name: /^פעולות/ }).click();
    await page.getByRole('menuitem', { name: 'חיבור לשרת דואר' }).click();
    await fillServer(page, 'not the password');
    await page.getByRole('button', { name: 'בדיקת החיבור' }).click();
    await page.getByText('שרת הדואר דחה את שם המשתמש או הסיסמה').waitFor({ timeout: 30_000 });
    await page
      .getByLabel(/^סיסמה/)
      .first()
      .fill(account.password);
    await page.getByRole('button', { name: 'בדיקת החיבור' }).click();
    await page.getByText('החיבור עובד. בתיבה 4 תיקיות.').waitFor({ timeout: 30_000 });
    assert.ok(await page.getByLabel(/^דואר נכנס/).isChecked());
    await assertAccessible(page);
    await page.getByRole('button', { name: 'חיבור', exact: true }).click();
    await page
      .getByText(/רק נצפית/)
      .first()
      .waitFor({ timeout: 30_000 });

    await page.getByRole('button', { name: 'היסטוריה והפעלה' }).click();
    await page.getByText('פנייה אחת לא נענתה מעולם').waitFor({ timeout: 30_000 });
    await page.getByText('where is my order').waitFor();
    await assertAccessible(page);
    await page.getByLabel('גם מה שלא נענה לפניו').check();
    await page.getByRole('button', { name: 'התחלת הקליטה' }).click();
    await page.getByText('נקלטת').first().waitFor({ timeout: 30_000 });
    await assertAccessible(page);
    await dovecot.deliver(account, mail('a new word'));
    await page.goto('/tickets');
    const list = page.getByRole('list', { name: 'רשימת הפניות' });
    await list.getByText('where is my order').waitFor({ timeout: 30_000 });
    await list.getByText('a new word').waitFor({ timeout: 30_000 });
  });

  test('the mailbox against the ledger: checked now, its figures lead to their rows', {
    timeout: journeyTimeoutMs,
  }, async () => {
    const page = await openPage(browser, product);
    await signIn(page, product);
    await page.goto('/intake');
    await page.getByRole('link', { name: 'השוואה לתיבות הדואר' }).click();
    await page.getByText('עוד לא הושוותה ליומן').waitFor();
    await page.getByRole('button', { name: 'בדיקה עכשיו' }).click();
    await page.getByRole('link', { name: 'תיבת הדואר 2' }).waitFor({ timeout: 30_000 });
    await page.getByText('חסרות 0').waitFor();
    await page.locator('summary', { hasText: 'לפי יום' }).click();
    await page.locator('summary', { hasText: '30 הבדיקות האחרונות' }).click();
    await page.getByRole('cell', { name: 'מאוזן' }).waitFor();
    await assertAccessible(page);
    await page.getByRole('link', { name: 'פניות 2' }).click();
    await page.getByText('רק מה שהגיע לתיבה').waitFor();
    await page.getByText('where is my order').waitFor();
  });

  test('in English, on a narrow screen', { timeout: journeyTimeoutMs }, async () => {
    const page = await openPage(browser, product, { width: 390, height: 800, language: 'en' });
    await signIn(page, product);
    await page.request.put('/api/session/language', { data: { language: 'en' } });
    await page.goto('/settings/mailboxes');
    await page.getByText(/Taken in/).waitFor({ timeout: 30_000 });
    await page.getByRole('button', { name: /^Actions/ }).click();
    await page.getByRole('menuitem', { name: 'Change the connection' }).click();
    await page.getByLabel('User name').waitFor();
    await assertAccessible(page);
    await page.goto('/intake/mailboxes');
    await page.getByText('Missing 0').waitFor();
    await assertAccessible(page);
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.equal(isWide, false, 'the page scrolls sideways');
  });
});
