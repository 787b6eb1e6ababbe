import type { Message } from '../../../../shared/messages.ts';
import { withoutReplyPrefix } from '../../../components/text-direction.ts';

/** Texts longer than this many characters or lines are shown with their rest folded. */
const longAfter = { characters: 5000, lines: 80 } as const;
const shownOfLong = { characters: 3000, lines: 50 } as const;

export interface FoldedText {
  readonly visible: string;
  /** What a long text has beyond the visible part. */
  readonly rest: string;
  /** The quoted part below, empty when nothing is quoted. */
  readonly quoted: string;
}

/** A place to fold at, never inside a surrogate pair and at the end of a line where there is one. */
function foldPlace(text: string): number {
  const lines = text.split('\n');
  const byLines = lines.slice(0, shownOfLong.lines).join('\n').length;
  const most = Math.min(byLines, shownOfLong.characters, text.length);
  const lineEnd = text.lastIndexOf('\n', most);
  if (lineEnd > most / 2) return lineEnd;
  const before = text.charCodeAt(most - 1);
  return before >= 0xd800 && before <= 0xdbff ? most - 1 : most;
}

/**
 * Splits a message for show; visible + rest + quoted is always the whole text. Of a text that is cut, more than what is there folds:
 * whoever opens it gets the whole.
 */
export function foldText(text: string, visibleCharacters: number, isCut = false): FoldedText {
  const own = text.slice(0, visibleCharacters);
  const quoted = text.slice(visibleCharacters);
  // Nothing but a quotation: folding it away would show an empty message.
  if (own.trim() === '') return foldLong(text, '', isCut);
  return foldLong(own, quoted.trim() === '' ? '' : quoted, isCut && quoted === '');
}

function foldLong(own: string, quoted: string, isCut: boolean): FoldedText {
  const isLong = isCut || own.length > longAfter.characters || own.split('\n').length > longAfter.lines;
  if (!isLong) return { visible: own, rest: '', quoted };
  const place = foldPlace(own);
  return { visible: own.slice(0, place), rest: own.slice(place), quoted };
}

/** A quotation for show beside a line that marks it: one mark less on each line. What stands between lines stays. */
export const withoutQuoteMarks = (quoted: string) => quoted.replace(/^[ \t]*>[ \t]?/gm, '');

/**
 * Cuts a text where lines without any letter stand (a phone under a signature); every second part is such a line.
 * They have no direction of their own.
 */
export const numberLines = (text: string) => text.split(/^([^\p{L}\n]*\d[^\p{L}\n]*)$/mu);

export interface TextPart {
  readonly text: string;
  readonly href: string | null;
}

const linkPattern = /\bhttps?:\/\/[^\s<>"'\u2066-\u2069]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b/giu;

/** Cuts a text into plain parts and links (web and mail addresses); punctuation after an address stays outside. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(linkPattern)) {
    const shown = match[0].replace(/[.,;:!?)\]}״׳]+$/u, '');
    if (match.index > from) parts.push({ text: text.slice(from, match.index), href: null });
    parts.push({ text: shown, href: shown.includes('://') ? shown : `mailto:${shown}` });
    from = match.index + shown.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), href: null });
  return parts;
}

/** Larger HTML is fetched when somebody asks for it. */
const mostHtmlBytes = 100_000;

/** People expect to see the HTML when the text alone would hide pictures that belong to the mail. */
export function prefersHtml(message: Message): boolean {
  if (!message.has_html) return false;
  if (message.text.trim() === '') return true;
  if ((message.html_bytes ?? 0) > mostHtmlBytes) return false;
  return message.has_remote_images || message.attachments.some((attachment) => attachment.is_inline);
}

/** Whether a message's subject says anything that the ticket's doesn't: prefixes of replies don't count. */
export function isOtherSubject(subject: string, ticketSubject: string): boolean {
  return withoutReplyPrefix(subject) !== withoutReplyPrefix(ticketSubject);
}
