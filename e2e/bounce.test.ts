import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTransport } from 'nodemailer';
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

let world: MailSink;
let product: Product;
let browser: Browser;
before(
  async () => {
    world = await openMailSink();
    [product, browser] = await Promise.all([startProduct({ PNIYA_SMTP_URL: world.url }), startBrowser()]);
  },
  { timeout: journeyTimeoutMs },
);
after(async () => {
  await browser?.close();
  await product?.stop();
  await world?.close();
});

async function deliver(raw: string, from: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: product.smtpPort, ignoreTLS: true });
  await transport.sendMail({
    envelope: { from, to: 'support@localhost' },
    raw: raw.replaceAll('\n', '\r\n'),
  });
  transport.close();
}

const headed = (subject: string) => `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;

function bounce(address: string, about: string): string {
  return `From: MAILER-DAEMON@mx.example\n${headed('Undelivered Mail')}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n
--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${address}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no mailbox of that name\n
--b\nContent-Type: text/rfc822-headers\n\nReceived: from here\nFrom: us\nMessage-ID: ${about}\n\n--b--\n`;
}

test('an inquiry is acknowledged; the reply to it comes back, and the ticket waits again', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await page.goto('/settings/mailboxes');
  await page.getByRole('button', { name: /^פעולות: / }).click();
  await page.getByRole('menuitem', { name: 'אישור קבלה אוטומטי' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('שליחת אישור קבלה על פנייה חדשה בדואר').check();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'שמירה' }).click();
  await dialog.waitFor({ state: 'detached' });

  const dana = 'dana@example.com';
  const inquiry = `From: "Dana" <${dana}>\n${headed('איפה ההזמנה?')}\nContent-Type: text/plain; charset=utf-8\n\nהזמנתי לפני שבוע.\n`;
  await deliver(inquiry, dana);
  await page.goto('/tickets/1');
  const acknowledgement = page.locator('article').filter({ hasText: 'הודעה אוטומטית' });
  await acknowledgement.getByRole('button', { name: 'הצגת ההודעה' }).click();
  await acknowledgement.getByText('הפנייה התקבלה ומספרה 1').waitFor();
  await page.getByPlaceholder('מענה ללקוח').fill('בדרך.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('טופלה: מענה נמסר לשרת הנמען').waitFor({ timeout: 20_000 });

  const raws = world.to(dana).map(({ raw }) => raw.toString('latin1'));
  const reply = raws.find((raw) => /^Auto-Submitted: no/m.test(raw)) ?? '';
  assert.equal(raws.length, 2);
  await deliver(bounce(dana, /^Message-ID: (<[^>]+>)/im.exec(reply)?.[1] ?? ''), '');
  await page.getByText('טופלה: מענה נמסר לשרת הנמען').waitFor({ state: 'detached', timeout: 20_000 });
  const words = '550 5.1.1 no mailbox of that name';
  await page.locator('[data-state="bounced"]').getByText(words).waitFor();
  const flag = page.getByText(`המען חזר: \u2066${words}\u2069`);
  await flag.first().waitFor();
  assert.equal(await flag.count(), 2, 'at the reply box and at the customer');
  await page.getByText('הודעה על אי־מסירה').waitFor();
  assert.equal(await page.getByRole('button', { name: 'המענה לא הגיע' }).count(), 0);
  await assertAccessible(page);
});

test('a report about nothing of ours is in the ledger under its own word, and one click makes a ticket of it', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await deliver(bounce('nobody@else.example', '<x@y.example>'), '');
  await page.goto('/intake?state=ignored');
  await page.getByRole('link', { name: 'Undelivered Mail' }).click();
  await page.getByText('שאינה שייכת לאף מענה שנשלח מכאן').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'פתיחה כפנייה' }).click();
  await page.getByRole('link', { name: /מעבר לפנייה/ }).waitFor();
});
