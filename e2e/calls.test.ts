import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assertAccessible, journeyTimeoutMs, openPage, signIn, startBrowser } from './browser.ts';
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

/** Connects an exchange and gives the signed-in user an extension; answers the secret address. */
async function connectExchange(page: Page): Promise<string> {
  await page.goto('/settings/phone');
  await page.getByText('עוד לא חוברה מרכזייה').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'חיבור מרכזייה' }).click();
  const form = page.getByRole('dialog', { name: 'חיבור מרכזייה' });
  await form.getByLabel('שם', { exact: false }).first().fill('המרכזייה שלנו');
  await form.getByRole('button', { name: 'הוספה', exact: true }).click();
  const shown = page.getByRole('dialog', { name: /כתובות סודיות/ });
  const address = await shown.locator('pre').first().textContent();
  await assertAccessible(page);
  await shown.getByRole('button', { name: 'הכתובות הועתקו' }).click();
  await page.goto('/settings/users');
  await page
    .getByRole('button', { name: /פעולות/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'שלוחות' }).click();
  await page.getByLabel('שלוחות, מספרים ושמות כניסה').fill('101');
  await page.getByRole('button', { name: 'שמירה' }).click();
  await page.getByText('שלוחות 101').waitFor();
  return address ?? '';
}

const numbers = { from: '0501234567', to: '037654321', direction: 'in' };

/** What a generic exchange says of one call. */
async function says(address: string, body: Record<string, unknown>): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...numbers, ...body }),
  });
  assert.equal(answer.status, 200, await answer.text());
}

test('a call rings, is answered, ends, is said to be a new ticket, and that is taken back', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  const address = await connectExchange(page);
  await page.goto('/tickets');
  const mine = page.getByRole('region', { name: 'השיחות שלי' });
  const callId = 'journey-1';
  await page
    .getByRole('searchbox')
    .or(page.getByRole('button', { name: 'חיפוש' }))
    .first()
    .focus();
  const focused = await page.evaluate(() => document.activeElement?.outerHTML);
  await says(address, { event: 'newCall', callId, user: ['101'], queue: 'תמיכה' });
  await mine.getByRole('heading', { name: '050-123-4567' }).waitFor();
  assert.match(await page.title(), /^☎ שיחה נכנסת: 050-123-4567/);
  assert.equal(
    await page.evaluate(() => document.activeElement?.outerHTML),
    focused,
    'the focus is not taken',
  );
  await assertAccessible(page);
  await says(address, { event: 'answer', callId, answeringNumber: '101' });
  await mine.getByText('בשיחה').waitFor();
  await says(address, { event: 'hangup', callId, cause: 'normalClearing', answeringNumber: '101' });
  await mine.getByRole('heading', { name: 'מה הייתה השיחה?' }).waitFor();
  await mine.getByRole('button', { name: 'פנייה חדשה' }).click();
  await page.getByRole('dialog', { name: 'פנייה חדשה' }).getByRole('button', { name: 'פתיחת פנייה' }).click();
  await page.getByText(/נפתחה פנייה .*1.* מהשיחה/).waitFor();
  await page.keyboard.press('z');
  await page.getByText('השיחה שוב ממתינה לסיווג.').waitFor();
  await page.getByRole('link', { name: /שיחות/ }).first().click();
  await page.getByText('שיחה אחת ממתינה לסיווג').first().waitFor({ state: 'attached' });
  await mine.getByRole('button', { name: 'לא פנייה' }).click();
  await page.getByRole('menuitem', { name: 'טעות במספר' }).click();
  await page.getByText('השיחה נרשמה: לא פנייה.').waitFor();
  await page.getByRole('list', { name: 'רשימת השיחות' }).getByText('טעות במספר').waitFor();
  await assertAccessible(page);
});

test('what rings at nobody here is in the list, missed calls open tickets, and a phone shows it all', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product, { width: 390, height: 844 });
  await signIn(page, product);
  await page.goto('/settings/phone');
  await page
    .getByRole('button', { name: /פעולות/ })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'כתובות חדשות' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'כתובות חדשות' }).click();
  const shown = page.getByRole('dialog', { name: /כתובות סודיות/ });
  const address = (await shown.locator('pre').first().textContent()) ?? '';
  await shown.getByRole('button', { name: 'הכתובות הועתקו' }).click();
  await page.goto('/calls');
  await says(address, { event: 'newCall', callId: 'journey-2', from: '0529998877', user: ['199'] });
  await page.getByRole('region', { name: 'שיחות עכשיו' }).getByText('052-999-8877').waitFor();
  assert.equal(await page.getByRole('region', { name: 'השיחות שלי' }).getByRole('article').count(), 0);
  await says(address, { event: 'hangup', callId: 'journey-2', from: '0529998877', cause: 'cancel' });
  const row = page.getByRole('list', { name: 'רשימת השיחות' }).getByRole('link', { name: '052-999-8877' });
  await row.click();
  await page.getByRole('region', { name: 'מה יצא מהשיחה' }).getByText('נפתחה פנייה').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'חזרה לשיחות' }).click();
  await page.getByLabel('מספר טלפון, או סופו').fill('8877');
  await page.waitForURL(/phone=8877/);
  await row.waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `${overflow} px too wide`);
});
