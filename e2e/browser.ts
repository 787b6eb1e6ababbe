import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Browser as Chromium, Page } from 'playwright-core';
import { shared } from '../server/testing/shared.ts';
import { startChromium } from './chromium.ts';
import type { Product } from './product.ts';

/** Longer than any journey takes on a busy machine, and far below what ends its whole file without a word. */
export const journeyTimeoutMs = 150_000;

/** What a journey has of a Chromium: persons of its own, who leave with it. Journeys of one process share the Chromium. */
export type Browser = Pick<Chromium, 'newContext' | 'close'>;

export async function startBrowser(): Promise<Browser> {
  const { chromium, stop } = await shared('chromium', async () => {
    const started = await startChromium();
    return { chromium: started, stop: () => started.close() };
  });
  const persons: BrowserContext[] = [];
  return {
    async newContext(options) {
      const person = await chromium.newContext(options);
      persons.push(person);
      return person;
    },
    async close() {
      for (const person of persons) await person.close();
      await stop();
    },
  };
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly language?: 'he' | 'en';
  /** What moves on the screen takes a processor that draws most of its time; unless told, this person has asked for none. */
  readonly hasMotion?: boolean;
}

/** A page of a person of its own, in Hebrew unless told. Whatever the page logs as an error fails the journey. */
export async function openPage(browser: Browser, product: Product, options: PageOptions = {}): Promise<Page> {
  const { width = 1440, height = 900, language = 'he', hasMotion = false } = options;
  const locale = language === 'he' ? 'he-IL' : 'en-GB';
  const context = await browser.newContext({
    viewport: { width, height },
    locale,
    timezoneId: 'Asia/Jerusalem',
    reducedMotion: hasMotion ? 'no-preference' : 'reduce',
    baseURL: product.url,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => assert.fail(`the page threw: ${error.stack ?? error.message}`));
  return page;
}

export async function signIn(page: Page, product: Product): Promise<void> {
  await page.goto('/');
  await page.getByLabel('דואר אלקטרוני').fill(product.email);
  await page.getByLabel('סיסמה').fill(product.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tickets**');
}

/**
 * No violation of WCAG 2.2 A and AA on the page as it stands. A mail's frame has to have a name; what stands in it is its
 * sender's, and since no script runs there axe would wait for its own without end.
 */
export async function assertAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  // In the page itself: else axe reads its own source once more in an empty page, which takes longer than looking.
  const look = new AxeBuilder({ page }).withTags(tags).exclude('iframe[sandbox]').setLegacyMode();
  const { violations } = await look.analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html.slice(0, 200)).join('\n  ')}`,
  );
  assert.deepEqual(found, [], `${page.url()} is not accessible`);
  assert.equal(
    await page.locator('iframe:not([title]), iframe[title=""]').count(),
    0,
    'a frame without a name',
  );
}
