import { inlineMark } from '../../shared/sending.ts';
import { plainOf } from './compose-pictures.ts';
import { escapeHtml } from './sanitise-text.ts';

export type Direction = 'rtl' | 'ltr';

const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g;
const leftToRight = /[A-Za-z\u00c0-\u024f\u0370-\u052f]/g;
/** Web and mail addresses say nothing of the language around them. */
const addresses = /\bhttps?:\/\/\S+|[\w.+-]+@[\w.-]+/gi;

/**
 * The direction in which most lines of a text are read; right to left when it has no letters. A line is read as it begins, or as most
 * of its letters are: Hebrew is full of names in Latin letters, and begins with one now and then.
 */
export function directionOf(text: string): Direction {
  let right = 0;
  let left = 0;
  for (const line of text.replace(addresses, ' ').split('\n')) {
    const letters = { right: count(line, rightToLeft), left: count(line, leftToRight) };
    const begins = line.search(rightToLeft);
    const isRight = letters.right > letters.left || (begins >= 0 && begins < firstOf(line, leftToRight));
    if (isRight) right += 1;
    else if (letters.left > 0) left += 1;
  }
  return right >= left ? 'rtl' : 'ltr';
}

function firstOf(text: string, letters: RegExp): number {
  const found = text.search(letters);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}

/** The language tag of a text, as far as its letters tell. */
export function languageOf(text: string): string {
  if (directionOf(text) === 'ltr') return 'en';
  return count(text, /[\u0600-\u06ff]/g) > count(text, /[א-ת]/g) ? 'ar' : 'he';
}

function count(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}

export interface Quote {
  readonly attribution: string;
  readonly text: string;
  /** The same with its formatting, ready to be sent; null: there is none. */
  readonly html: string | null;
}

/** What stands between the words of the sender and the words that are passed on. */
export interface ForwardedBlock {
  readonly title: string;
  readonly lines: readonly { readonly name: string; readonly value: string }[];
  readonly text: string;
  readonly html: string | null;
}

/** What stands below the words of a mail. */
export type Below = ({ readonly kind: 'quote' } & Quote) | ({ readonly kind: 'forwarded' } & ForwardedBlock);

/**
 * The HTML part of a mail. The direction stands on html, body and a wrapping div, and in the style: Gmail strips the first
 * two, Outlook reads only attributes. `cidOf` names the parts of the pictures that stand in the text.
 */
export function mailHtml(text: string, below: Below | null, cidOf: CidOf): string {
  // A picture says nothing of the direction; without any words what is passed on does.
  const read = plainOf(text).trim() === '' && below ? below.text : text.replace(inlineMark, ' ');
  const dir = directionOf(read);
  const wrapper = `${readingStyle(dir)};font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5`;
  const words = text.trim() === '' ? '' : `${paragraphs(text, dir, cidOf)}\n`;
  return (
    `<!DOCTYPE html>\n<html dir="${dir}" lang="${languageOf(read)}">\n<head><meta charset="utf-8"></head>\n` +
    `<body dir="${dir}">\n<div dir="${dir}" style="${wrapper}">\n${words}${below ? belowHtml(below, cidOf) : ''}</div>\n` +
    '</body>\n</html>\n'
  );
}

function belowHtml(below: Below, cidOf: CidOf): string {
  return below.kind === 'quote' ? quoteHtml(below) : forwardedHtml(below, cidOf);
}

function quoteHtml({ attribution, text, html }: Quote): string {
  const dir = directionOf(text);
  const side = dir === 'rtl' ? 'right' : 'left';
  const style = `margin:0;padding-${side}:12px;border-${side}:2px solid #cccccc;color:#555555;${readingStyle(dir)}`;
  const line = directionOf(attribution);
  return (
    `<div dir="${line}" style="color:#555555;${readingStyle(line)}">${linked(attribution)}</div>\n` +
    `<blockquote dir="${dir}" style="${style}">\n${html ?? paragraphs(text, dir)}\n</blockquote>\n`
  );
}

function forwardedHtml({ title, lines, text, html }: ForwardedBlock, cidOf: CidOf): string {
  const line = directionOf(title);
  const head = lines.map(
    ({ name, value }) =>
      `<b>${escapeHtml(name)}:</b> <span dir="${directionWithin(value, line)}">${linked(value)}</span>`,
  );
  const dir = directionOf(text);
  return (
    `<div dir="${line}" style="color:#555555;margin:0 0 1em;${readingStyle(line)}">` +
    `---------- ${escapeHtml(title)} ----------<br>\n${head.join('<br>\n')}</div>\n` +
    `<div dir="${dir}" style="${readingStyle(dir)}">\n${html === null ? paragraphs(text, dir) : withPictures(html, cidOf)}\n</div>\n`
  );
}

/** A mail's own HTML; its pictures go along as parts of this mail, or are left out. */
function withPictures(html: string, cidOf: CidOf): string {
  return html
    .replace(/ src="\/api\/attachments\/(\d{1,39})\?inline=1"/g, (_, id: string) => {
      const cid = cidOf(id);
      return cid === null ? '' : ` src="cid:${escapeHtml(cid)}"`;
    })
    .replace(/ data-quote="[^"]*"/g, '');
}

function readingStyle(dir: Direction): string {
  return `direction:${dir};text-align:${dir === 'rtl' ? 'right' : 'left'}`;
}

/**
 * An empty line parts paragraphs; other line breaks and runs of spaces are kept. A paragraph that reads the other way says so
 * itself: `auto` is unknown to Outlook.
 */
function paragraphs(text: string, around: Direction, cidOf: CidOf = () => null): string {
  return text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => {
      const dir = directionWithin(paragraph.replace(inlineMark, ' '), around);
      const own = dir === around ? '' : ` dir="${dir}"`;
      const style = `margin:0 0 1em${own === '' ? '' : `;${readingStyle(dir)}`}`;
      return `<p${own} style="${style}">${paragraph
        .split('\n')
        .map((line) => lineHtml(line, cidOf))
        .join('<br>\n')}</p>`;
    })
    .join('\n');
}

/** What has no words of its own reads as what is around it. */
function directionWithin(text: string, around: Direction): Direction {
  return /\p{L}/u.test(text.replace(addresses, ' ')) ? directionOf(text) : around;
}

/** The Content-ID of a picture that stands in the text; null for one that does not go along. */
export type CidOf = (pictureId: string) => string | null;

function lineHtml(line: string, cidOf: CidOf): string {
  let html = '';
  let end = 0;
  for (const match of line.matchAll(inlineMark)) {
    const [whole, name = '', id = ''] = match;
    html += spaced(linked(line.slice(end, match.index))) + pictureHtml(name, cidOf(id));
    end = match.index + whole.length;
  }
  return (html + spaced(linked(line.slice(end)))).replace(/^ /, '&nbsp;');
}

function spaced(html: string): string {
  return html.replace(/ {2}/g, ' &nbsp;');
}

/** No wider than the window: Outlook ignores the style, others the size that a file claims. */
function pictureHtml(name: string, cid: string | null): string {
  const alt = escapeHtml(name.trim());
  return cid === null
    ? `[${alt}]`
    : `<img src="cid:${escapeHtml(cid)}" alt="${alt}" style="max-width:100%;height:auto">`;
}

const address = /\bhttps?:\/\/[^\s<>"'\u0590-\u05ff]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/gi;

/** Escapes, and makes links of addresses; a link reads left to right within any text. */
function linked(text: string): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(address)) {
    const shown = match[0].replace(/[.,;:!?)\]}]+$/, '');
    const target = escapeHtml(shown.includes('://') ? shown : `mailto:${shown}`);
    html += `${escapeHtml(text.slice(end, match.index))}<a href="${target}" dir="ltr">${escapeHtml(shown)}</a>`;
    end = match.index + shown.length;
  }
  return html + escapeHtml(text.slice(end));
}
