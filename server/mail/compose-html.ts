import { escapeHtml } from './sanitise-text.ts';

export type Direction = 'rtl' | 'ltr';

/** The direction most of a text's letters have; right to left when there are none or as many. */
export function directionOf(text: string): Direction {
  return count(text, /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/g) >=
    count(text, /[A-Za-z\u00c0-\u024f\u0370-\u052f]/g)
    ? 'rtl'
    : 'ltr';
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
}

/**
 * The HTML part of a reply. The direction stands on html, body and a wrapping div, and in the style: Gmail strips the first
 * two, Outlook reads only attributes.
 */
export function replyHtml(text: string, quote: Quote | null): string {
  const dir = directionOf(text);
  const side = dir === 'rtl' ? 'right' : 'left';
  const wrapper = `direction:${dir};text-align:${side};font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5`;
  return (
    `<!DOCTYPE html>\n<html dir="${dir}" lang="${languageOf(text)}">\n<head><meta charset="utf-8"></head>\n` +
    `<body dir="${dir}">\n<div dir="${dir}" style="${wrapper}">\n${paragraphs(text)}\n${quote ? quoteHtml(quote) : ''}</div>\n` +
    '</body>\n</html>\n'
  );
}

function quoteHtml({ attribution, text }: Quote): string {
  const dir = directionOf(text);
  const side = dir === 'rtl' ? 'right' : 'left';
  const style = `margin:0;padding-${side}:12px;border-${side}:2px solid #cccccc;color:#555555;text-align:${side}`;
  return (
    `<div dir="${directionOf(attribution)}" style="color:#555555">${linked(attribution)}</div>\n` +
    `<blockquote dir="auto" style="${style}">\n${paragraphs(text)}\n</blockquote>\n`
  );
}

/** An empty line parts paragraphs; other line breaks and runs of spaces are kept. */
function paragraphs(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => `<p style="margin:0 0 1em">${paragraph.split('\n').map(lineHtml).join('<br>\n')}</p>`)
    .join('\n');
}

function lineHtml(line: string): string {
  return linked(line).replace(/ {2}/g, ' &nbsp;').replace(/^ /, '&nbsp;');
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
