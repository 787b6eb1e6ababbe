import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foldQuote } from './frame-quote.ts';
import { sanitiseHtml } from './sanitise.ts';

/** What is folded and what is not, as words. */
function folded(html: string): { shown: string; hidden: string } {
  const [before = '', rest = ''] = foldQuote(sanitiseHtml(html)).split(
    /<details class="quoted"><summary[^>]*>•••<\/summary>/,
  );
  const [hidden = '', after = ''] = rest.includes('</details>') ? rest.split('</details>') : [rest];
  const words = (part: string) =>
    part
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
  return { shown: words(before + after), hidden: words(hidden) };
}

const fields =
  '<p><b>From:</b> Support<br><b>Sent:</b> Monday<br><b>To:</b> Dana<br><b>Subject:</b> Order</p>';

describe('quotes of the programs that people write with', () => {
  const quotes: Record<string, string> = {
    Gmail:
      '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On Monday wrote:</div><blockquote class="gmail_quote"><div>old</div></blockquote></div>',
    'Apple Mail': '<div><blockquote type="cite"><div>On Monday wrote:</div><div>old</div></blockquote></div>',
    Thunderbird:
      '<div class="moz-cite-prefix">On Monday wrote:</div><blockquote type="cite">old</blockquote>',
    'Outlook on the web': `<hr><div id="divRplyFwdMsg">${fields}</div><div>old</div>`,
    Outlook: `<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3pt 0 0">${fields}</div></div><p>old</p>`,
  };
  for (const [name, quote] of Object.entries(quotes)) {
    test(name, () => {
      const { shown, hidden } = folded(`<div dir="rtl"><p>תודה רבה</p>${quote}</div>`);
      assert.equal(shown, 'תודה רבה');
      assert.match(hidden, /old$/);
    });
  }
});

test('what comes after a quote that is one element stays in sight', () => {
  const { shown, hidden } = folded(
    '<p>one</p><blockquote type="cite">old<blockquote type="cite">older</blockquote></blockquote><p>two</p>',
  );
  assert.deepEqual([shown, hidden], ['one two', 'old older']);
});

test('a mail that is nothing but a quote, or quotes nothing, is shown', () => {
  for (const html of [
    '<div> &nbsp;</div><blockquote type="cite">old</blockquote>',
    '<p>a</p><blockquote>indented</blockquote>',
  ])
    assert.equal(foldQuote(sanitiseHtml(html)), sanitiseHtml(html));
});
