import { directionOf } from './compose-html.ts';
import { addressHeader, type HeaderLine, textHeader } from './parse-headers.ts';
import type { Words } from './parse-text.ts';
import type { Part } from './parse-tree.ts';

const names = {
  rtl: { title: 'הודעה מצורפת', from: 'מאת', date: 'תאריך', to: 'אל', subject: 'נושא' },
  ltr: { title: 'Attached message', from: 'From', date: 'Date', to: 'To', subject: 'Subject' },
} as const;

/** The words of a mail in the mail, under a block that says whose they are, as programs write above what they forward. */
export function messageBlock({ lines }: Part, words: readonly Words[]): Words {
  const subject = textHeader(lines, 'subject');
  const said = words.map(({ text }) => text ?? '').join('\n');
  const name = names[directionOf(`${subject} ${said}`)];
  const fields = [
    [name.from, addresses(lines, 'from')],
    [name.date, textHeader(lines, 'date')],
    [name.to, addresses(lines, 'to')],
    [name.subject, subject],
  ].flatMap(([word, value]) => (value ? [`${word}: ${value}`] : []));
  const head = { text: [`---------- ${name.title} ----------`, ...fields].join('\n'), html: null };
  if (words.some(({ html }) => html !== null)) return { text: null, html: [head, ...words] };
  return { text: [head, ...words].map(({ text }) => text ?? '').join('\n\n'), html: null };
}

function addresses(lines: readonly HeaderLine[], key: string): string {
  const shown = addressHeader(lines, key).map(({ name, address }) =>
    name ? `${name} <${address}>` : address,
  );
  return shown.slice(0, 10).join(', ');
}
