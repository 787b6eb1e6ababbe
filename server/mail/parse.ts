import { type MailNature, natureOf } from './automatic.ts';
import { decodeText } from './charset.ts';
import { addressHeader, dateHeader, type MailAddress, messageIds, textHeader } from './parse-headers.ts';
import { cleanFileName } from './parse-names.ts';
import { headerParameters } from './parse-parameters.ts';
import { limits, type RawPart, readParts } from './parse-parts.ts';
import { keepable } from './parse-words.ts';
import { sanitiseHtml, textOfHtml } from './sanitise.ts';

export interface ParsedAttachment {
  /** Cleaned of direction controls and path parts. */
  readonly name: string;
  readonly mediaType: string;
  /** Without angle brackets. */
  readonly contentId: string | null;
  readonly isInline: boolean;
  readonly content: Buffer;
}

export interface ParsedMail {
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly from: MailAddress | null;
  readonly replyTo: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** '' when there is none. */
  readonly subject: string;
  readonly date: Date | null;
  readonly text: string;
  /** As it came: sanitise before it is shown or kept. */
  readonly html: string | null;
  readonly attachments: readonly ParsedAttachment[];
  /** What kind of mail it is: a person's, or a program's. */
  readonly nature: MailNature;
}

/** Characters of a message that are shown; a longer text or HTML is cut and the whole of it attached. */
const mostText = 500_000;
const mostHtml = 3_000_000;
const mostSubject = 500;

/**
 * Understands a mail. Pure: fetches nothing. Throws MailLimitError for more than 1,000 parts, a depth over 20 or a part
 * with more than 256 KB of headers; anything else that claims to be a mail is read as far as it can be.
 */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  const { lines, html, parts, ...found } = await readParts(raw);
  const text = found.text || textOfRest(raw, html, parts.length);
  const attachments = parts.map(attachmentOf);
  return {
    messageId: messageIds(lines, 'message-id')[0] ?? null,
    inReplyTo: messageIds(lines, 'in-reply-to')[0] ?? null,
    references: messageIds(lines, 'references'),
    from: addressHeader(lines, 'from')[0] ?? null,
    replyTo: addressHeader(lines, 'reply-to')[0] ?? null,
    to: addressHeader(lines, 'to'),
    cc: addressHeader(lines, 'cc'),
    subject: cut(textHeader(lines, 'subject'), mostSubject),
    date: dateHeader(lines),
    text: cut(keepable(text), mostText),
    html: html === null ? null : cut(keepable(html), mostHtml),
    attachments: [...attachments, ...whatWasCut(text, html)],
    nature: natureOf({ lines, text, textOfHtml: () => wordsOfHtml(html), parts, raw }),
  };
}

/** Whatever the structure of a mail says, words that are in it are shown: those of its HTML, else the bytes after its headers. */
function textOfRest(raw: Buffer, html: string | null, attachments: number): string {
  if (html !== null) return wordsOfHtml(html);
  if (attachments > 0) return '';
  const end = /\r?\n\r?\n/.exec(raw.subarray(0, limits.headerBytes).toString('latin1'));
  return end ? decodeText(raw.subarray(end.index), null).trim() : '';
}

function wordsOfHtml(html: string | null): string {
  return html === null ? '' : textOfHtml(sanitiseHtml(html.slice(0, mostHtml)));
}

function attachmentOf(part: RawPart, index: number): ParsedAttachment {
  const named =
    headerParameters(part.disposition).get('filename') ?? headerParameters(part.type).get('name') ?? '';
  return {
    name: cleanFileName(keepable(named), part.mediaType, index + 1),
    mediaType: part.mediaType,
    contentId: part.contentId,
    isInline: part.contentId !== null && (part.isRelated || /^\s*inline/i.test(part.disposition)),
    content: part.content,
  };
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).toWellFormed();
}

function whatWasCut(text: string, html: string | null): ParsedAttachment[] {
  const whole: ParsedAttachment[] = [];
  const add = (name: string, mediaType: string, content: string) =>
    whole.push({ name, mediaType, contentId: null, isInline: false, content: Buffer.from(content) });
  if (text.length > mostText) add('message.txt', 'text/plain', text);
  if (html !== null && html.length > mostHtml) add('message.html', 'text/html', html);
  return whole;
}
