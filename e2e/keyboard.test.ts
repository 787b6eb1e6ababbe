import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { assertAccessible, type Browser, journeyTimeoutMs, openPage, startBrowser } from './browser.ts';
import { type Product, startProduct } from './product.ts';

const openStatus = '233476065495939904005866822871905093425';

let product: Product;
let browser: Browser;
before(
  async () => {
    [product, browser] = await Promise.all([startProduct(), startBrowser()]);
    for (const subject of ['ראשונה', 'שנייה', 'שלישית']) {
      await product.api('/v2/tickets/create', {
        subject: `פנייה ${subject}`,
        status: openStatus,
        email: 'yossi@example.com',
      });
    }
  },
  { timeout: journeyTimeoutMs },
);
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** What a Hebrew layout sends for a key: the physical key counts, the letter is another. */
async function pressHebrew(page: Page, code: string, letter: string): Promise<void> {
  await page.evaluate(
    ([physical, key]) => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(
        new KeyboardEvent('keydown', { code: physical, key, bubbles: true, cancelable: true }),
      );
    },
    [code, letter],
  );
}

test('a day without a mouse: sign in, move, note, close with a reason, take it back', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await page.goto('/');
  await page.getByLabel('דואר אלקטרוני').focus();
  await page.keyboard.type(product.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(product.password);
  await page.keyboard.press('Enter');
  await page.getByText('פנייה ראשונה').first().waitFor();

  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /^פנייה (ראשונה|שנייה)$/ }).waitFor();

  await pressHebrew(page, 'KeyN', 'מ');
  await page.getByPlaceholder('הערה לצוות בלבד').waitFor();
  await page.locator('textarea:focus').waitFor();
  await page.keyboard.type('בדקתי במחסן: יש במלאי j k e');
  await page.keyboard.press('Control+Enter');
  await page.getByText('הערה פנימית · הלקוח לא רואה').waitFor();
  await page.getByText('בדקתי במחסן: יש במלאי j k e').first().waitFor();

  await page.keyboard.press('Escape');
  await page.locator('body').press('Escape');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await pressHebrew(page, 'KeyE', 'ק');
  const dialog = page.getByRole('dialog', { name: 'סגירה ללא מענה' });
  await dialog.waitFor();
  await assertAccessible(page);
  await dialog.getByText('אין בה שאלה או בקשה').click();
  await dialog.getByRole('button', { name: 'סגירה' }).last().press('Enter');
  await page.getByText('טופלה ללא מענה').first().waitFor();
  await page.getByRole('region', { name: 'הודעות' }).getByRole('button', { name: 'ביטול' }).waitFor();

  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await pressHebrew(page, 'KeyZ', 'ז');
  await page.getByText('הפעולה בוטלה').waitFor();
  await page.getByText('טופלה ללא מענה').waitFor({ state: 'detached' });
});

test('the list of keys and the palette', { timeout: journeyTimeoutMs }, async () => {
  const page = await openPage(browser, product);
  await page.goto('/');
  await page.getByLabel('דואר אלקטרוני').fill(product.email);
  await page.getByLabel('סיסמה').fill(product.password);
  await page.keyboard.press('Enter');
  await page.getByText('פנייה ראשונה').first().waitFor();
  await page.keyboard.press('Shift+Slash');
  await page.getByText('קיצורי מקלדת').first().waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('3');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'פנייה שלישית' }).waitFor();
  assert.match(page.url(), /\/tickets\/3/);
  // Who is signed in already goes on from the door.
  await page.goto('/sign-in?next=%2Fintake');
  await page.waitForURL('**/intake');
  await page.goto('/sign-in');
  await page.waitForURL('**/tickets');
  await page.context().clearCookies();
  await page.goto('/tickets');
  await page.waitForURL('**/sign-in?next=**');
  await page.getByLabel('סיסמה').waitFor();
});

test('a ticket is found by its words, without a mouse', { timeout: journeyTimeoutMs }, async () => {
  const msg = 'שלום, הכיסא שהזמנתי הגיע שבור. <b>אפשר החזר?</b>';
  await product.api('/v2/tickets/create', {
    subject: 'תלונה על משלוח',
    msg,
    status: openStatus,
    phone: '054-925-5555',
  });
  const page = await openPage(browser, product);
  await page.goto('/');
  await page.getByLabel('דואר אלקטרוני').fill(product.email);
  await page.getByLabel('סיסמה').fill(product.password);
  await page.keyboard.press('Enter');
  await page.getByText('תלונה על משלוח').first().waitFor();
  const field = page.getByRole('combobox');
  const option = page.getByRole('option', { name: 'תלונה על משלוח' });
  // Its words are written shortly after the ticket.
  for (let times = 0; times < 60; times += 1) {
    const answer = await page.request.get('/api/search/tickets', { params: { q: 'כיסא' } });
    if (((await answer.json()) as { items: unknown[] }).items.length > 0) break;
    await page.waitForTimeout(250);
  }
  await pressHebrew(page, 'Slash', '.');
  await field.fill('החזר כיסא');
  await option.waitFor();
  await option.getByText('<b>אפשר').waitFor();
  assert.deepEqual(await option.locator('mark').allTextContents(), ['הכיסא', 'החזר']);
  await assertAccessible(page);
  await field.fill('9255555');
  await option.waitFor();
  await field.fill('מילה שאיננה');
  await page.getByText('לא נמצאו פניות או פקודות').waitFor();
  await field.fill('פנייה');
  await page.getByRole('option', { name: 'פנייה ראשונה' }).waitFor();
  await field.fill('שבור');
  await option.waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'תלונה על משלוח' }).waitFor();
  const narrow = await openPage(browser, product, { width: 390, height: 800 });
  await narrow.context().addCookies(await page.context().cookies());
  await narrow.goto('/tickets');
  await narrow.getByText('תלונה על משלוח').first().waitFor();
  await narrow.keyboard.press('Control+k');
  await narrow.getByRole('combobox').fill('כיסא');
  await narrow.getByRole('option', { name: 'תלונה על משלוח' }).waitFor();
  await assertAccessible(narrow);
  assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
});
