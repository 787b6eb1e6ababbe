import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTransport } from 'nodemailer';
import type { Page } from 'playwright-core';
import { type MailSink, openMailSink } from '../server/testing/mail-sink.ts';
import {
  assertAccessible,
  type Browser,
  journeyTimeoutMs,
  openPage,
  signIn,
  startBrowser,
} from './browser.ts';
import { type Product, startProduct } from './product.ts';

/** The mail server of everybody whom we write to. */
let world: MailSink;
let product: Product;
let browser: Browser;
before(
  async () => {
    world = await openMailSink();
    [product, browser] = await Promise.all([
      startProduct({ PNIYA_SMTP_URL: world.url, PNIYA_UNDO_SEND_SECONDS: '30' }),
      startBrowser(),
    ]);
  },
  { timeout: journeyTimeoutMs },
);
after(async () => {
  await browser?.close();
  await product?.stop();
  await world?.close();
});

async function writeMail(subject: string): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: product.smtpPort,
    secure: false,
    ignoreTLS: true,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 20_000,
  });
  await transport.sendMail({
    from: '"דנה כהן" <dana@example.com>',
    to: 'support@localhost',
    cc: '"אבי לוי" <avi@example.com>',
    subject,
    text: 'הזמנתי מקרר לפני שבוע.',
  });
  transport.close();
}

/** The words of the business: a template, and a signature of whoever is signed in. */
async function prepare(page: Page): Promise<void> {
  await page.goto('/settings/templates');
  await page.getByRole('button', { name: 'תבנית חדשה' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('שם').first().fill('בבדיקה');
  await form.getByLabel('תוכן').fill('שלום ');
  await form.getByRole('button', { name: 'שם הלקוח' }).click();
  await page.keyboard.type(', ההזמנה בבדיקה.');
  await form.getByText('שלום דנה כהן, ההזמנה בבדיקה.').waitFor();
  await form.getByRole('button', { name: 'הוספה', exact: true }).click();
  await page.getByText(/שלום .*שם הלקוח.*, ההזמנה בבדיקה/).waitFor();
  await assertAccessible(page);
  await page.goto('/me');
  await page.getByLabel('חתימה').fill('בברכה,\n{{user.name}}');
  await page.getByRole('button', { name: 'שמירת החתימה' }).click();
  await page.getByText('החתימה נשמרה').waitFor();
}

test('a reply to all with a template, a file and a signature is taken back, comes back whole, and is sent', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await prepare(page);
  await writeMail('מתי יגיע המקרר?');
  await page.goto('/tickets');
  await page.getByRole('list', { name: 'רשימת הפניות' }).getByText('מתי יגיע המקרר?').click();
  await page.getByRole('button', { name: /מענה לכולם/ }).waitFor();

  await page.keyboard.press('Shift+R');
  const box = page.getByPlaceholder('מענה ללקוח');
  await box.and(page.locator(':focus')).waitFor();
  await page.keyboard.type('/בדיק');
  await page.getByRole('option', { name: /בבדיקה/ }).waitFor();
  await page.keyboard.press('Enter');
  const words = 'שלום דנה כהן, ההזמנה בבדיקה.';
  assert.equal(await box.inputValue(), words);
  const file = { name: 'delivery.pdf', mimeType: 'application/pdf', buffer: Buffer.from('delivery note') };
  await page.setInputFiles('input[type=file]', file);
  const files = page.getByRole('list', { name: 'קבצים מצורפים' });
  await files.getByText('delivery.pdf').waitFor();
  await assertAccessible(page);

  await box.press('Control+Enter');
  await page.getByText(/תישלח בעוד/).waitFor();
  assert.equal(await box.inputValue(), '');
  await page.getByRole('button', { name: 'ביטול השליחה' }).click();
  await page.getByText('השליחה בוטלה').waitFor();
  assert.equal(await box.inputValue(), words);
  await files.getByText('delivery.pdf').waitFor();
  await page.getByText('avi@example.com').first().waitFor();
  assert.equal(world.inbox.length, 0);

  // The draft outlives the page, its file and recipients too.
  await page.reload();
  await files.getByText('delivery.pdf').waitFor();
  assert.equal(await box.inputValue(), words);
  await page.getByRole('button', { name: 'תזמון שליחה' }).click();
  await page.getByRole('menuitem', { name: /ביום ראשון/ }).click();
  await page.getByText(/מתוזמנת ליום ראשון/).waitFor();
  await page.getByRole('button', { name: 'שליחה עכשיו' }).click();
  await page.getByText('טופלה: מענה נמסר לשרת הנמען').waitFor({ timeout: 20_000 });
  const [sent] = world.inbox;
  assert.deepEqual(sent?.to.toSorted(), ['avi@example.com', 'dana@example.com']);
  assert.match(sent?.raw.toString() ?? '', /filename="?delivery\.pdf/);

  await page.getByRole('button', { name: 'פרטי המסירה' }).click();
  await page.getByText('4F2', { exact: true }).waitFor();
  await page
    .getByRole('button', { name: /פעולות על ההודעה/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'מה הלקוח קיבל' }).click();
  const mail = page.frameLocator('iframe[title="ההודעה כפי שנשלחה"]');
  await mail.getByText(words).waitFor();
  await mail.getByText('בברכה,').waitFor();
  await assertAccessible(page);
});

test('a reply to a named message waits until it is known to whom; passing on begins at the recipients, then at the words', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await writeMail('האם יש תנורים?');
  await page.goto('/tickets');
  await page.getByRole('list', { name: 'רשימת הפניות' }).getByText('האם יש תנורים?').click();
  const composer = page.getByRole('region', { name: 'מענה והערות' });
  await composer.getByText('dana@example.com').waitFor();

  const ofNamed = '**/reply-target?answers=*';
  await page.route(ofNamed, (route) => route.fulfill({ status: 503 }));
  await page.getByRole('button', { name: /פעולות על ההודעה/ }).click();
  await page.getByRole('menuitem', { name: 'מענה להודעה הזו' }).click();
  await composer.getByRole('alert').getByText('לא ידוע למי יישלח המענה').waitFor();
  assert.equal(await composer.getByText('dana@example.com').count(), 0);
  const box = page.getByPlaceholder('מענה ללקוח');
  await box.fill('יש.');
  assert.equal(await composer.getByRole('button', { name: 'שליחה', exact: true }).isDisabled(), true);
  await box.press('Control+Enter');
  assert.equal(await box.inputValue(), 'יש.');
  await assertAccessible(page);
  await page.unroute(ofNamed);
  await composer.getByRole('button', { name: 'ניסיון חוזר' }).click();
  await composer.getByText('dana@example.com').waitFor();
  assert.equal(await composer.getByRole('button', { name: 'שליחה', exact: true }).isEnabled(), true);

  await box.press('Escape');
  await page.keyboard.press('f');
  const to = composer.getByRole('combobox', { name: 'אל', exact: true });
  await to.and(page.locator(':focus')).waitFor();
  await page.keyboard.type('tanur@example.com,');
  await to.press('Escape');
  await composer.getByRole('tab', { name: /^מענה/ }).click();
  await box.and(page.locator(':focus')).waitFor();
  await box.press('Escape');
  await page.keyboard.press('f');
  await page.getByPlaceholder('מילים מעל ההודעה המועברת (רשות)').and(page.locator(':focus')).waitFor();
});
