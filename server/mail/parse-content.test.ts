import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMail } from './parse.ts';

function multipart(type: string, boundary: string, ...parts: string[][]): string[] {
  const inside = parts.flatMap((part) => [`--${boundary}`, ...part]);
  return [`Content-Type: multipart/${type}; boundary=${boundary}`, '', ...inside, `--${boundary}--`];
}

function read(...lines: string[]) {
  const mail = parseMail(Buffer.from(['From: dana@example.com', ...lines].join('\r\n')));
  return { ...mail, files: mail.attachments.map(({ name, mediaType }) => `${name} ${mediaType}`) };
}

const plain = ['Content-Type: text/plain; charset=utf-8', '', 'שלום'];
const html = ['Content-Type: text/html; charset=utf-8', '', '<p>שלום <b>רב</b></p>'];
const picture = ['Content-Type: image/png', 'Content-ID: <p@x>', '', 'x'];

describe('which parts are words', () => {
  test('the text of an alternative as text, its richest form as HTML', () => {
    const related = multipart('related', 'r', html, picture);
    const { text, html: shown, files } = read(...multipart('alternative', 'a', plain, related));
    assert.equal(text, 'שלום');
    assert.match(shown ?? '', /<b>רב<\/b>/);
    assert.deepEqual(files, ['attachment-1.png image/png']);
  });
  test('HTML in pieces around a file, as Apple Mail sends it', () => {
    const pdf = ['Content-Type: application/pdf; name=a.pdf', 'Content-Disposition: inline', '', 'x'];
    const rich = multipart('mixed', 'm', html, pdf, [
      'Content-Type: text/html; charset=utf-8',
      '',
      '<i>סוף</i>',
    ]);
    const { html: shown, files } = read(...multipart('alternative', 'a', plain, rich));
    assert.match(shown ?? '', /רב[\s\S]*<i>סוף<\/i>/);
    assert.deepEqual(files, ['a.pdf application/pdf']);
  });
  test('an empty text beside HTML is no text', () => {
    const empty = ['Content-Type: text/plain', '', ' '];
    assert.equal(read(...multipart('alternative', 'a', empty, html)).text, 'שלום רב');
  });
  test('forms for machines are no files', () => {
    const watch = ['Content-Type: text/watch-html', '', '<b>x</b>'];
    const enriched = ['Content-Type: text/enriched', '', '<bold>שלום</bold>'];
    const { text, files } = read(...multipart('alternative', 'a', plain, enriched, watch, html));
    assert.deepEqual([text, files], ['שלום', []]);
  });
  test('a second text with a name is a file, without one it goes on; the first is the message in any case', () => {
    const first = ['Content-Type: text/plain; charset=utf-8; name="message.txt"', '', 'שלום'];
    const notes = ['Content-Type: text/plain; name="notes.txt"', 'Content-Disposition: inline', '', 'x'];
    const footer = ['Content-Type: text/plain', '', 'list footer'];
    const { text, files } = read(...multipart('mixed', 'm', first, notes, footer));
    assert.deepEqual([text, files], ['שלום\n\nlist footer', ['notes.txt text/plain']]);
  });
  test('a file is named by where it came from, and its type by its name', () => {
    const located = [
      'Content-Type: image/jpg',
      'Content-Location: https://x.example/a/Photo%201.jpg?w=1',
      '',
      'x',
    ];
    const bytes = ['Content-Type: application/octet-stream; name="דוח.XLSX"', '', 'x'];
    const { files } = read(...multipart('mixed', 'm', plain, located, bytes));
    assert.deepEqual(files, [
      'Photo%201.jpg image/jpeg',
      'דוח.XLSX application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
  });
});

describe('a mail in the mail', () => {
  const forwarded = [
    'Content-Type: message/rfc822',
    '',
    'From: =?utf-8?B?16nXmdeo15XXqg==?= <office@example.org>',
    'Date: Tue, 22 Sep 2026 17:24:00 +0300',
    'Subject: =?utf-8?B?15fXqdeR15XXoNeZ16o=?=',
    ...multipart(
      'mixed',
      'n',
      ['Content-Type: text/plain; charset=utf-8', '', 'מצורפת חשבונית.'],
      ['Content-Type: application/pdf; name=invoice.pdf', '', 'x'],
    ),
  ];
  test('stays a file, and what it says and brings is there to read', () => {
    const { text, html: shown, files } = read(...multipart('mixed', 'm', plain, forwarded));
    assert.equal(
      text,
      'שלום\n\n---------- הודעה מצורפת ----------\nמאת: שירות <office@example.org>\nתאריך: Tue, 22 Sep 2026 17:24:00 +0300\nנושא: חשבונית\n\nמצורפת חשבונית.',
    );
    assert.deepEqual([shown, files], [null, ['חשבונית.eml message/rfc822', 'invoice.pdf application/pdf']]);
  });
  test('is in the HTML too, cleaned', () => {
    const rich = [
      'Content-Type: message/rfc822',
      '',
      'Subject: Offer',
      ...html.slice(0, 2),
      '<b onclick="x()">hi</b><script>x()</script>',
    ];
    const { html: shown, text } = read(...multipart('mixed', 'm', plain, rich));
    assert.match(shown ?? '', /שלום[\s\S]*Subject: Offer[\s\S]*<b>hi<\/b>/);
    assert.doesNotMatch(shown ?? '', /script|onclick/);
    assert.match(text, /---------- Attached message ----------\nSubject: Offer\n\nhi$/);
  });
  test('encoded as a whole it is read; brought back by a delivery report it is nobody’s word', () => {
    const encoded = Buffer.from('Subject: inner\r\n\r\ninside').toString('base64');
    const lines = ['Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', encoded];
    assert.match(read(...multipart('mixed', 'm', plain, lines)).text, /Subject: inner\n\ninside$/);
    const report = read(...multipart('report', 'm', plain, forwarded));
    assert.deepEqual([report.text, report.files], ['שלום', ['חשבונית.eml message/rfc822']]);
  });
  test('opened three times, further in they are files', () => {
    let inner = ['Subject: 5', '', 'deepest'];
    for (let level = 4; level > 0; level -= 1)
      inner = [`Subject: ${level}`, 'Content-Type: message/rfc822', '', ...inner];
    const { text, files } = read('Content-Type: message/rfc822', '', ...inner);
    assert.match(text, /נושא: 1[\s\S]*נושא: 3$/);
    assert.equal(files.length, 4);
  });
});

describe('an invitation', () => {
  const calendar = (...lines: string[]) => [
    'BEGIN:VCALENDAR',
    ...lines.slice(0, 1),
    'BEGIN:VEVENT',
    ...lines.slice(1),
    'BEGIN:VALARM',
    'DESCRIPTION:an alarm',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  const meeting = calendar(
    'METHOD:REQUEST',
    'DTSTART:20260922T142400Z',
    'DTEND:20260922T150000Z',
    'SUMMARY:פגישה\\, שנייה',
    'LOCATION:תל אביב',
    'ORGANIZER;CN="לוי, דנה":mailto:dana@example.com',
    'ATTENDEE;PARTSTAT=ACCEPTED;CN=avi@example.com:mailto:avi@exam',
    ' ple.com',
    'DESCRIPTION:שורה\\nשנייה',
  );
  const part = (lines: string[], ...more: string[]) => [
    'Content-Type: text/calendar; charset=utf-8; method=REQUEST',
    ...more,
    '',
    ...lines,
  ];
  test('is told in the time of the place where it is read, and its calendar is one file', () => {
    const attached = [
      'Content-Type: application/ics; name="invite.ics"',
      'Content-Disposition: attachment',
      '',
      ...meeting,
    ];
    const mail = read(
      ...multipart('mixed', 'm', multipart('alternative', 'a', plain, html, part(meeting)), attached),
    );
    assert.equal(
      mail.text,
      'שלום\n\nזימון לפגישה: פגישה, שנייה\nמתי: 22.9.2026 17:24 – 18:00\nאיפה: תל אביב\n' +
        'מזמן: לוי, דנה <dana@example.com>\nמשתתפים: avi@example.com (אישר/ה הגעה)',
    );
    assert.match(mail.html ?? '', /רב<\/b>[\s\S]*זימון לפגישה/);
    assert.deepEqual(mail.files, ['invite.ics application/ics']);
  });
  test('alone it says all that it has', () => {
    assert.match(read(...part(meeting)).text, /^שורה\nשנייה\n\nזימון לפגישה: פגישה/);
  });
  test('a day, a zone of its own, a cancellation', () => {
    const day = calendar('METHOD:CANCEL', 'DTSTART;VALUE=DATE:20260922', 'SUMMARY:Audit');
    assert.equal(read(...part(day)).text, 'Cancelled: Audit\nWhen: 22.9.2026');
    const away = calendar('METHOD:REQUEST', 'DTSTART;TZID=America/New_York:20260922T090000', 'SUMMARY:Call');
    assert.equal(read(...part(away)).text, 'Invitation: Call\nWhen: 22.9.2026 09:00 (America/New_York)');
  });
  test('a calendar without an event is a file', () => {
    const { text, files } = read(...part(['BEGIN:VCALENDAR', 'END:VCALENDAR']));
    assert.deepEqual([text, files], ['', ['attachment-1.ics text/calendar']]);
  });
});
