import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  assertAccessible,
  type Browser,
  journeyTimeoutMs,
  openPage,
  signIn,
  startBrowser,
} from './browser.ts';
import { type Product, startProduct } from './product.ts';

const openStatus = '233476065495939904005866822871905093425';

let product: Product;
let browser: Browser;
before(
  async () => {
    [product, browser] = await Promise.all([startProduct({}, { isOwner: true }), startBrowser()]);
  },
  { timeout: journeyTimeoutMs },
);
after(async () => {
  await browser?.close();
  await product?.stop();
});

test('the first sign-in, with a mistake before it', { timeout: journeyTimeoutMs }, async () => {
  const page = await openPage(browser, product, { hasMotion: true });
  await page.goto('/');
  assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
  await assertAccessible(page);
  await page.getByLabel('דואר אלקטרוני').fill(product.email);
  await page.getByLabel('סיסמה').fill('not the password');
  await page.getByRole('button', { name: 'כניסה' }).click();
  await page.getByRole('alert').filter({ hasText: 'שגויים' }).waitFor();
  await page.getByLabel('סיסמה').fill(product.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tickets**');
  await page.getByText('אין ממתינים').waitFor();
  await assertAccessible(page);
});

test('a ticket by API appears live, and its page opens without a reload', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product, { hasMotion: true });
  await signIn(page, product);
  const loads: string[] = [];
  page.on('framenavigated', (frame) => loads.push(frame.url()));
  const made = await product.api('/v2/tickets/create', {
    subject: 'המקרר לא מקרר, הזמנה 12345',
    msg: 'שלום,\nאפשר לחזור אליי ל-054-925-5555?',
    status: openStatus,
    phone: '0549255555',
    email: 'dana@example.com',
  });
  assert.match(made.id ?? '', /^\d+$/);
  const row = page.getByRole('list', { name: 'רשימת הפניות' }).getByText('המקרר לא מקרר');
  await row.waitFor();
  await row.click();
  await page.getByRole('heading', { name: 'המקרר לא מקרר, הזמנה 12345' }).waitFor();
  await page.getByText('אפשר לחזור אליי').waitFor();
  await page.getByRole('link', { name: '054-925-5555' }).first().waitFor();
  assert.deepEqual(
    loads.filter((url) => !url.includes('/tickets')),
    [],
  );
  await assertAccessible(page);
});

test('a refused request is in the ledger, and a person opens its ticket', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product, { hasMotion: true });
  await signIn(page, product);
  await assert.rejects(
    product.api('/v2/tickets/create', { subject: 'בקשה שנשלחה עם סטטוס שגוי', status: '7' }),
    /400/,
  );
  await page.getByRole('link', { name: 'יומן קליטה' }).click();
  await page.getByText('נדחה').first().waitFor();
  await assertAccessible(page);
  await page.goto('/intake?state=rejected');
  await page.getByRole('listitem').filter({ hasText: 'נדחה' }).first().click();
  await page.getByText('בקשה שנשלחה עם סטטוס שגוי').first().waitFor();
  await assertAccessible(page);
});

test('in English everything reads left to right', { timeout: journeyTimeoutMs }, async () => {
  const page = await openPage(browser, product, { language: 'en', hasMotion: true });
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'English' }).click();
  assert.equal(await page.locator('html').getAttribute('dir'), 'ltr');
  await page.getByRole('button', { name: 'Sign in' }).waitFor();
  await assertAccessible(page);
});
