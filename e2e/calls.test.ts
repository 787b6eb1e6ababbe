// long: one product and one exchange for all journeys of calls
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
  await form.waitFor({ state: 'detached' });
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

/** New secret addresses of the exchange that is connected. */
async function renewAddress(page: Page): Promise<string> {
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
  return address;
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
  const address = await renewAddress(page);
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

test('a call takes no focus and no word: what is typed stays until it is said', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  const address = await renewAddress(page);
  const mine = page.getByRole('region', { name: 'השיחות שלי' });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-call') ?? '');
  await page.goto('/calls');
  const field = page.getByLabel('מספר טלפון, או סופו');
  await field.pressSequentially('05');
  await says(address, { event: 'newCall', callId: 'kept', user: ['101'] });
  await mine.getByText('שיחה נכנסת').first().waitFor();
  await field.pressSequentially('2c');
  assert.equal(await field.inputValue(), '052c', 'a call that rings is typed past');
  assert.equal(await mine.getByRole('alert').locator('p').count(), 1, 'it is read out once');
  await field.fill('');
  await page.getByRole('heading', { name: 'שיחות', exact: true }).click();
  await page.keyboard.press('c');
  assert.notEqual(await focused(), '', 'C leads to the card');
  await page.keyboard.press('Escape');
  await mine.getByRole('article').waitFor({ state: 'detached' });
  assert.equal(await focused(), '');
  await page.reload();
  await page.getByRole('region', { name: 'שיחות עכשיו' }).getByText('050-123-4567').waitFor();
  assert.equal(await mine.getByRole('article').count(), 0, 'what was hidden stays hidden');
  await says(address, { event: 'answer', callId: 'kept', answeringNumber: '101' });
  await mine.getByText('בשיחה').waitFor();
  await mine.getByRole('button', { name: 'פנייה חדשה' }).click();
  const form = page.getByRole('dialog', { name: 'פנייה חדשה' });
  await form.getByLabel('מה נאמר').fill('ביקשו שנחזור');
  await says(address, { event: 'hangup', callId: 'kept', cause: 'normalClearing', answeringNumber: '101' });
  await page.getByText('השיחה הסתיימה').waitFor();
  assert.equal(await form.getByLabel('מה נאמר').inputValue(), 'ביקשו שנחזור');
  await form.getByRole('button', { name: 'פתיחת פנייה' }).click();
  const toast = page.getByText(/נפתחה פנייה .* מהשיחה/);
  const number = /#(\d+)/.exec((await toast.textContent()) ?? '')?.[1] ?? '';
  await page.keyboard.press('z');
  await page.getByText('נסגרה כפנייה שנפתחה בטעות').waitFor();
  await page.goto(`/tickets/${number}`);
  await page.getByText('נפתחה בטעות משיחה').waitFor();
});

/** In the place of the browser's own notifications, as if another tab were in front. */
function noteNotifications(): void {
  const notified: string[] = [];
  class Noted {
    static readonly permission = 'granted';
    constructor(title: string, { dir }: { dir: string }) {
      notified.push(`${dir} ${title}`);
    }
    close(): void {
      notified.push('closed');
    }
  }
  Object.assign(globalThis, { notified, Notification: Noted });
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
}

test('where a call went that rang here is told, and the number of a missed one is read whole in the queue', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  const address = await renewAddress(page);
  const mine = page.getByRole('region', { name: 'השיחות שלי' });
  const from = '0541112223';
  await page.addInitScript(noteNotifications);
  await page.goto('/tickets');
  const notified = () => page.evaluate(() => (globalThis as unknown as { notified: string[] }).notified);
  await says(address, { event: 'newCall', callId: 'elsewhere', from, user: ['101'] });
  await mine.getByRole('heading', { name: '054-111-2223' }).waitFor();
  assert.deepEqual(await notified(), ['rtl שיחה נכנסת: 054-111-2223']);
  await says(address, { event: 'answer', callId: 'elsewhere', from, answeringNumber: '199' });
  await mine.getByText('נענתה אצל 199').waitFor();
  assert.equal((await notified()).at(-1), 'closed', 'it goes when the call does');
  await assertAccessible(page);
  await says(address, { event: 'hangup', callId: 'elsewhere', from, cause: 'normalClearing' });
  await says(address, { event: 'newCall', callId: 'missed', from: '0541112224', user: ['101'] });
  await mine.getByRole('heading', { name: '054-111-2224' }).waitFor();
  await says(address, { event: 'hangup', callId: 'missed', from: '0541112224', cause: 'cancel' });
  await mine.getByRole('link', { name: /לחזרה ללקוח: פנייה/ }).click();
  await page
    .getByRole('heading', { name: /054-111-2224/ })
    .first()
    .waitFor();
  // However little room there is, the number is read whole.
  await page.setViewportSize({ width: 300, height: 700 });
  await page.goto('/tickets');
  const shown = await page
    .getByRole('list', { name: 'רשימת הפניות' })
    .getByText('054-111-2224')
    .first()
    .evaluate((element) => {
      const [own, row] = [element.getBoundingClientRect(), element.closest('a')?.getBoundingClientRect()];
      return row !== undefined && own.left >= row.left && own.right <= row.right;
    });
  assert.ok(shown, 'the number at the end of a subject is cut');
});

/** A second of silence. */
function silence(): Buffer {
  const rate = 8000;
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + rate, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(rate, 40);
  return Buffer.concat([head, Buffer.alloc(rate, 128)]);
}

test('a recording plays at the speed that was chosen, one that is gone says so; the customer’s page leads to all calls', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  const ask = (method: string, path: string, body?: object) =>
    page.evaluate(
      async ([how, where, what]) => {
        const headers = { 'content-type': 'application/json' };
        const given = what === '' ? {} : { headers, body: what };
        return (await fetch(where, { method: how, ...given })).json();
      },
      [method, path, body === undefined ? '' : JSON.stringify(body)] as const,
    );
  await ask('POST', '/api/accounts', { name: 'רות כהן', company: '', phone: '0507654321', email: '' });
  const made = await ask('POST', '/api/phone-connections', { provider: 'voicenter', name: 'Voicenter' });
  const record = {
    ...{ caller: '0507654321', target: '101', time: Math.floor(Date.now() / 1000) - 60, duration: 30 },
    ...{ ivruniqueid: 'recorded', type: 'Incoming Call', status: 'ANSWER', did: '037654321', dialtime: 3 },
    record: 'https://recordings.example/1.wav',
  };
  await says(made.addresses[0].url, record);
  const { items } = await ask('GET', '/api/calls?limit=50');
  const { id } = items.find(({ recording_url }: { recording_url: string | null }) => recording_url !== null);
  let isGone = false;
  await page.route('https://recordings.example/**', (route) =>
    isGone
      ? route.fulfill({ status: 404, body: '' })
      : route.fulfill({ status: 200, contentType: 'audio/wav', body: silence() }),
  );
  await page.goto(`/calls/${id}`);
  await page.getByLabel('מהירות ההשמעה').selectOption('2');
  const play = () =>
    page.locator('audio').evaluate((audio: HTMLAudioElement) => void audio.play().catch(() => undefined));
  await play();
  await page.waitForFunction(() => {
    const audio = document.querySelector('audio');
    return audio !== null && audio.playbackRate === 2 && audio.currentTime > 0;
  });
  isGone = true;
  await page.reload();
  await play();
  await page.getByText('ההקלטה לא הושמעה').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'ניסיון חוזר' }).click();
  await page.locator('audio').waitFor();
  await page.getByRole('link', { name: 'רות כהן', exact: true }).click();
  await page.waitForURL('**/accounts/*');
  await page.getByText('אין פניות של הלקוח').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: /נכנסת/ }).click();
  await page.waitForURL(new RegExp(`/calls/${id}`));
});
