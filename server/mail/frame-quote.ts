/** How sanitised HTML marks what quotes earlier mail: an element that holds all of it, or one after which it comes. */
export type QuoteMark = 'whole' | 'begin';

const wholeClass =
  /(^|\s)(gmail_quote|gmail_quote_container|yahoo_quoted|protonmail_quote|tutanota_quote)(\s|$)/;
const wholeId = /^(OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)$/;
const beginId = /^(x_)?(divRplyFwdMsg|appendonsend)$/;
/** The line that Outlook draws above the fields of the mail it answers. */
const beginStyle = /border-top:\s*solid\s+#(E1E1E1|B5C4DF)\b/i;

/** By what the programs of the world call their quotes; null for anything else. */
export function quoteMarkOf(tag: string, attributes: Readonly<Record<string, string>>): QuoteMark | null {
  const { class: names = '', id = '', style = '', type = '' } = attributes;
  const given = attributes['data-quote'];
  if (given === 'whole' || given === 'begin') return given;
  if (wholeClass.test(names) || wholeId.test(id) || (tag === 'blockquote' && type === 'cite')) return 'whole';
  if (beginId.test(id) || /(^|\s)moz-cite-prefix(\s|$)/.test(names) || beginStyle.test(style)) return 'begin';
  return null;
}

const label = 'ציטוט · Quoted text';
const opening = `<details class="quoted"><summary title="${label}" aria-label="${label}">•••</summary>`;

/**
 * Sanitised HTML with its first quote folded behind a button that needs no script; as it is when nothing is quoted or nothing
 * else said. An element left open ends with the one around it (HTML, 13.2.6.4.7).
 */
export function foldQuote(html: string): string {
  const quote = quoteIn(html);
  if (!quote) return html;
  const { at, end, isWhole } = quote;
  return html.slice(0, at) + opening + html.slice(at, end) + (isWhole ? '</details>' : '') + html.slice(end);
}

/** Sanitised HTML without its first quote, its elements perhaps left open; null where none is marked, or nothing else is said. */
export function withoutQuote(html: string): string | null {
  const quote = quoteIn(html);
  return quote && html.slice(0, quote.at) + html.slice(quote.end);
}

function quoteIn(html: string): { at: number; end: number; isWhole: boolean } | null {
  const found = /<([a-z]+\d?)\b[^>]* data-quote="(whole|begin)"[^>]*>/.exec(html);
  if (!found) return null;
  const [, tag = '', mark] = found;
  const isWhole = mark === 'whole';
  const at = isWhole ? found.index : beforeWrappers(html, found.index);
  if (!/[^\s<>]/.test(html.slice(0, at).replace(/<[^>]*>|&nbsp;|\u00a0/g, ''))) return null;
  return { at, end: isWhole ? endOf(html, tag, found.index) : html.length, isWhole };
}

/** Outlook wraps its line in elements of its own; the quote comes after those. */
function beforeWrappers(html: string, from: number): number {
  const before = /(?:<div[^>]*>\s*){1,3}$/.exec(html.slice(Math.max(0, from - 1000), from));
  return from - (before?.[0].length ?? 0);
}

/** Where an element of sanitised HTML, in which every element is closed, ends. */
function endOf(html: string, tag: string, from: number): number {
  const same = new RegExp(`<(/?)${tag}\\b[^>]*>`, 'g');
  same.lastIndex = from;
  let depth = 0;
  for (let found = same.exec(html); found; found = same.exec(html)) {
    depth += found[1] === '/' ? -1 : 1;
    if (depth === 0) return same.lastIndex;
  }
  return html.length;
}
