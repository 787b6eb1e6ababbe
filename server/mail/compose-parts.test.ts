import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { composeReply, type Reply } from './compose.ts';
import { mailHtml } from './compose-html.ts';
import { picturesIn, plainOf } from './compose-pictures.ts';
import { forwardSubject } from './compose-subject.ts';
import { parseMail } from './parse.ts';
import { pictureTypeOf } from './picture-type.ts';
import { queueIdOf } from './queue-id.ts';

const mail: Reply = {
  mailId: '<p.1@example.org>',
  from: { name: 'שירות', address: 'support@example.org' },
  to: [{ name: '', address: 'dana@example.com' }],
  cc: [],
  subject: 'הזמנה',
  ticketNumber: 7,
  text: 'שלום',
  inReplyTo: null,
  references: [],
  writtenAt: new Date('2026-09-23T14:24:00Z'),
  answered: null,
  timezone: 'Asia/Jerusalem',
  loopMark: null,
};

test('pictures in a text: their ids, and the text without them', () => {
  const text = 'א ![לוגו](cid:12) ב ![](cid:34) ![no](http://x) ![x](cid:zz)';
  assert.deepEqual(picturesIn(text), ['12', '34']);
  assert.equal(plainOf(text), 'א [לוגו] ב […] ![no](http://x) ![x](cid:zz)');
});

test('a picture’s name runs nothing, and one that does not go along is words', () => {
  const html = mailHtml('![a" onerror="x](cid:1) ![<b>](cid:2)', null, (id) => (id === '1' ? '1@h' : null));
  assert.ok(html.includes('<img src="cid:1@h" alt="a&quot; onerror=&quot;x"'), html);
  assert.ok(html.includes('[&lt;b&gt;]'), html);
});

test('a picture alone has the direction of what is passed on below it', async () => {
  const forwarded = {
    from: null,
    to: [],
    cc: [],
    at: mail.writtenAt,
    subject: '',
    text: 'where is it?',
    html: null,
  };
  const { raw } = await composeReply({ ...mail, text: '', forwarded });
  const read = parseMail(raw);
  assert.match(read.html ?? '', /<div dir="ltr" style="direction:ltr/);
  assert.equal(
    read.text,
    '---------- Forwarded message ----------\nDate: Wednesday, 23 September 2026 at 17:24\n\nwhere is it?',
  );
});

const subjects: [string, string][] = [
  ['הזמנה', 'Fwd: הזמנה'],
  ['Re: הזמנה', 'Fwd: הזמנה'],
  ['Fwd: RE: הועבר: תגובה: הזמנה', 'Fwd: הזמנה'],
  ['FW: Re[2]: order [#7]', 'Fwd: order'],
  ['', 'Fwd:'],
  ['Reform', 'Fwd: Reform'],
];
for (const [given, expected] of subjects) {
  test(`what passes on “${given}”`, () => {
    assert.equal(forwardSubject(given, 7), `${expected} \u2066[#7]\u2069`);
  });
}

test('files keep their Hebrew names, and what must not be encoded travels as plain bytes', async () => {
  const enclosed = ['message/rfc822', 'multipart/mixed', 'text/plain', 'application/pdf'].map(
    (mediaType, index) => ({
      name: `חשבונית ${index}.x1`,
      mediaType,
      pictureId: null,
      open: async () => Readable.from([Buffer.from(`Subject: ${index}\n\nx`)]),
    }),
  );
  const { raw } = await composeReply({ ...mail, enclosed });
  const { attachments } = parseMail(raw);
  assert.deepEqual(
    attachments.map(({ name, mediaType, content }) => [name, mediaType, content.toString()]),
    ['application/octet-stream', 'application/octet-stream', 'text/plain', 'application/pdf'].map(
      (type, index) => [`חשבונית ${index}.x1`, type, `Subject: ${index}\n\nx`],
    ),
  );
  assert.doesNotMatch(
    raw.toString('latin1'),
    /(?<!\r)\n|[\x80-\xff]/,
    'lines end with CRLF, and all is ASCII',
  );
  const longest = Math.max(
    ...raw
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.length),
  );
  assert.ok(longest <= 998, `${longest}`);
});

test('a file that can’t be read fails the mail, and nothing hangs', async () => {
  const broken = new Readable({ read: () => undefined });
  const enclosed = [{ name: 'a', mediaType: 'text/plain', pictureId: null, open: async () => broken }];
  const composed = composeReply({ ...mail, enclosed });
  setTimeout(() => broken.destroy(new Error('gone')), 20);
  await assert.rejects(composed, /gone/);
});

const answers: [string | null, string | null][] = [
  ['250 2.0.0 Ok: queued as 4bX2yz1', '4bX2yz1'],
  ['250 2.0.0 OK  1764090000 a640c23a62f3a-b7654fd4bcfsm123.45 - gsmtp', 'a640c23a62f3a-b7654fd4bcfsm123.45'],
  ['250 OK id=1vNabc-00000000Xyz-1Q2w', '1vNabc-00000000Xyz-1Q2w'],
  ['250 2.6.0 <a@b> [InternalId=8121, Hostname=X.prod.outlook.com] 9 bytes Queued mail for delivery', '8121'],
  ['250 2.0.0 5APGm2Xx012345 Message accepted for delivery', '5APGm2Xx012345'],
  ['250 ok 1764090000 qp 12345', '12345'],
  ['250 Ok 0102019a-1234-5678-9abc-def012345678-000000', '0102019a-1234-5678-9abc-def012345678-000000'],
  ['250 2.0.0 Ok', null],
  ['550 queued as x1', null],
  [null, null],
];
for (const [answer, expected] of answers) {
  test(`queue id in “${answer}”`, () => assert.equal(queueIdOf(answer), expected));
}

test('pictures by their first bytes', () => {
  const types = ['\x89PNG\r\n\x1a\n', '\xff\xd8\xff\xe0', 'GIF89a', 'RIFF1234WEBP', '<svg>', ''].map((text) =>
    pictureTypeOf(Buffer.from(text, 'latin1')),
  );
  assert.deepEqual(types, ['image/png', 'image/jpeg', 'image/gif', 'image/webp', null, null]);
});
