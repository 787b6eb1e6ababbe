import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { contextOf } from '../server/context.ts';
import { addMailboxTo } from '../server/features/email/mailboxes.service.ts';
import { addTenant } from '../server/features/tenants/tenants.service.ts';
import { addUser } from '../server/features/users/users.service.ts';
import { type Account, type Dovecot, isMissing } from '../server/testing/dovecot.ts';
import { type FakeDns, startDns } from '../server/testing/fake-dns.ts';
import { type FakeProvider, providersAt, startProvider } from '../server/testing/fake-provider.ts';
import { type Reading, startReading } from '../server/testing/read-mailbox.ts';
import { type SmtpPeer, startSmtpPeer } from '../server/testing/smtp-peer.ts';
import { testPassword } from '../server/testing/test-users.ts';
import {
  assertAccessible,
  type Browser,
  journeyTimeoutMs,
  openPage,
  signIn,
  startBrowser,
} from './browser.ts';
import type { Product } from './product.ts';

const email = 'dana@shop.example';

describe('a mailbox at Google, its sending and its signature', { skip: isMissing }, () => {
  let provider: FakeProvider;
  let peer: SmtpPeer;
  let dns: FakeDns;
  let reading: Reading;
  let browser: Browser;
  let account: Account;
  let product: Product;
  before(
    async () => {
      [provider, dns, browser] = await Promise.all([startProvider(), startDns(), startBrowser()]);
      peer = await startSmtpPeer(({ secret, username }) => provider.userOf(secret) === username);
      const isThere = (dovecot: Dovecot) => {
        const place = (port: number) => ({ host: '127.0.0.1', port, security: 'none' as const });
        const places = { imap: place(dovecot.port), smtp: place(peer.port) };
        const providers = providersAt(provider, places);
        return Promise.resolve({ mailOutside: { providers, nameServers: [dns.server] } });
      };
      reading = await startReading({ introspection: `${provider.url}/introspect?token=` }, isThere);
      account = await reading.dovecot.newAccount();
      product = await theShop();
    },
    { timeout: journeyTimeoutMs },
  );
  after(async () => {
    await browser?.close();
    await reading?.stop();
    await Promise.all([provider?.close(), peer?.close(), dns?.close()]);
  });

  /** A business that a browser reaches without any DNS. */
  async function theShop(): Promise<Product> {
    const { means, url, smtpPort } = reading.app;
    const { tenantId } = await addTenant(means.db, { name: 'חנות', hosts: ['127.0.0.1'] });
    means.announce(tenantId, { kind: 'settings' });
    const ctx = contextOf(means, tenantId, { kind: 'system' });
    const lists = { department_id: null, priority_id: null };
    await addMailboxTo(ctx, { name: 'שירות', addresses: ['support@shop.example'], ...lists });
    const user = { name: 'דנה כהן', email, role: 'administrator' as const, departments: [] };
    await addUser(ctx, { ...user, password: testPassword });
    const unused = () => Promise.reject(new Error('not part of this journey'));
    const client = { clientId: '', clientSecret: '', token: unused, api: unused };
    return { url, smtpPort, email, password: testPassword, ...client, stop: async () => undefined };
  }

  async function open(page: Page, item: string): Promise<void> {
    await page.getByRole('button', { name: /^פעולות/ }).click();
    await page.getByRole('menuitem', { name: item }).click();
  }

  test('connected with Google, tried, refused, connected again', { timeout: journeyTimeoutMs }, async () => {
    const page = await openPage(browser, product);
    await signIn(page, product);
    await page.goto('/settings/mailboxes');
    await page.getByRole('button', { name: 'הגדרת Google' }).click();
    await page.getByText('/api/mailboxes/oauth/callback').waitFor();
    await page.getByLabel('Client ID').fill(provider.client.id);
    await page.getByRole('textbox', { name: 'Client secret' }).fill(provider.client.secret);
    await assertAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: 'שמירה' }).click();
    await page.getByText('מוגדרת', { exact: true }).waitFor();

    await open(page, 'התחברות עם Google');
    await page.getByLabel('התיבה אצל הספק').fill(account.username);
    await assertAccessible(page);
    await page.getByRole('button', { name: 'המשך ל־Google' }).click();
    await page.getByText('התיבה מחוברת. היא רק נצפית').waitFor();
    await page.getByText(/נקראה/).waitFor({ timeout: 30_000 });
    await assertAccessible(page);

    await open(page, 'שליחה מהתיבה');
    await page.getByRole('button', { name: 'שליחת הודעת בדיקה' }).click();
    await page.getByText('250 2.0.0 queued as 77AB').waitFor();
    await assertAccessible(page);
    await page.keyboard.press('Escape');

    provider.takeBack();
    provider.endAccess();
    await open(page, 'שינוי החיבור לשרת הדואר');
    await page.getByRole('button', { name: 'בדיקת החיבור' }).click();
    await page.getByRole('dialog').getByText('הספק כבר לא מכניס אותנו לתיבה').waitFor();
    await page.keyboard.press('Escape');
    await open(page, 'שליחה מהתיבה');
    await page.getByRole('button', { name: 'שליחת הודעת בדיקה' }).click();
    await page.getByRole('dialog').getByText('הספק כבר לא מכניס אותנו לתיבה').waitFor();
    await page.keyboard.press('Escape');
    await page.goto('/tickets');
    await page.getByRole('alert').getByText('תיבת דואר דורשת טיפול').waitFor({ timeout: 30_000 });
    await assertAccessible(page);
    await page.getByRole('link', { name: 'לתיבות הדואר' }).click();
    await page.getByRole('button', { name: 'התחברות מחדש עם Google' }).click();
    await page.getByRole('button', { name: 'המשך ל־Google' }).click();
    await page.getByText('התיבה מחוברת. היא רק נצפית').waitFor();
    await page.getByText('תיבת דואר דורשת טיפול').waitFor({ state: 'detached', timeout: 30_000 });
  });

  test('a key for the domain, its record, and what the DNS says; on a narrow screen', {
    timeout: journeyTimeoutMs,
  }, async () => {
    const page = await openPage(browser, product, { width: 390, height: 800 });
    await signIn(page, product);
    await page.goto('/settings/mailboxes');
    await page.getByRole('button', { name: /יצירת מפתח/ }).click();
    const card = page.getByRole('article', { name: 'shop.example' });
    await card.waitFor();
    const [name = '', value = ''] = await card.locator('pre').allTextContents();
    await card.getByRole('button', { name: 'בדיקה ב־DNS' }).click();
    await card.getByText('הרשומה עוד לא נמצאת ב־DNS').waitFor();
    dns.records.set(name, [value]);
    await card.getByRole('button', { name: 'הפעלת החתימה' }).click();
    await card.getByText('דואר יוצא נחתם').waitFor();
    await card.getByText('הרשומה ב־DNS נכונה').waitFor();
    await assertAccessible(page);
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.equal(isWide, false, 'the page scrolls sideways');
  });
});
