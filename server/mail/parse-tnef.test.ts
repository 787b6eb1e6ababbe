import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import iconv from 'iconv-lite';
import { parseMail } from './parse.ts';
import { unpackRtf, wordsOfRtf } from './parse-rtf.ts';

function number(value: number, bytes: 2 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}

function attribute(level: 1 | 2, id: number, value: Buffer): Buffer {
  const sum = value.reduce((total, byte) => (total + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), number(id, 4), number(value.length, 4), value, number(sum, 2)]);
}

function properties(...all: [id: number, kind: number, value: Buffer][]): Buffer {
  const written = all.map(([id, kind, value]) => {
    const padding = Buffer.alloc((4 - (value.length % 4)) % 4);
    const isSized = [0x0d, 0x1e, 0x1f, 0x102].includes(kind);
    const size = isSized ? [number(1, 4), number(value.length, 4)] : [];
    return Buffer.concat([number(kind, 2), number(id, 2), ...size, value, padding]);
  });
  return Buffer.concat([number(all.length, 4), ...written]);
}

function winmail(...attributes: Buffer[]): Buffer {
  return Buffer.concat([number(0x223e9f78, 4), number(1, 2), ...attributes]);
}

const utf16 = (text: string) => Buffer.from(`${text}\0`, 'utf16le');
const in1255 = (text: string) => Buffer.concat([iconv.encode(text, 'windows-1255'), Buffer.from([0])]);
const codePage = attribute(1, 0x00069007, Buffer.concat([number(1255, 4), number(0, 4)]));
const begin = attribute(2, 0x00069002, Buffer.alloc(14));
const file = (name: string, content: string) => [
  begin,
  attribute(2, 0x00018010, in1255(name)),
  attribute(2, 0x0006800f, Buffer.from(content)),
];

function mailWith(tnef: Buffer, text = ''): Buffer {
  const head = [
    'From: dana@example.com',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    text,
    '--b',
  ];
  const type = [
    'Content-Type: application/ms-tnef; name="winmail.dat"',
    'Content-Transfer-Encoding: base64',
    '',
  ];
  return Buffer.from([...head, ...type, tnef.toString('base64'), '--b--', ''].join('\r\n'));
}

describe('a winmail.dat', () => {
  test('its files are taken out, with their long Hebrew names, and it stays itself', () => {
    const long = attribute(
      2,
      0x00069005,
      properties(
        [0x3707, 0x1f, utf16('חשבונית מספטמבר.pdf')],
        [0x370e, 0x1e, Buffer.from('application/pdf\0')],
      ),
    );
    const { attachments, text } = parseMail(
      mailWith(winmail(codePage, ...file('חשבונ~1.PDF', 'one'), long, ...file('תמונה.png', 'two')), 'words'),
    );
    assert.equal(text, 'words');
    assert.deepEqual(
      attachments.map(({ name, mediaType, content }) => [
        name,
        mediaType,
        content.length > 3 ? 'all' : content.toString(),
      ]),
      [
        ['חשבונית מספטמבר.pdf', 'application/pdf', 'one'],
        ['תמונה.png', 'image/png', 'two'],
        ['winmail.dat', 'application/ms-tnef', 'all'],
      ],
    );
  });
  test('its words count where the mail has none', () => {
    const plain = winmail(codePage, attribute(1, 0x0002800c, in1255('שלום רב')));
    assert.equal(parseMail(mailWith(plain)).text, 'שלום רב');
    assert.equal(parseMail(mailWith(plain, 'others')).text, 'others');
    const html = properties(
      [0x3fde, 3, number(65001, 4)],
      [0x1013, 0x102, Buffer.from('<p>שלום <b onclick="x()">רב</b></p>')],
    );
    const rich = parseMail(mailWith(winmail(attribute(1, 0x00069003, html))));
    assert.deepEqual([rich.text, rich.html], ['שלום רב', '<p>שלום <b>רב</b></p>']);
  });
  test('a message within brings its own', () => {
    const inner = winmail(codePage, ...file('inner.txt', 'x'));
    const object = properties([0x3701, 0x0d, Buffer.concat([Buffer.alloc(16), inner])]);
    const { attachments } = parseMail(mailWith(winmail(codePage, begin, attribute(2, 0x00069005, object))));
    assert.deepEqual(
      attachments.map(({ name }) => name),
      ['inner.txt', 'winmail.dat'],
    );
  });
  test('broken at any place it is a file and no failure', () => {
    const whole = winmail(
      codePage,
      ...file('a.txt', 'x'),
      attribute(2, 0x00069005, properties([0x3707, 0x1f, utf16('b.txt')])),
    );
    for (let length = 0; length <= whole.length; length += 1) {
      const { attachments } = parseMail(mailWith(whole.subarray(0, length)));
      assert.equal(attachments.at(-1)?.name, 'winmail.dat');
    }
  });
});

describe('RTF', () => {
  test('Hebrew bytes, Unicode signs and paragraphs', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1255{\\fonttbl{\\f0 Arial;}}\\pard \\'f9\\'ec\\'e5\\'ed\\par {\\*\\hidden x}\\u1512?\\u1489?\\tab 1\\{\\}}";
    assert.equal(wordsOfRtf(Buffer.from(rtf)).text, 'שלום\nרב\t1{}');
  });
  test('HTML that was packed in it', () => {
    const rtf =
      "{\\rtf1\\ansi\\ansicpg1255\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\b\\htmlrtf0 \\'f9\\'ec\\htmlrtf }\\htmlrtf0 {\\*\\htmltag72 </p>}}";
    assert.deepEqual(wordsOfRtf(Buffer.from(rtf)), { text: null, html: '<p>של</p>' });
  });
  test('packed by references back, and never longer than it says', () => {
    // A literal `ab`, then eight bytes from where `ab` was put: the beginning is 207 bytes long.
    const packed = Buffer.concat([
      number(0, 4),
      number(10, 4),
      Buffer.from('LZFu'),
      number(0, 4),
      Buffer.from([0b100, 0x61, 0x62, (207 << 4) >> 8, ((207 << 4) & 0xff) | 6]),
    ]);
    assert.equal(unpackRtf(packed)?.toString(), 'ababababab');
    assert.equal(unpackRtf(packed.subarray(0, 18))?.toString(), 'a');
    assert.equal(unpackRtf(Buffer.from('no rtf at all, but long')), null);
  });
});
