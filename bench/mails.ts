/** How far back the mail lies that a mail answers: far enough that it is a ticket by then. */
const answersBack = 400;
const customers = 500;
const lineBytes = 76;

const greeting =
  'שלום רב,\r\nההזמנה שלי טרם הגיעה והמוקד אינו עונה. אשמח לדעת מתי תגיע, ואם אפשר לאסוף אותה מהסניף הקרוב.\r\n';
const signature = 'תודה רבה,\r\nנועה כהן\r\nטלפון 054-1234567\r\n';

/** The n-th mail of a desk's day: of ten, five are text, three have HTML too, one has a picture and one a document; two answer. */
export function mailOf(number: number, to: string): Buffer {
  const text = greeting.repeat(2 + (number % 4)) + signature;
  const alternative = multipart('alternative', `a${number}`, [
    part('text/plain', text),
    part('text/html', htmlOf(text)),
  ]);
  const kind = number % 10;
  if (kind < 5) return whole(number, to, part('text/plain', text));
  if (kind < 8) return whole(number, to, alternative);
  const file =
    kind === 8
      ? attached('image/png', 'צילום.png', 20_000, number)
      : attached('application/pdf', 'קבלה.pdf', 120_000, number);
  return whole(number, to, multipart('mixed', `m${number}`, [alternative, file]));
}

export const isAnswer = (number: number): boolean => number % 5 === 4 && number >= answersBack;
const idOf = (number: number, to: string) => `<bench.${number}.${to}>`;

function whole(number: number, to: string, content: string): Buffer {
  const writer = number % customers;
  const headers = [
    'Received: from mx.example.com (mx.example.com [192.0.2.7]) by desk.example.com; Wed, 25 Nov 2026 10:00:00 +0200',
    `From: ${word(`לקוחה ${writer}`)} <customer${writer}@example.com>`,
    `To: ${word('שירות לקוחות')} <${to}>`,
    `Subject: ${word(`הזמנה ${number} טרם הגיעה`)}`,
    `Message-ID: ${idOf(number, to)}`,
    ...(isAnswer(number) ? [`In-Reply-To: ${idOf(number - answersBack, to)}`] : []),
    'Date: Wed, 25 Nov 2026 10:00:00 +0200',
    'MIME-Version: 1.0',
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n${content}`);
}

/** An encoded word (RFC 2047, 2). */
const word = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

function inLines(bytes: Buffer): string {
  return `${(bytes.toString('base64').match(new RegExp(`.{1,${lineBytes}}`, 'g')) ?? []).join('\r\n')}\r\n`;
}

function part(type: string, text: string): string {
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${inLines(Buffer.from(text))}`;
}

/** Bytes that no other mail has, so that no two files are one. */
function attached(type: string, name: string, size: number, number: number): string {
  const bytes = Buffer.alloc(size, `${number} `);
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
  return `Content-Type: ${type}\r\nContent-Disposition: ${disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\n${inLines(bytes)}`;
}

function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  const between = parts.map((each) => `--${boundary}\r\n${each}`).join('\r\n');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${between}\r\n--${boundary}--\r\n`;
}

function htmlOf(text: string): string {
  const lines = text
    .split('\r\n')
    .map((line) => `<p style="margin:0;font-family:Arial;color:#222">${line}</p>`);
  const table = `<table><tr><td><a href="https://example.com">example.com</a></td><td><img src="https://example.com/logo.png" alt="לוגו"></td></tr></table>`;
  return `<html><head><style>p { margin: 0 }</style></head><body dir="rtl">${lines.join('')}${table}</body></html>`;
}
