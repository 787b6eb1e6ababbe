import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseMail } from './parse.ts';

/** A mail as lines; bytes above 127 by latin1 escapes. */
function mail(...lines: string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

const from = 'From: Dana Levi <dana@example.com>';
const mixed = 'Content-Type: multipart/mixed; boundary="b"';
const pdf = [
  'Content-Type: application/pdf; name="a.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  'JVBERg==',
];

function read(...lines: string[]) {
  const { subject, text, from: sender, attachments } = parseMail(mail(...lines));
  return { subject, text, address: sender?.address, files: attachments.map(({ name }) => name) };
}

describe('headers as programs write them', () => {
  const whole = { subject: 'Hello', text: 'text', address: 'dana@example.com', files: [] };
  test('blank lines, a byte order mark and a mailbox line above them', () => {
    assert.deepEqual(read('', ' ', from, 'Subject: Hello', '', 'text'), whole);
    assert.deepEqual(read(`\u00ef\u00bb\u00bf${from}`, 'Subject: Hello', '', 'text'), whole);
    assert.deepEqual(
      read('From dana@example.com Tue Sep 22 17:24:00 2026', from, 'Subject: Hello', '', 'text'),
      whole,
    );
  });
  test('a line that is no header above and between them, and a first one that is indented', () => {
    assert.deepEqual(read('-- begin --', from, 'Subject: Hello', '', 'text'), whole);
    assert.deepEqual(read(` ${from}`, 'Subject: Hello', '', 'text'), whole);
    assert.deepEqual(read(from, 'X-Torn: one;', 'two', 'Subject: Hello', '', 'text'), whole);
    assert.deepEqual(read('Subject: Hel', ' ', '\tlo', from, '', 'text').subject, 'Hel \tlo');
  });
  test('no blank line before the text, and no text', () => {
    assert.deepEqual(read(from, 'Subject: Hello', 'text'), whole);
    assert.deepEqual(read(from, 'Subject: Hello'), { ...whole, text: '' });
  });
  test('no header at all', () => {
    assert.equal(
      read('just words, written to a mailbox', 'by a script').text,
      'just words, written to a mailbox\nby a script',
    );
    assert.equal(read('[{"event":"bounce"}]').text, '[{"event":"bounce"}]');
  });
  test('lines that end by a line feed or a carriage return alone', () => {
    const lines = [from, 'Subject: Hello', mixed, '', '--b', '', 'text', '--b', ...pdf, '--b--', ''];
    for (const end of ['\n', '\r']) {
      // What SMTP adds at the end has both.
      const { text, attachments } = parseMail(Buffer.from(`${lines.join(end)}\r\n`));
      assert.deepEqual([text, attachments[0]?.name], ['text', 'a.pdf'], JSON.stringify(end));
    }
  });
  test('raw bytes are in the charset of the text, and no letter loses half of itself', () => {
    const russian = read(
      'Subject: \u00cf\u00f0\u00e8\u00e2\u00e5\u00f2',
      'Content-Type: text/plain; charset=windows-1251',
      '',
      'x',
    );
    assert.equal(russian.subject, 'Привет');
    // The last byte of "נ" in UTF-8 is a space to those who think in Latin-1.
    assert.equal(parseMail(Buffer.from('Subject: אבן \r\n\r\nx')).subject, 'אבן');
    assert.equal(parseMail(Buffer.from('Subject: קנ\r\n\r\nx')).subject, 'קנ');
  });
});

describe('who wrote it', () => {
  const sender = (line: string) => parseMail(mail(`From: ${line}`, '', 'x')).from;
  test('a mailer without a domain, a name without an address, nothing', () => {
    assert.deepEqual(sender('Mail Delivery Subsystem <MAILER-DAEMON>'), {
      name: 'Mail Delivery Subsystem',
      address: 'MAILER-DAEMON',
    });
    assert.deepEqual(sender('MAILER-DAEMON <>'), { name: 'MAILER-DAEMON', address: '' });
    assert.deepEqual(sender('mailer-daemon'), { name: '', address: 'mailer-daemon' });
    assert.equal(sender('<>'), null);
  });
  test('the first of several, a comma forgotten between them', () => {
    assert.deepEqual(sender('Dana <dana@example.com> Avi <avi@example.com>'), {
      name: 'Dana',
      address: 'dana@example.com',
    });
    assert.deepEqual(sender('"Dana > <x@y.example>" <dana@example.com>'), {
      name: 'Dana > <x@y.example>',
      address: 'dana@example.com',
    });
  });
});

describe('parts', () => {
  const files = ['a.pdf'];
  test('a missing end, an end with something behind it, white space after a boundary', () => {
    for (const end of [[], ['--b-->', 'rest'], ['--b--  ', 'rest'], ['--b']]) {
      assert.deepEqual(read(mixed, '', '--b \t', '', 'text', '--b', ...pdf, ...end, '').files, files);
    }
  });
  test('a boundary that begins like another', () => {
    const inner = ['Content-Type: multipart/alternative; boundary="b_2"', '', '--b_2', '', 'text', '--b_2--'];
    const { text, files: found } = read(
      mixed,
      '',
      'for old readers',
      '--b',
      ...inner,
      '--b',
      ...pdf,
      '--b--',
      'the end',
    );
    assert.deepEqual([text, found], ['text', files]);
  });
  test('a boundary that is not the one in the header, or has none', () => {
    const body = ['', '--=_x', 'Content-Type: text/plain', '', 'text', '--=_x', ...pdf, '--=_x--', ''];
    for (const type of [
      'multipart/mixed',
      'multipart/mixed; boundary="other"',
      'multipart/mixed; boundary=""',
    ]) {
      const { text, files: found } = read(`Content-Type: ${type}`, ...body);
      assert.deepEqual([text, found], ['text', files], type);
    }
  });
  test('a parameter without its quotation mark or its semicolon, a comment', () => {
    assert.equal(read('Content-Type: text/plain; charset="utf-8', '', 'x\u00d7\u00a9').text, 'xש');
    const type = 'Content-Type: application/pdf name="b c.pdf"';
    assert.deepEqual(read(mixed, '', '--b', type, '', 'x', '--b--').files, ['b c.pdf']);
    assert.deepEqual(
      read('Content-Type: multipart/mixed; boundary=b (theirs)', '', '--b', ...pdf, '--b--').files,
      files,
    );
  });
  test('a type that is none, and HTML under a label of plain text', () => {
    assert.equal(read('Content-Type: <html>', '', 'words').text, 'words');
    const html = parseMail(
      mail('Content-Type: text/plain', '', '<!DOCTYPE html><html><body><p>a<p>b</body></html>'),
    );
    assert.deepEqual([html.text, html.html !== null], ['a\n\nb', true]);
  });
});

describe('encodings', () => {
  const decoded = (encoding: string, ...body: string[]) =>
    read('Content-Type: text/plain; charset=utf-8', `Content-Transfer-Encoding: ${encoding}`, '', ...body)
      .text;
  test('base64 with foreign characters, in pieces, without padding', () => {
    const whole = Buffer.from('שלום עולם').toString('base64');
    assert.equal(decoded('base64', whole.slice(0, 5), `*${whole.slice(5)}`), 'שלום עולם');
    assert.equal(decoded('BASE64', 'YQ==', 'YmI=', 'Y2Nj'), 'abbccc');
    assert.equal(decoded('"base-64"', 'aGVsbG8'), 'hello');
  });
  test('what is labelled base64 and is not', () => {
    const words = ['This is a text, and nobody has encoded it', 'whatever its label says about it.'];
    assert.equal(decoded('base64', ...words), words.join('\n'));
  });
  test('quoted-printable with spaces behind its breaks and signs that are not encoded', () => {
    assert.equal(decoded('quoted-printable', 'a=  ', 'b =3D =zz 100%= =D7=A9='), 'ab = =zz 100%= ש');
    assert.equal(decoded('Quoted_Printable (7bit)', '=41'), 'A');
  });
  test('uuencode', () => {
    assert.equal(decoded('x-uuencode', 'begin 644 a.txt', '+:&5L;&\\@=V]R;&0', '`', 'end'), 'hello world');
  });
  test('flowed text is joined, its quotes and its signature stand apart', () => {
    const { text } = read(
      'Content-Type: text/plain; format=flowed',
      '',
      'one ',
      'two',
      '> a ',
      '> b',
      '',
      ' > no quote',
      '-- ',
      'Dana',
    );
    assert.equal(text, 'one two\n> a b\n\n> no quote\n-- \nDana');
    const joined = read('Content-Type: text/plain; format=flowed; delsp=yes', '', 'wo ', 'rd');
    assert.equal(joined.text, 'word');
  });
  test('ISO-2022-JP words that were cut', () => {
    const word = '=?ISO-2022-JP?B?GyRCJUYlOSVIGyhC?=';
    assert.equal(read(`Subject: ${word}`, ` ${word}`, '', '').subject, 'テストテスト');
  });
});
