import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { assertAccessible, type Browser, journeyTimeoutMs, openPage, startBrowser } from './browser.ts';
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

for (const [language, width] of [
  ['he', 1440],
  ['he', 375],
  ['en', 820],
] as const) {
  test(`the reference in ${language}, ${width} wide: accessible, nothing sideways, nothing from elsewhere`, {
    timeout: journeyTimeoutMs,
  }, async () => {
    const page = await openPage(browser, product, { width, language });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`/docs?lang=${language}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    const [wide, seen] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.equal(wide, seen);
    assert.equal(await page.locator('html').getAttribute('dir'), language === 'he' ? 'rtl' : 'ltr');
    // The same page in other widths and words: once is enough for what takes seconds.
    if (width === 375) await assertAccessible(page);
    assert.deepEqual(asked, ['/docs']);
    await page.context().close();
  });
}

test('what its first section shows makes a ticket, pasted into a shell as it stands', {
  timeout: journeyTimeoutMs,
}, async () => {
  const page = await openPage(browser, product);
  await page.goto('/docs');
  const blocks = await page.locator('#start pre').allTextContents();
  await page.context().close();
  const [token = '', create = '', expected = ''] = blocks;
  const own = `${product.clientId}:${product.clientSecret}`;
  const script = `${token.replace('CLIENT_ID:CLIENT_SECRET', own)}\n${create}`;
  assert.equal(spawnSync('curl', ['--version']).error, undefined, 'curl is needed for this');
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
  const answer = JSON.parse(stdout || stderr);
  assert.deepEqual({ ...answer, id: '' }, { ...JSON.parse(expected), id: '' });
  const read = await fetch(`${product.url}/v2/tickets/${answer.id}`, {
    headers: { authorization: `Bearer ${await product.token()}` },
  });
  assert.equal(((await read.json()) as { subject: string }).subject, 'my subject');
});
