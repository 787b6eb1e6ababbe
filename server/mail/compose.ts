import MailComposer from 'nodemailer/lib/mail-composer';
import { directionOf, type Quote, replyHtml } from './compose-html.ts';
import { replySubject } from './compose-subject.ts';
import type { MailAddress } from './parse-headers.ts';

/** The mail that a reply answers. */
export interface Answered {
  readonly from: MailAddress;
  readonly at: Date;
  /** What of it is worth quoting. */
  readonly text: string;
}

export interface Reply {
  readonly mailId: string;
  readonly from: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** The customer's, as it came. */
  readonly subject: string;
  readonly ticketNumber: number;
  readonly text: string;
  readonly inReplyTo: string | null;
  readonly references: readonly string[];
  readonly writtenAt: Date;
  readonly answered: Answered | null;
  /** IANA name, for the hour in the line above the quote. */
  readonly timezone: string;
  /** Not null: a program wrote it, and this marks it as ours should it come back. */
  readonly loopMark: string | null;
}

export interface ComposedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  readonly raw: Buffer;
}

/** References grow with each answer; receivers cut long lines their own way, so the first and the last are kept. */
const mostReferences = 20;

/** A person's reply as a mail: plain text and HTML, in the direction of what was written, with the answered mail below. */
export async function composeReply(reply: Reply): Promise<ComposedMail> {
  const quote = reply.answered ? quoteOf(reply.answered, reply) : null;
  const composer = new MailComposer({
    date: reply.writtenAt,
    from: plainName(reply.from),
    to: reply.to.map(plainName),
    cc: reply.cc.map(plainName),
    subject: replySubject(reply.subject, reply.ticketNumber),
    references: shortened(reply.references),
    headers: {
      'Message-ID': onOneLine(reply.mailId),
      ...(reply.inReplyTo !== null && { 'In-Reply-To': onOneLine(reply.inReplyTo) }),
      ...(reply.loopMark === null ? byPerson : byProgram(reply.loopMark)),
    },
    text: plainText(reply.text, quote),
    html: replyHtml(reply.text, quote),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const recipients = [...reply.to, ...reply.cc].map(({ address }) => address);
  // RFC 3834, 3.3: what can't be delivered of a program's mail comes back to nobody.
  const returnTo = reply.loopMark === null ? reply.from.address : '';
  return { envelope: { from: returnTo, to: recipients }, raw: await composer.compile().build() };
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
    attribution: isHebrew ? `בתאריך ${date} ב-${time} מאת ${who}:` : `On ${date} at ${time}, ${who} wrote:`,
  };
}
