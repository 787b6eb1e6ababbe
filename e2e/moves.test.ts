import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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

async function deliver(from: string, subject: string, text: string, ...headers: string[]): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: product.smtpPort, ignoreTLS: true });
  const named = `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  const head = [`From: ${from}`, named, 'Content-Type: text/plain; charset=utf-8', ...headers];
  const raw = `${head.join('\r\n')}\r\n\r\n${text}\r\n`;
  await transport.sendMail({ envelope: { from, to: 'support@localhost' }, raw });
  transport.close();
}

/** The page of a ticket once its mail has been read. */
async function openTicket(page: Page, number: number, text: string): Promise<void> {
  const isThere = async () => (await page.request.get(`/api/tickets/${number}`)).ok();
  for (const end = Date.now() + 20_000; !(await isThere()); await sleep(50))
    assert.ok(Date.now() < end, `ticket ${number} did not come`);
  await page.goto(`/tickets/${number}`);
  await page.getByRole('article').getByText(text).first().waitFor();
}

test('a stranger’s answer says where it may belong and why; moved there, taken back, denied', {
  timeout: journeyTimeoutMs,
}, async () => {
  await deliver('dana@example.com', 'איפה ההזמנה?', 'הזמנתי לפני שבוע.', 'Message-ID: <q@example.com>');
  const page = await openPage(browser, product);
  await signIn(page, product);
  await openTicket(page, 1, 'הזמנתי לפני שבוע.');
  await deliver('ruth@else.example', 'Re: איפה ההזמנה?', 'גם אני מחכה.', 'In-Reply-To: <q@example.com>');
  await openTicket(page, 2, 'גם אני מחכה.');
  const line = page.getByRole('complementary', { name: 'ייתכן ששייכת לפנייה' });
  await line.getByText('איפה ההזמנה?').waitFor();
  await assertAccessible(page);

  await page.getByRole('button', { name: /^פעולות על ההודעה/ }).click();
  await page.getByRole('menuitem', { name: 'למה ההודעה כאן' }).click();
  const why = page.getByRole('dialog');
  await why.getByText('מענה להודעה מוכרת').waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'detached' });

  await line.getByRole('button', { name: 'העברה לשם' }).click();
  await page.waitForURL('**/tickets/1**');
  await page.getByText('גם אני מחכה.').waitFor();
  await page.goto('/tickets/2');
  await page.getByRole('complementary', { name: 'מוזגה לפנייה' }).getByRole('link').waitFor();
  assert.equal(await page.getByPlaceholder('מענה ללקוח').count(), 0);
  await assertAccessible(page);
});

test('by keyboard alone: a message split off, moved, and both taken back', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await openTicket(page, 1, 'גם אני מחכה.');
  const second = page.getByRole('article').filter({ hasText: 'גם אני מחכה.' }).last();
  await second.getByRole('button', { name: /^פעולות על ההודעה/ }).press('Enter');
  await page.getByRole('menuitem', { name: 'פיצול לפנייה חדשה' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('נושא הפנייה החדשה').fill('רות מחכה');
  await assertAccessible(page);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tickets/3**');
  await page.getByRole('heading', { name: 'רות מחכה' }).waitFor();
  await page.getByText('נפתחה פנייה 3').waitFor();
  await page.keyboard.press('z');
  await page.waitForURL('**/tickets/1**');
  await page.getByText('גם אני מחכה.').waitFor();

  await deliver('moshe@else.example', 'שעות פתיחה', 'מתי פתוח?');
  await openTicket(page, 4, 'מתי פתוח?');
  await page.getByRole('button', { name: 'פעולות', exact: true }).press('Enter');
  await page.getByRole('menuitem', { name: 'מיזוג לפנייה אחרת' }).press('Enter');
  await dialog.getByLabel('חיפוש לפי מספר פנייה או מילים').fill('הזמנתי');
  await dialog.getByRole('button', { name: /#1/ }).waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: /#1/ }).press('Enter');
  await page.waitForURL('**/tickets/1**');
  await page.getByText('מתי פתוח?').waitFor();
  await page.keyboard.press('z');
  await page.waitForURL('**/tickets/4**');
  await page.getByPlaceholder('מענה ללקוח').waitFor();
  await page.getByText('מתי פתוח?').first().waitFor();
});

test('on a narrow screen the line and the dialogs fit', { timeout: journeyTimeoutMs }, async () => {
  const page = await openPage(browser, product, { width: 390, height: 800 });
  await signIn(page, product);
  await deliver('lea@else.example', 'Re: שעות פתיחה [#4]', 'תודה על התשובה.');
  await openTicket(page, 5, 'תודה על התשובה.');
  const line = page.getByRole('complementary', { name: 'ייתכן ששייכת לפנייה' });
  await line.getByRole('button', { name: 'לא קשור' }).click();
  await line.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'ביטול', exact: true }).click();
  await line.waitFor();
  await page.getByRole('button', { name: /^פעולות על ההודעה/ }).click();
  await page.getByRole('menuitem', { name: 'העברה לפנייה אחרת' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('חיפוש לפי מספר פנייה או מילים').fill('4');
  await dialog.getByRole('button', { name: /#4/ }).waitFor();
  await assertAccessible(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, 'nothing is wider than the screen');
});
