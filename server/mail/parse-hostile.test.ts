import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMail } from './parse.ts';
import { MailLimitError } from './parse-head.ts';
import { visibleCharacters } from './quote.ts';

// Mails made to burn time. What is measured is the processor, not the clock: the machine may have other things to do.
const mostMs = 1500;
const megabyte = 1_000_000;

function mail(header: string, body: string): Buffer {
  return Buffer.from(`From: a@example.com\r\n${header}\r\n\r\n${body}\r\n`, 'latin1');
}

function html(body: string): Buffer {
  return mail('Content-Type: text/html', body);
}

function multipart(body: string): Buffer {
  return mail('Content-Type: multipart/mixed; boundary=b', body);
}

const long = 250_000;
const hostile: Record<string, () => Buffer> = {
  'a subject of half words': () => mail(`Subject: ${'=?utf-8?q?'.repeat(long / 10)}`, 'x'),
  'a subject of spaces': () => mail(`Subject: a${' '.repeat(long)}b`, 'x'),
  'a date of brackets': () => mail(`Date: ${'('.repeat(long)}`, 'x'),
  'senders without commas': () => Buffer.from(`From: ${'<a@b> '.repeat(long / 6)}\r\n\r\nx`),
  'a sender of quotation marks': () => Buffer.from(`From: ${'"'.repeat(long)} <a@b>\r\n\r\nx`),
  'parameters without an end': () => mail(`Content-Type: text/plain${';a="\\'.repeat(long / 5)}`, 'x'),
  'a name in ten thousand pieces': () =>
    mail(
      `Content-Type: x/y${Array.from({ length: 10_000 }, (_, index) => `;name*${index}*=%41`).join('')}`,
      'x',
    ),
  'a boundary of one long line': () =>
    mail(
      `Content-Type: multipart/mixed; boundary="${'b'.repeat(200_000)}"`,
      `--${'b'.repeat(199_999)}\n`.repeat(50),
    ),
  'thirty megabytes of line breaks': () => mail('X: y', '\n'.repeat(30 * megabyte)),
  'thirty megabytes of quoted-printable breaks': () =>
    mail('Content-Transfer-Encoding: quoted-printable', 'a=\r\n'.repeat(7.5 * megabyte)),
  'flowed lines without an end': () =>
    mail('Content-Type: text/plain; format=flowed', 'a \r\n'.repeat(3 * megabyte)),
  'visual Hebrew without a break': () =>
    mail('Content-Type: text/plain; charset=iso-8859-8', '\u00ed\u00e5\u00ec\u00f9 1-'.repeat(500_000)),
  'a hundred thousand elements in one another': () => html(`${'<div>'.repeat(100_000)}x`),
  'as many tables, closed': () => html(`${'<table><tr><td>'.repeat(50_000)}x${'</table>'.repeat(50_000)}`),
  'a million tags': () => html('<b>x</b>'.repeat(500_000)),
  'three megabytes of <': () => html('<'.repeat(3 * megabyte)),
  'comments that begin': () => html('<!--'.repeat(700_000)),
  'attributes without an end': () =>
    html(`<p ${Array.from({ length: 200_000 }, (_, index) => `a${index}=1`).join(' ')}>x`),
  'a calendar of guests': () =>
    mail(
      'Content-Type: text/calendar',
      `BEGIN:VEVENT\r\n${'ATTENDEE;CN="a":mailto:a@b.c\r\n'.repeat(300_000)}`,
    ),
};

describe('a mail made to burn time is read in good time', () => {
  for (const [name, make] of Object.entries(hostile)) {
    test(name, () => {
      const raw = make();
      const before = process.cpuUsage();
      const { text } = parseMail(raw);
      visibleCharacters(text);
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1000 < mostMs, `${Math.round((user + system) / 1000)} ms`);
    });
  }
});

describe('a mail that nothing honest resembles is refused at once, with its reason', () => {
  const refused: Record<string, [RegExp, () => Buffer]> = {
    'ten thousand parts in one another': [
      /nested deeper than 20/,
      () => {
        const begins = Array.from(
          { length: 10_000 },
          (_, level) => `Content-Type: multipart/mixed; boundary=b${level}x\r\n\r\n--b${level}x\r\n`,
        );
        return Buffer.from(`${begins.join('')}\r\nx`);
      },
    ],
    'a million headers': [/headers longer than 262144 bytes/, () => mail('X: y\r\n'.repeat(megabyte), 'x')],
    'forty megabytes in one header': [
      /headers longer than/,
      () => mail(`X: ${'y'.repeat(40 * megabyte)}`, 'x'),
    ],
    'lines that are nearly a boundary': [
      /too many lines like a boundary/,
      () => multipart('--bb\n'.repeat(3 * megabyte)),
    ],
    'more than a thousand parts': [/more than 1000 parts/, () => multipart('--b\r\n\r\nx\r\n'.repeat(1100))],
  };
  for (const [name, [reason, make]] of Object.entries(refused)) {
    test(name, () => {
      const raw = make();
      const before = process.cpuUsage();
      assert.throws(
        () => parseMail(raw),
        (error) => error instanceof MailLimitError && reason.test(error.message),
      );
      const { user, system } = process.cpuUsage(before);
      assert.ok((user + system) / 1000 < mostMs);
    });
  }
});
