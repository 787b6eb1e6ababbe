import MailComposer from 'nodemailer/lib/mail-composer';
import { gmailTime } from './calendar.ts';
import type { Dice } from './dice.ts';

export interface Attached {
  readonly name: string;
  readonly content: Buffer;
  readonly type: string;
}

/** The desk's mail that a customer answers. */
export interface Answered {
  readonly mailId: string;
  readonly at: Date;
  readonly from: { readonly name: string; readonly address: string };
  readonly text: string;
}

export interface CustomerMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly at: Date;
  readonly subject: string;
  readonly text: string;
  readonly answered: Answered | null;
  readonly isHtml: boolean;
  readonly attached: readonly Attached[];
}

export interface BuiltMail {
  readonly raw: Buffer;
  readonly mailId: string;
}

/** A customer's mail as Gmail writes it in Hebrew, with what it answers quoted below. */
export async function buildMail(dice: Dice, mail: CustomerMail): Promise<BuiltMail> {
  const mailId = `<CA${dice.hex(30)}@${mail.from.address.split('@')[1]}>`;
  const { answered } = mail;
  const composer = new MailComposer({
    from: mail.from,
    to: mail.to,
    date: mail.at,
    messageId: mailId,
    subject: answered ? `Re: ${mail.subject}` : mail.subject,
    ...(answered && { inReplyTo: answered.mailId, references: answered.mailId }),
    text: answered ? `${mail.text}\n\n${attribution(answered)}\n\n${quoted(answered.text)}` : mail.text,
    ...(mail.isHtml && { html: htmlOf(mail.text, answered) }),
    attachments: mail.attached.map(({ name, content, type }) => ({
      filename: name,
      content,
      contentType: type,
    })),
    baseBoundary: dice.hex(16),
  });
  return { raw: await composer.compile().build(), mailId };
}

/** Gmail puts direction marks around the parts. */
const attribution = ({ at, from }: Answered) =>
  `\u202bבתאריך ${gmailTime(at)} מאת \u202a${from.name}\u202c\u200f <\u202a${from.address}\u202c\u200f>:\u202c`;

const quoted = (text: string) =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

function htmlOf(text: string, answered: Answered | null): string {
  const own = `<div dir="rtl"><div>${paragraphs(text)}</div></div>`;
  if (!answered) return own;
  const style = 'margin:0px 0.8ex 0px 0px;border-right:1px solid rgb(204,204,204);padding-right:1ex';
  const above = `<div dir="rtl" class="gmail_attr">${escaped(attribution(answered))}<br></div>`;
  const below = `<blockquote class="gmail_quote" style="${style}">${paragraphs(answered.text)}</blockquote>`;
  return `${own}<br><div class="gmail_quote">${above}${below}</div>`;
}

const paragraphs = (text: string) => escaped(text).replaceAll('\n', '<br>');
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
