import { type MailNature, natureOf } from './automatic.ts';
import { ownMark } from './compose-id.ts';
import { textOfHtml } from './html-text.ts';
import { type Content, gatherContent } from './parse-content.ts';
import type { ParsedAttachment } from './parse-files.ts';
import {
  addressHeader,
  dateHeader,
  type HeaderLine,
  type MailAddress,
  messageIds,
  senderHeader,
  textHeader,
} from './parse-headers.ts';
import { cut, mostHtml, mostText, type Words } from './parse-text.ts';
import { readTree } from './parse-tree.ts';
import { sanitiseHtml } from './sanitise.ts';
import { escapeHtml } from './sanitise-text.ts';

export interface ParsedMail {
  readonly messageId: string | null;
  /** The Message-ID that a Pniya gave it: it is one of a Pniya's own mails, come here. */
  readonly markedId: string | null;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  /** Its address may be less than one, or '': what the mail says. */
  readonly from: MailAddress | null;
  readonly replyTo: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** '' when there is none. */
  readonly subject: string;
  readonly date: Date | null;
  readonly text: string;
  /** Sanitised. */
  readonly html: string | null;
  readonly attachments: readonly ParsedAttachment[];
  /** What kind of mail it is: a person's, or a program's. */
  readonly nature: MailNature;
}

const mostSubject = 500;
const mostSearchedHeader = 4096;

/**
 * Understands a mail. Pure: fetches nothing. `timezone` is where it is read. Throws MailLimitError for more than 1,000 parts, a
 * depth over 20 or a part with more than 256 KB of headers; anything else that claims to be a mail is read as far as it can be.
 */
export function parseMail(raw: Buffer, timezone = 'Asia/Jerusalem'): ParsedMail {
  const root = readTree(raw);
  const { lines } = root;
  const charset = root.parameters.get('charset');
  const content = shown(gatherContent(root, timezone));
  const { text, html, attachments } = content;
  return {
    messageId: messageIds(lines, 'message-id')[0] ?? null,
    markedId: messageIds(lines, ownMark)[0] ?? null,
    inReplyTo: messageIds(lines, 'in-reply-to')[0] ?? null,
    references: messageIds(lines, 'references'),
    from: senderHeader(lines, charset),
    replyTo: addressHeader(lines, 'reply-to', charset)[0] ?? null,
    to: addressHeader(lines, 'to', charset),
    cc: addressHeader(lines, 'cc', charset),
    subject: cut(textHeader(lines, 'subject', charset), mostSubject),
    date: dateHeader(lines),
    ...content,
    nature: natureOf({
      lines: shortened(lines),
      text,
      textOfHtml: () => textOfHtml(html ?? ''),
      parts: attachments,
      raw,
    }),
  };
}

/** What headers say of the kind of mail is said at their beginning; one made to be long must not be searched to its end. */
function shortened(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  return lines.map(({ key, line }) => ({ key, line: line.slice(0, mostSearchedHeader) }));
}

function shown({ words, files }: Content): Pick<ParsedMail, 'text' | 'html' | 'attachments'> {
  const left = { html: mostHtml };
  const pieces = words.map((one) => render(one, left));
  const text = joined(pieces.map((piece) => piece.text));
  const isWhole = text.length <= mostText;
  const whole: ParsedAttachment[] = isWhole
    ? []
    : [
        {
          name: 'message.txt',
          mediaType: 'text/plain',
          contentId: null,
          isInline: false,
          content: Buffer.from(text),
        },
      ];
  return {
    text: cut(text, mostText),
    html: pieces.some(({ html }) => html !== null) ? htmlOf(pieces) : null,
    attachments: [...files, ...whole],
  };
}

interface Piece {
  readonly text: string;
  readonly html: string | null;
}

/** `left` is how much HTML may still be shown; what is beyond is in the raw mail. */
function render({ text, html }: Words, left: { html: number }): Piece {
  if (html === null) return { text: text ?? '', html: null };
  if (typeof html !== 'string') {
    const pieces = html.map((one) => render(one, left));
    return { text: text ?? joined(pieces.map((piece) => piece.text)), html: htmlOf(pieces) };
  }
  const clean = sanitiseHtml(cut(html, left.html));
  left.html = Math.max(0, left.html - html.length);
  return { text: text ?? textOfHtml(clean), html: clean };
}

/** A text beside HTML stays in the HTML too. */
function htmlOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text, html }) => html ?? htmlOfText(text)).join('<br />\n');
}

function htmlOfText(text: string): string {
  return `<div dir="auto">${escapeHtml(text).replace(/\n/g, '<br />')}</div>`;
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== '').join('\n\n');
}
