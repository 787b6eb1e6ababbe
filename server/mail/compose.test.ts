import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { composeReply, type Reply } from './compose.ts';
import { directionOf, languageOf, mailHtml } from './compose-html.ts';
import { mailNaming } from './compose-id.ts';
import { quotableHtml } from './compose-quote.ts';
import { replySubject } from './compose-subject.ts';
import { textOfHtml } from './html-text.ts';
import { parseMail } from './parse.ts';
import { contentOf, type Part, readTree } from './parse-tree.ts';
import { visibleCharacters } from './quote.ts';
import { sanitiseHtml } from './sanitise.ts';

const reply: Reply = {
  mailId: '<p.a.b.c@example.org>',
  from: { name: 'שירות לקוחות', address: 'support@example.org' },
  to: [{ name: 'דנה לוי', address: 'dana@example.com' }],
  cc: [],
  subject: 'שאלה על ההזמנה',
  ticketNumber: 1234,
  text: 'שלום דנה,\n\nההזמנה נשלחה.\nמעקב: https://example.org/t?a=1&b=2.\n\nבברכה',
  inReplyTo: '<2@example.com>',
  references: ['<1@example.com>', '<2@example.com>'],
  writtenAt: new Date('2026-09-23T14:30:00Z'),
  answered: {
    from: { name: 'דנה לוי', address: 'dana@example.com' },
    at: new Date('2026-09-23T14:24:00Z'),
    text: 'מתי תגיע ההזמנה?\n<b>תודה</b>',
  },
  timezone: 'Asia/Jerusalem',
  loopMark: null,
};

/** The text and the HTML part of a mail as they were written. */
function partsOf(raw: Buffer): { text: string; html: string } {
  const leaves = (part: Part): Part[] => (part.children.length > 0 ? part.children.flatMap(leaves) : [part]);
  const of = (mediaType: string) => {
    const part = leaves(readTree(raw)).find((leaf) => leaf.mediaType === mediaType);
    return part ? contentOf(part).toString().replaceAll('\r\n', '\n') : '';
  };
  return { text: of('text/plain'), html: of('text/html') };
}

describe('a reply as a mail', () => {
  test('headers that thread it', async () => {
    const { envelope, raw } = await composeReply(reply);
    const read = parseMail(raw);
    assert.deepEqual(envelope, { from: 'support@example.org', to: ['dana@example.com'] });
    assert.equal(read.messageId, reply.mailId);
    assert.equal(read.inReplyTo, '<2@example.com>');
    assert.deepEqual(read.references, reply.references);
    assert.equal(read.subject, 'Re: שאלה על ההזמנה \u2066[#1234]\u2069');
    assert.deepEqual(read.from, reply.from);
    assert.equal(read.date?.toISOString(), '2026-09-23T14:30:00.000Z');
    assert.match(raw.toString(), /^Auto-Submitted: no\r$/m);
    assert.match(raw.toString(), /^Content-Type: multipart\/alternative/m);
  });
  test('the text reads right, and our own folding knows its quote', async () => {
    const { text } = parseMail((await composeReply(reply)).raw);
    const visible = text.slice(0, visibleCharacters(text));
    assert.equal(visible, reply.text);
    assert.match(
      text,
      /\nבתאריך 23 בספט׳ 2026 ב-17:24 מאת דנה לוי <dana@example\.com>:\n> מתי תגיע ההזמנה\?/,
    );
  });
  test('the HTML states its direction on html, body and a wrapper, and escapes', async () => {
    const { html } = partsOf((await composeReply(reply)).raw);
    assert.match(
      html,
      /<html dir="rtl" lang="he">[\s\S]*<body dir="rtl">\s*<div dir="rtl" style="direction:rtl;text-align:right/,
    );
    assert.match(
      html,
      /ההזמנה נשלחה\.<br>\nמעקב: <a href="https:\/\/example\.org\/t\?a=1&amp;b=2" dir="ltr">/,
    );
    assert.match(html, /<blockquote dir="rtl"[\s\S]*&lt;b&gt;תודה&lt;\/b&gt;[\s\S]*<\/blockquote>/);
    assert.match(html, /בברכה<\/p>/);
  });
  test('an English reply to a Hebrew mail is left to right with a right-to-left quote', async () => {
    const { html, text } = partsOf((await composeReply({ ...reply, text: 'Hello Dana,\n\nSent.' })).raw);
    assert.match(html, /<html dir="ltr" lang="en">[\s\S]*<blockquote dir="rtl" style="[^"]*border-right/);
    assert.match(text, /On 23 Sept? 2026 at 17:24, דנה לוי <dana@example\.com> wrote:/);
    assert.equal(text.slice(0, visibleCharacters(text)), 'Hello Dana,\n\nSent.');
  });
  test('a quote keeps its formatting, without its pictures and without what it quotes itself', async () => {
    const mail = (html: string) => sanitiseHtml(`<html dir="rtl"><body>${html}</body></html>`);
    const written =
      '<p style="color:#c00">מתי <b>תגיע</b>?<img src="https://spy.example/p.gif" width=1><img src="cid:l" alt="לוגו"></p><table><tr><td>7';
    const quoting = mail(
      `${written}<div class="gmail_quote">On Sunday he wrote: <blockquote>old</blockquote></div>`,
    );
    const html = quotableHtml(quoting, true) ?? '';
    assert.match(html, /<p style="color:#c00">מתי <b>תגיע<\/b>\?<span><\/span><span>\[לוגו\]<\/span><\/p>/);
    assert.match(html, /<td>7<\/td>/);
    assert.doesNotMatch(html, /img|spy|old|data-quote/);
    const sent = partsOf(
      (await composeReply({ ...reply, answered: { ...reply.answered, text: 'x', html } as never })).raw,
    ).html;
    assert.ok(sent.includes(`\n${html}\n</blockquote>\n</div>\n</body>`));
    for (const other of ['', mail('<img src="https://spy.example/p.gif">'), mail('x'.repeat(100_001))])
      assert.equal(quotableHtml(other, false), null);
    assert.equal(quotableHtml(mail('<p>new</p><p>&gt; old</p>'), true), null, 'its quote is not marked');
    const outlook = mail(
      '<p>חדש</p><div><div style="border-top:solid #E1E1E1 1.0pt"><p>מאת: x</p></div></div><p>ישן</p>',
    );
    assert.equal(textOfHtml(quotableHtml(outlook, true) ?? ''), 'חדש');
    assert.match(quotableHtml(quoting, false) ?? '', /old/, 'answers between quotes are quoted with them');
  });
  test('nothing answered, nothing quoted', async () => {
    const { html, text } = partsOf(
      (await composeReply({ ...reply, answered: null, inReplyTo: null, references: [] })).raw,
    );
    assert.equal(text, `${reply.text}\n`);
    assert.doesNotMatch(html, /blockquote/);
  });
  test('no name or subject begins a header of its own', async () => {
    const evil = 'x\r\nBcc: victim@example.com\r\n\r\nbody';
    const { raw, envelope } = await composeReply({
      ...reply,
      from: { name: evil, address: 'support@example.org' },
      to: [{ name: evil, address: 'dana@example.com' }],
      subject: evil,
      mailId: '<a@b>\r\nBcc: victim@example.com',
    });
    assert.doesNotMatch(raw.toString(), /^Bcc:/im);
    assert.deepEqual(envelope.to, ['dana@example.com']);
  });
  test('ids stay on one line, however long', async () => {
    const mailId = `<p.${'0'.repeat(60)}@a-long-name.support.example.org>`;
    const raw = (await composeReply({ ...reply, mailId, inReplyTo: mailId })).raw.toString();
    assert.ok(raw.startsWith(`Message-ID: ${mailId}\r\n`));
    assert.ok(raw.includes(`\r\nIn-Reply-To: ${mailId}\r\n`));
    assert.equal(raw.match(/^message-id:/gim)?.length, 1);
  });
  test('ids in UTF-8 are answered as they came; those in bytes that nobody can write again are not', async () => {
    const [hebrew, bytes] = ['<1@נתן-פרץ>', '<1@\u00f0\u00fa\u00ef>'];
    const references = ['<0@x.example>', bytes, hebrew];
    const raw = (await composeReply({ ...reply, inReplyTo: hebrew, references })).raw.toString();
    assert.match(raw, /^In-Reply-To: <1@נתן-פרץ>\r$/m);
    assert.match(raw, /^References: <0@x\.example> <1@נתן-פרץ>\r$/m);
    assert.doesNotMatch(
      (await composeReply({ ...reply, inReplyTo: bytes })).raw.toString(),
      /^In-Reply-To:/m,
    );
  });
  test('long threads keep the first reference and the latest', async () => {
    const references = Array.from({ length: 90 }, (_, index) => `<${index}@x.example>`);
    const read = parseMail((await composeReply({ ...reply, references })).raw);
    assert.equal(read.references.length, 20);
    assert.deepEqual([read.references[0], read.references.at(-1)], ['<0@x.example>', '<89@x.example>']);
  });
});

describe('the subject', () => {
  const number = '\u2066[#7]\u2069';
  for (const given of [
    'הזמנה',
    'Re: הזמנה',
    'RE: re: הזמנה',
    'תגובה: השב: הזמנה',
    'Re[2]: הזמנה',
    `Re: הזמנה ${number}`,
    '\u200fRe: הזמנה [#7]',
  ]) {
    test(JSON.stringify(given), () => assert.equal(replySubject(given, 7), `Re: הזמנה ${number}`));
  }
  test('a forwarded one stays forwarded; an empty one is only the number', () => {
    assert.equal(replySubject('Fwd: הזמנה', 7), `Re: Fwd: הזמנה ${number}`);
    assert.equal(replySubject(' ', 7), `Re: ${number}`);
    assert.equal(replySubject('ticket [#12]', 7), `Re: ticket [#12] ${number}`);
  });
});

test('each paragraph is read in its own direction, which the whole does not change', () => {
  const html = mailHtml(
    'שלום דנה,\n\nError: connection refused (code 5).\n\n12-34\n\nבברכה',
    null,
    () => null,
  );
  assert.match(html, /<div dir="rtl" style="direction:rtl;text-align:right/);
  assert.match(html, /<p dir="ltr" style="margin:0 0 1em;direction:ltr;text-align:left">Error/);
  assert.match(html, /<p style="margin:0 0 1em">12-34<\/p>\n<p style="margin:0 0 1em">בברכה/);
});

test('direction is that of most lines, each as it begins or as most of its letters are', () => {
  const right = [
    'שלום, Order 123 של iPhone 15 Pro Max נשלח via DHL express',
    'iPhone 15 נשלח אליך אתמול',
    'שלום,\nראו https://shop.example.com/orders/status?number=12345&language=english',
  ];
  assert.deepEqual(right.map(directionOf), ['rtl', 'rtl', 'rtl']);
  assert.deepEqual(['On 23 Sept 2026, דנה לוי <d@x.example> wrote:', 'Hello דנה,'].map(directionOf), [
    'ltr',
    'ltr',
  ]);
});

test('direction and language are those of most letters', () => {
  assert.deepEqual(['שלום ABC', 'Hello שלום', '123', 'مرحبا'].map(directionOf), ['rtl', 'ltr', 'rtl', 'rtl']);
  assert.deepEqual(['שלום', 'Hello', 'مرحبا'].map(languageOf), ['he', 'en', 'ar']);
});

test('spaces and line breaks that people typed are kept', () => {
  assert.match(
    mailHtml('א  ב\n  ג\n\n\nד', null, () => null),
    /<p[^>]*>א &nbsp;ב<br>\n&nbsp;&nbsp;ג<\/p>\n<p[^>]*>ד<\/p>/,
  );
});

test('our Message-IDs are stable, and signed', () => {
  const ids = ['0198c000-0000-7000-8000-00000000000a', '0198c000-0000-7000-8000-00000000000b'] as const;
  const named = mailNaming(Buffer.alloc(32, 1)).mailIdOf(...ids, 'support@example.org');
  assert.match(named, /^<p\.00000000000a\.0198c00000007000800000000000000b\.[0-9a-f]{10}@example\.org>$/);
  assert.equal(mailNaming(Buffer.alloc(32, 1)).mailIdOf(...ids, 'support@example.org'), named);
  assert.notEqual(mailNaming(Buffer.alloc(32, 2)).mailIdOf(...ids, 'support@example.org'), named);
});
