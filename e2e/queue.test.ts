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
const howMany = 600;
const atOnce = 24;

let product: Product;
let browser: Browser;
before(
  async () => {
    [product, browser] = await Promise.all([startProduct(), startBrowser()]);
    const token = await product.token();
    const numbers = Array.from({ length: howMany }, (_, index) => index + 1);
    const create = async () => {
      for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
        const body = {
          subject: `פנייה ${number}`,
          status: openStatus,
          email: `customer${number % 50}@example.com`,
        };
        await product.api('/v2/tickets/create', body, token);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, create));
  },
  { timeout: journeyTimeoutMs },
);
after(async () => {
  await browser?.close();
  await product?.stop();
});

const listOf = (page: Page) => page.getByRole('list', { name: 'רשימת הפניות' });

/** Scrolls to the end, a few rows each frame, as a hand on a wheel does; what was on the screen meanwhile. */
async function scrollThrough(page: Page) {
  return listOf(page).evaluate(async (list) => {
    const box = list.parentElement as HTMLElement;
    const { x, y, height } = box.getBoundingClientRect();
    const subjects = new Set<string>();
    const isBlank = () => !document.elementFromPoint(x + 100, y + height / 2)?.closest('li');
    const look = () => {
      const shown = [...list.querySelectorAll('bdi')].map(({ textContent }) => textContent);
      for (const subject of shown.filter((text) => /^פנייה \d+$/.test(text))) subjects.add(subject);
    };
    let [most, blank, still] = [0, 0, 0];
    for (let frame = 0; frame < 3000 && still < 60; frame += 1) {
      const before = box.scrollTop;
      box.scrollTop += 240;
      await new Promise((drawn) => requestAnimationFrame(drawn));
      still = box.scrollTop === before ? still + 1 : 0;
      most = Math.max(most, list.children.length);
      if (isBlank()) blank += 1;
      look();
    }
    return { seen: subjects.size, most, blank };
  });
}

test('a queue of any length: every row comes, few of them exist, the screen is never empty', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await listOf(page).getByRole('listitem').first().waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const { seen, most, blank } = await scrollThrough(page);
  assert.equal(seen, howMany);
  assert.ok(most < 60, `${most} rows at once`);
  assert.equal(blank, 0);
});

test('several at once: chosen by shift, by keyboard, changed together and put back', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  const boxes = listOf(page).getByRole('checkbox');
  await boxes.nth(1).click();
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'פעולות על הפניות שנבחרו' });
  await bar.getByText('נבחרו 4 פניות').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await bar.getByText('נבחרו 5 פניות').waitFor();
  await assertAccessible(page);
  await bar.getByRole('button', { name: 'מחלקה' }).click();
  await assertAccessible(page);
  await page.getByRole('option', { name: 'תמיכה טכנית' }).click();
  await page.getByText('5 פניות עודכנו').waitFor();
  assert.equal(await listOf(page).getByText('תמיכה טכנית').count(), 5);
  await page.keyboard.press('z');
  await page.getByText('הפעולה בוטלה').waitFor();
  assert.equal(await listOf(page).getByText('תמיכה טכנית').count(), 0);
});

test('filters stand in the address, and a colleague sees what somebody changed', {
  timeout: journeyTimeoutMs,
}, async () => {
  const [page, other] = [await openPage(browser, product), await openPage(browser, product)];
  await Promise.all([signIn(page, product), signIn(other, product)]);
  const filters = page.getByRole('search', { name: 'סינון' });
  await filters.getByRole('button', { name: 'דחיפות' }).click();
  await page.getByRole('option', { name: 'דחוף' }).click();
  await page.getByText('אין פניות שמתאימות לסינון').waitFor();
  await assertAccessible(page);
  await listOf(other).getByText('פנייה 7', { exact: true }).click();
  await other.getByRole('button', { name: 'דחיפות ללא דחיפות' }).waitFor();
  await other.keyboard.press('p');
  await other.getByRole('option', { name: 'דחוף' }).click();
  await listOf(page).getByText('פנייה 7', { exact: true }).waitFor();
  await other.goto(page.url());
  await listOf(other).getByText('פנייה 7', { exact: true }).waitFor();
});

test('on a phone: one pane at a time, and the way back', { timeout: journeyTimeoutMs }, async () => {
  const page = await openPage(browser, product, { width: 390, height: 844 });
  await signIn(page, product);
  await listOf(page).getByText('פנייה 2', { exact: true }).click();
  await page.getByRole('heading', { name: 'פנייה 2' }).waitFor();
  await listOf(page).waitFor({ state: 'hidden' });
  await assertAccessible(page);
  await page.getByRole('button', { name: 'כרטיס הלקוח' }).click();
  await page.getByRole('heading', { name: 'כרטיס הלקוח' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'חזרה לפנייה' }).click();
  await page.getByRole('link', { name: 'חזרה לרשימה' }).click();
  await listOf(page).getByText('פנייה 2', { exact: true }).waitFor();
});
