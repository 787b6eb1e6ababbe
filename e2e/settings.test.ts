import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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

const openStatus = '233476065495939904005866822871905093425';

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

async function administrator(address: string): Promise<Page> {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await page.goto(address);
  return page;
}

const dialogOf = (page: Page) => page.getByRole('dialog');

async function edit(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: `פעולות: ${name}` }).click();
  await page.getByRole('menuitem', { name: 'עריכה' }).click();
}

async function save(page: Page, button = 'שמירה'): Promise<void> {
  await dialogOf(page).getByRole('button', { name: button, exact: true }).click();
  await dialogOf(page).waitFor({ state: 'detached' });
}

test('a department made and switched off in the settings is so in the ticket of another browser', {
  timeout: journeyTimeoutMs,
}, async () => {
  await product.api('/v2/tickets/create', { subject: 'לאיזו מחלקה?', status: openStatus });
  const [settings, desk] = await Promise.all([administrator('/settings/lists'), administrator('/tickets/1')]);
  const card = settings.getByRole('region', { name: 'מחלקות', exact: true });
  const added = card.getByRole('textbox', { name: 'שם חדש: מחלקות' });
  await added.fill('🚚 משלוחים');
  await added.press('Enter');
  await card.getByText('🚚 משלוחים', { exact: true }).waitFor();
  await added.fill('🚚  משלוחים ');
  await added.press('Enter');
  await card.getByText('השם כבר קיים').waitFor();
  await assertAccessible(settings);

  const picker = desk.getByRole('button', { name: /^מחלקה ./ });
  await picker.click();
  await desk.getByRole('option', { name: '🚚 משלוחים' }).click();
  await desk.getByText('🚚 משלוחים').first().waitFor();
  await card.getByRole('button', { name: 'שינוי שם: 🚚 משלוחים' }).click();
  await settings.keyboard.type('הפצה');
  await settings.keyboard.press('Enter');
  await picker.getByText('הפצה').waitFor();
  await card.getByRole('button', { name: 'השבתה: שירות לקוחות' }).click();
  await card.getByText('לא פעיל').waitFor();
  await picker.click();
  await desk.getByRole('option', { name: 'תמיכה טכנית' }).waitFor();
  await desk.getByRole('option', { name: 'שירות לקוחות' }).waitFor({ state: 'detached' });
  await settings.keyboard.press('z');
  await card.getByText('לא פעיל').waitFor({ state: 'detached' });
});

test('an API client made in the settings gets a token, once it is revoked it gets none', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await administrator('/settings/api-clients');
  await page.getByRole('button', { name: 'לקוח API חדש' }).click();
  await dialogOf(page).getByRole('textbox', { name: 'שם' }).fill('אתר הבית');
  await dialogOf(page).getByLabel('בקשות לדקה, לכל היותר').fill('2');
  await dialogOf(page).getByRole('button', { name: 'הוספה' }).click();
  await page.getByText('לקוח ה־API מוכן').waitFor();
  await assertAccessible(page);
  const shown = await dialogOf(page).locator('pre').allTextContents();
  const [id = '', secret = ''] = shown;
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'הסוד נשמר אצלי' }).click();
  await page.getByText(/עד .?2.? בקשות לדקה/).waitFor();
  assert.equal((await page.content()).includes(secret), false, 'the secret is shown once');

  const basic = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
  const body = new URLSearchParams({ grant_type: 'client_credentials' });
  const ask = () => fetch(`${product.url}/oauth/token`, { method: 'POST', headers: basic, body });
  const { access_token } = (await (await ask()).json()) as { access_token: string };
  const read = () =>
    fetch(`${product.url}/v2/tickets/statuses`, { headers: { authorization: `Bearer ${access_token}` } });
  const answers = [(await read()).status, (await read()).status, (await read()).status];
  assert.deepEqual(answers, [200, 200, 429]);

  await page.getByRole('button', { name: 'פעולות: אתר הבית' }).click();
  await page.getByRole('menuitem', { name: 'ביטול לצמיתות' }).click();
  await save(page, 'ביטול לצמיתות');
  await page.getByText('בוטל', { exact: true }).waitFor();
  assert.deepEqual([(await ask()).status, (await read()).status], [401, 401]);
});

test('two administrators at one user keep what the other changed; an agent has no settings', {
  timeout: journeyTimeoutMs,
}, async () => {
  const [first, second] = await Promise.all([
    administrator('/settings/users'),
    administrator('/settings/users'),
  ]);
  await first.getByRole('button', { name: 'משתמש חדש' }).click();
  const form = dialogOf(first);
  await form.getByRole('button', { name: 'הוספה' }).click();
  await form.getByText('שדה חובה').first().waitFor();
  await assertAccessible(first);
  await form.getByRole('textbox', { name: 'שם' }).fill('דנה לוי');
  await form.getByLabel('דואר אלקטרוני').fill(product.email.toUpperCase());
  await form.locator('input[type=password]').fill('a short sentence');
  await form.getByRole('button', { name: 'הוספה' }).click();
  await form.getByText('כתובת הדוא״ל כבר רשומה').waitFor();
  await form.getByLabel('דואר אלקטרוני').fill('dana@example.com');
  await save(first, 'הוספה');

  await second.getByText('dana@example.com').waitFor();
  await Promise.all([edit(first, 'דנה לוי'), edit(second, 'דנה לוי')]);
  await form.getByLabel('תפקיד').selectOption({ label: 'צופה' });
  await save(first);
  await dialogOf(second).getByRole('textbox', { name: 'שם' }).fill('דנה לוי־כהן');
  await save(second);
  const dana = first.getByRole('listitem').filter({ hasText: 'דנה לוי־כהן' });
  await dana.getByText('צופה').waitFor();

  const page = await openPage(browser, product);
  await signIn(page, { ...product, email: 'dana@example.com', password: 'a short sentence' });
  await page.goto('/settings/users');
  await page.getByText('ההגדרות פתוחות למנהלי מערכת').waitFor();
  await assertAccessible(page);
  await first.getByRole('button', { name: 'פעולות: דנה לוי־כהן' }).click();
  await first.getByRole('menuitem', { name: 'השבתה' }).click();
  await save(first, 'השבתה');
  await page.waitForURL('**/sign-in**');
});
