import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import MailComposer from 'nodemailer/lib/mail-composer';
import { type Forwarded, forwardedBlock, forwardedText } from './compose-forward.ts';
import { directionOf, mailHtml, type Quote } from './compose-html.ts';
import { ownMark } from './compose-id.ts';
import { plainOf } from './compose-pictures.ts';
import { forwardSubject, replySubject } from './compose-subject.ts';
import type { MailAddress } from './parse-headers.ts';

export type { Forwarded } from './compose-forward.ts';

/** The mail that a reply answers. */
export interface Answered {
  readonly from: MailAddress;
  readonly at: Date;
  /** What of it is worth quoting. */
  readonly text: string;
  /** The same with its formatting (see quotableHtml). */
  readonly html?: string | null;
}

/** A file that goes along. */
export interface Enclosed {
  readonly name: string;
  readonly mediaType: string;
  /** Null: an attachment; else the id by which the text names the picture. */
  readonly pictureId: string | null;
  readonly open: () => Promise<Readable>;
}

export interface Reply {
  readonly mailId: string;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** Where answers are wanted; null: where it comes from. */
  readonly replyTo?: MailAddress | null;
  /** The customer's, as it came. */
  readonly subject: string;
  readonly ticketNumber: number;
  /** Pictures stand in it as `![name](cid:<pictureId>)`. */
  readonly text: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly writtenAt: Date;
  readonly answered: Answered | null;
  /** Not null: it passes this message on, and answers nobody. */
  readonly forwarded?: Forwarded | null;
  readonly enclosed?: readonly Enclosed[];
  /** IANA name, for the hour in the line above the quote. */
  readonly timezone: string;
  /** Not null: a program wrote it, and this marks it as ours should it come back. */
  readonly loopMark: string | null;
}

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

export interface ComposedMail {
  readonly envelope: Envelope;
  readonly raw: Buffer;
}

/** References grow with each answer; receivers cut long lines their own way, so the first and the last are kept. */
const mostReferences = 20;

/** The whole of composeMail in memory. */
export async function composeReply(reply: Reply): Promise<ComposedMail> {
  const { envelope, content } = await composeMail(reply);
  return { envelope, raw: await buffer(content) };
}

/** A person's or a program's mail: plain text and HTML, in the direction of what was written, with what it answers below. */
export async function composeMail(reply: Reply): Promise<{ envelope: Envelope; content: Readable }> {
  const recipients = [...reply.to, ...reply.cc].map(({ address }) => address);
  // RFC 3834, 3.3: what can't be delivered of a program's mail comes back to nobody.
  const returnTo = reply.loopMark === null ? reply.from.address : '';
  const enclosed = await Promise.all((reply.enclosed ?? []).map((file) => partOf(file, reply)));
  const composer = new MailComposer({
    ...headersOf(reply),
    ...wordsOf(reply),
    attachments: enclosed,
    // What is kept and signed is, byte for byte, what travels (RFC 5321, 2.3.8).
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { envelope: { from: returnTo, to: recipients }, content: composer.compile().createReadStream() };
}

function headersOf(reply: Reply) {
  const subject = reply.forwarded ? forwardSubject : replySubject;
  return {
    date: reply.writtenAt,
    from: plainName(reply.from),
    to: reply.to.map(plainName),
    cc: reply.cc.map(plainName),
    ...(reply.replyTo && { replyTo: plainName(reply.replyTo) }),
    subject: subject(reply.subject, reply.ticketNumber),
    references: shortened(reply.references.filter(isAsItCame)),
    headers: {
      'Message-ID': onOneLine(reply.mailId),
      ...(reply.inReplyTo !== null &&
        isAsItCame(reply.inReplyTo) && { 'In-Reply-To': onOneLine(reply.inReplyTo) }),
      // Servers that name our mails anew return this with what they can't deliver.
      [ownMark]: onOneLine(reply.mailId),
      ...(reply.loopMark === null ? byPerson : byProgram(reply.loopMark)),
    },
  };
}

function wordsOf(reply: Reply): { text: string; html: string } {
  const { forwarded = null, text } = reply;
  if (forwarded) {
    const block = forwardedBlock(forwarded, text, reply.timezone);
    return {
      text: forwardedText(plainOf(text), block),
      html: mailHtml(text, { kind: 'forwarded', ...block }, cidOf(reply)),
    };
  }
  const quote = reply.answered ? quoteOf(reply.answered, reply) : null;
  return {
    text: plainText(plainOf(text), quote),
    html: mailHtml(text, quote && { kind: 'quote', ...quote }, cidOf(reply)),
  };
}

/** The Content-ID of a picture (RFC 2392): of this mail alone, under the sender's host. */
function cidOf({ enclosed = [], from }: Reply): (pictureId: string) => string | null {
  const host = from.address.slice(from.address.lastIndexOf('@') + 1);
  const known = new Set(enclosed.map((file) => file.pictureId));
  return (id) => (known.has(id) ? `${id}@${host}` : null);
}

async function partOf(file: Enclosed, reply: Reply) {
  const cid = file.pictureId === null ? null : cidOf(reply)(file.pictureId);
  return {
    filename: file.name,
    // RFC 2046, 5.2.1: those must not be encoded, and what is in them is not ours to check.
    contentType: /^(message|multipart)\//i.test(file.mediaType) ? 'application/octet-stream' : file.mediaType,
    content: await file.open(),
    ...(cid === null ? { contentDisposition: 'attachment' as const } : { cid }),
  };
}

/** RFC 3834, 5: a person wrote it. */
const byPerson = { 'Auto-Submitted': 'no' };

/** RFC 3834, 3.1.7, and what programs that know no standard look at before they answer. */
function byProgram(loopMark: string) {
  return {
    'Auto-Submitted': 'auto-replied',
    'X-Auto-Response-Suppress': 'All',
    Precedence: 'auto_reply',
    'X-Autoreply': 'yes',
    'X-Loop': loopMark,
  };
}

/** A name can't begin a header line of its own. */
function plainName({ name, address }: MailAddress): MailAddress {
  return { name: name.replace(/\p{Cc}+/gu, ' ').trim(), address };
}

/** Folding is legal (RFC 5322, 2.2.3), but there are servers that lose a Message-ID which begins on the next line. */
function onOneLine(mailId: string): string | { prepared: boolean; value: string } {
  const value = mailId.replace(/[\s\p{Cc}]+/gu, '');
  return /^[\x21-\x7e]+$/.test(value) ? { prepared: true, value } : value;
}

/** Bytes that are no UTF-8 are read one by one (see messageIds): written again they would be others, and name nothing. */
const isAsItCame = (mailId: string) => !/[\u0080-\u00ff]/.test(mailId);

function shortened(references: readonly string[]): string[] {
  if (references.length <= mostReferences) return [...references];
  return [...references.slice(0, 1), ...references.slice(1 - mostReferences)];
}

function plainText(text: string, quote: Quote | null): string {
  const own = text.replace(/\r\n?/g, '\n').trimEnd();
  if (!quote) return `${own}\n`;
  const quoted = quote.text.split('\n').map((line) => (line === '' ? '>' : `> ${line}`));
  return `${own}\n\n${quote.attribution}\n${quoted.join('\n')}\n`;
}

function quoteOf(answered: Answered, reply: Reply): Quote | null {
  const text = answered.text.replace(/\r\n?/g, '\n').trim();
  if (text === '') return null;
  const isHebrew = directionOf(reply.text) === 'rtl';
  const inZone = { timeZone: reply.timezone } as const;
  const date = answered.at.toLocaleDateString(isHebrew ? 'he-IL' : 'en-GB', {
    ...inZone,
    dateStyle: 'medium',
  });
  const time = answered.at.toLocaleTimeString('he-IL', { ...inZone, hour: '2-digit', minute: '2-digit' });
  const { name, address } = plainName(answered.from);
  const who = name === '' || name === address ? `<${address}>` : `${name} <${address}>`;
  return {
    text,
    html: answered.html ?? null,
    attribution: isHebrew ? `בתאריך ${date} ב-${time} מאת ${who}:` : `On ${date} at ${time}, ${who} wrote:`,
  };
}
