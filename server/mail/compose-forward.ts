import { directionOf, type ForwardedBlock } from './compose-html.ts';
import type { MailAddress } from './parse-headers.ts';

/** The message that is passed on. */
export interface Forwarded {
  /** Null: it came by phone or form, or nobody is named. */
  readonly from: MailAddress | null;
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly at: Date;
  readonly subject: string;
  readonly text: string;
  /** Sanitised; its pictures are named by their address in the console. */
  readonly html: string | null;
}

const words = {
  he: { title: 'הודעה שהועברה', from: 'מאת', at: 'תאריך', subject: 'נושא', to: 'אל', cc: 'עותק' },
  en: { title: 'Forwarded message', from: 'From', at: 'Date', subject: 'Subject', to: 'To', cc: 'Cc' },
} as const;

/** In the language of what is written above it, as mail programs write it and know it again. */
export function forwardedBlock(forwarded: Forwarded, above: string, timezone: string): ForwardedBlock {
  const language = directionOf(above.trim() === '' ? forwarded.text : above) === 'rtl' ? 'he' : 'en';
  const said = words[language];
  const date = forwarded.at.toLocaleString(language === 'he' ? 'he-IL' : 'en-GB', {
    timeZone: timezone,
    dateStyle: 'full',
    timeStyle: 'short',
  });
  const lines = [
    { name: said.from, value: forwarded.from ? listed([forwarded.from]) : '' },
    { name: said.at, value: date },
    { name: said.subject, value: forwarded.subject.replace(/[\s\p{Cc}]+/gu, ' ').trim() },
    { name: said.to, value: listed(forwarded.to) },
    { name: said.cc, value: listed(forwarded.cc) },
  ];
  return {
    title: said.title,
    lines: lines.filter(({ value }) => value !== ''),
    text: trimmed(forwarded.text),
    html: forwarded.html,
  };
}

/** The plain part of a mail that passes something on. */
export function forwardedText(above: string, { title, lines, text }: ForwardedBlock): string {
  const own = above.replace(/\r\n?/g, '\n').trimEnd();
  const head = [`---------- ${title} ----------`, ...lines.map(({ name, value }) => `${name}: ${value}`)];
  return `${own === '' ? '' : `${own}\n\n`}${head.join('\n')}\n\n${text}\n`;
}

function trimmed(text: string): string {
  return text.replace(/\r\n?/g, '\n').trim();
}

function listed(addresses: readonly MailAddress[]): string {
  return addresses
    .map(({ name, address }) => {
      const plain = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
      return plain === '' || plain === address ? `<${address}>` : `${plain} <${address}>`;
    })
    .join(', ');
}
