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

/** The mail server of everybody whom we write to. */
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

async function writeMail(mail: {
  subject: string;
  html?: string;
  text?: string;
  inReplyTo?: string;
}): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port: product.smtpPort,
    secure: false,
    ignoreTLS: true,
    connectionTimeout: 5000,
    greetingTimeout: 5000,
    socketTimeout: 20_000,
  });
  await transport.sendMail({ from: '"דנה כהן" <dana@example.com>', to: 'support@localhost', ...mail });
  transport.close();
}

test('a mail arrives, is answered, is handled by the evidence of the server that took the reply, and waits again after a new word', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await signIn(page, product);
  await page.getByText('אין ממתינים').waitFor();
  await writeMail({
    subject: 'איפה ההזמנה שלי?',
    html: '<div dir="rtl"><p>שלום, הזמנתי לפני <b>שבוע</b>.</p><script>document.title = "hacked"</script><img src="https://tracker.invalid/p.png" alt="צפייה בהזמנה"></div>',
  });
  await page.getByRole('list', { name: 'רשימת הפניות' }).getByText('איפה ההזמנה שלי?').click();
  const frame = page.frameLocator('iframe').first();
  await frame.getByText('הזמנתי לפני').waitFor();
  assert.equal(await frame.locator('script').count(), 0);
  await page.getByRole('button', { name: 'הצגת תמונות מרוחקות' }).click();
  // There is no such host: the place says so, and nothing was asked for but by Pniya.
  await frame.getByText('צפייה בהזמנה · התמונה לא נטענה').waitFor();
  await page.getByText('תמונה אחת לא נטענה').waitFor();
  await assertAccessible(page);

  await page.getByText('dana@example.com').first().waitFor();
  // Somebody who has clicked into the mail goes on with the page's keys.
  await frame.getByText('הזמנתי לפני').click();
  await page.keyboard.press('r');
  await page.locator('textarea:focus').and(page.getByPlaceholder('מענה ללקוח')).waitFor();
  await page.getByPlaceholder('מענה ללקוח').fill('שלום דנה, ההזמנה בדרך ותגיע מחר.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('טופלה: מענה נמסר לשרת הנמען').waitFor({ timeout: 20_000 });
  await page.getByText('queued as 4F2').first().waitFor();
  assert.equal(world.inbox.length, 1);
  const reply = world.inbox[0]?.raw.toString() ?? '';
  assert.match(reply, /^Auto-Submitted: no/im);
  assert.match(reply, /^In-Reply-To: </im);

  const messageId = /^Message-ID: (<[^>]+>)/im.exec(reply)?.[1] ?? '';
  await writeMail({ subject: 'Re: איפה ההזמנה שלי?', text: 'תודה, ומה השעה?', inReplyTo: messageId });
  await page.getByText('תודה, ומה השעה?').waitFor({ timeout: 20_000 });
  await page.getByText('טופלה: מענה נמסר לשרת הנמען').waitFor({ state: 'detached' });
});
