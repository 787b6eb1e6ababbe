import { withoutQuote } from './frame-quote.ts';
import { textOfHtml } from './html-text.ts';
import { quotedHtml } from './sanitise.ts';

/** Larger ones are quoted as text: each answer would carry them on. */
const mostCharacters = 100_000;

/**
 * The words of a mail's sanitised HTML as an answer quotes them: with their formatting, without what they quote themselves. Null where
 * that can't be told apart, is too large, or is nothing: then the text is quoted. `isQuoting`: the mail's text has a quote.
 */
export function quotableHtml(html: string | null, isQuoting: boolean): string | null {
  const own = html !== null && isQuoting ? withoutQuote(html) : html;
  if (own === null || own.length > mostCharacters) return null;
  const quoted = quotedHtml(own);
  return textOfHtml(quoted) === '' ? null : quoted;
}
