import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import iconv from 'iconv-lite';
import { parseMail } from './parse.ts';
import { MailLimitError } from './parse-head.ts';

/** A mail of header lines and a body; bytes above 127 by latin1 escapes. */
function mail(headers: string[], body: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`, 'latin1'), Buffer.from(body)]);
}

const base = ['From: Dana Levi <dana@example.com>', 'To: support@example.org', 'Message-ID: <1@example.com>'];

function word(text: string, charset: string): string {
  return `=?${charset}?B?${iconv.encode(text, charset).toString('base64')}?=`;
}

describe('headers', () => {
  test('a Hebrew subject cut into words inside a character', async () => {
    const bytes = Buffer.from('שאלה על ההזמנה');
    const [one, two] = [bytes.subarray(0, 5), bytes.subarray(5)].map((part) => part.toString('base64'));
    const { subject } = parseMail(mail([...base, `Subject: =?utf-8?B?${one}?=\r\n =?UTF-8?B?${two}?=`], ''));
    assert.equal(subject, 'שאלה על ההזמנה');
  });
  test('words of several charsets, Q and B, with text between', async () => {
    const q = '=?iso-8859-8-i?Q?=F9=EC=E5=ED_?=';
    const line = `Subject: Re: ${q} ${word('עולם', 'windows-1255')} [12] =?x-nobody?Q?abc?=`;
    assert.equal(parseMail(mail([...base, line], '')).subject, 'Re: שלום עולם [12] abc');
  });
  test('raw windows-1255 bytes in subject and name', async () => {
    const name = iconv.encode('דנה לוי', 'windows-1255').toString('latin1');
    const { from, subject } = parseMail(mail([`From: ${name} <d@example.com>`, `Subject: ${name}`], ''));
    assert.deepEqual([from, subject], [{ name: 'דנה לוי', address: 'd@example.com' }, 'דנה לוי']);
  });
  test('a name with a comma, direction controls and an address inside stays a name', async () => {
    const from = `From: ${word('\u202eלוי, דנה <boss@bank.example>', 'utf-8')} <dana@example.com>`;
    const read = parseMail(mail([from], ''));
    assert.deepEqual(read.from, { name: 'לוי, דנה <boss@bank.example>', address: 'dana@example.com' });
  });
  test('Message-IDs with and without brackets; an empty one is none', async () => {
    const headers = [
      'Message-ID: <>',
      'In-Reply-To: Your mail <a@x> of Monday',
      'References: <a@x>\r\n <b@x> <a@x>',
    ];
    const read = parseMail(mail(['From: a@example.com', ...headers], ''));
    assert.deepEqual([read.messageId, read.inReplyTo, read.references], [null, '<a@x>', ['<a@x>', '<b@x>']]);
    assert.equal(parseMail(mail(['Message-ID: c@x'], '')).messageId, '<c@x>');
  });
  test('a Message-ID in UTF-8 is one name, letters and all', async () => {
    const id = Buffer.from('<1@נתן-פרץ>').toString('latin1');
    const read = parseMail(mail([`Message-ID: ${id}`, `References: ${id}`], ''));
    assert.deepEqual([read.messageId, read.references], ['<1@נתן-פרץ>', ['<1@נתן-פרץ>']]);
  });
  test('nothing at all is still a mail', async () => {
    const read = parseMail(Buffer.from('\r\n'));
    assert.deepEqual([read.from, read.subject, read.text, read.html, read.date], [null, '', '', null, null]);
  });
  test('a date that makes no sense is no date; groups and many recipients are flattened', async () => {
    const headers = ['Date: Tue, 99 Foo 2031', 'To: Team: a@x.example, b@x.example;, c@x.example'];
    const read = parseMail(mail(headers, 'x'));
    assert.equal(read.date, null);
    assert.deepEqual(
      read.to.map(({ address }) => address),
      ['a@x.example', 'b@x.example', 'c@x.example'],
    );
  });
  test('what says that a program wrote it is kept', async () => {
    const read = parseMail(mail([...base, 'Auto-Submitted: auto-replied', 'Precedence: bulk'], 'x'));
    assert.deepEqual([read.nature.kind, read.nature.signs], ['auto_reply', ['auto-submitted: auto-replied']]);
    assert.equal(parseMail(mail([...base, 'Auto-Submitted: no'], 'x')).nature.kind, null);
  });
});

describe('bodies', () => {
  test('a body without a label, in windows-1255', async () => {
    const read = parseMail(mail(base, iconv.encode('שלום רב, מה שלומכם', 'windows-1255')));
    assert.equal(read.text, 'שלום רב, מה שלומכם');
  });
  test('text comes from the HTML where there is no text part', async () => {
    const headers = [...base, 'Content-Type: text/html; charset=utf-8'];
    const read = parseMail(mail(headers, '<p>שלום <b>רב</b></p><script>x()</script><p>דנה</p>'));
    assert.equal(read.text, 'שלום רב\n\nדנה');
    assert.match(read.html ?? '', /<b>רב<\/b>/);
  });
  test('a text part beside an HTML footer is not lost from the HTML', async () => {
    const parts = [
      'text/plain; charset=utf-8\r\n\r\nמילות הלקוח <b>',
      'text/html; charset=utf-8\r\n\r\n<i>footer</i>',
    ];
    const body = `${parts.map((part) => `--b\r\nContent-Type: ${part}\r\n`).join('')}--b--\r\n`;
    const read = parseMail(mail([...base, 'Content-Type: multipart/mixed; boundary=b'], body));
    assert.match(read.html ?? '', /מילות הלקוח &lt;b&gt;/);
    assert.match(read.text, /מילות הלקוח <b>[\s\S]*footer/);
  });
  test('HTML alone inside related parts is read too', async () => {
    const html = '<p>שלום &amp; ברכה</p><table><tr><td>א</td><td>ב</td></tr></table>סוף<br>&lt;b&gt;';
    const body = `--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n--b--\r\n`;
    const read = parseMail(mail([...base, 'Content-Type: multipart/related; boundary=b'], body));
    assert.equal(read.text, 'שלום & ברכה\n\nא ב\n\nסוף\n<b>');
  });
  test('words that no structure announces are shown', async () => {
    for (const type of ['multipart/mixed', 'multipart/mixed; boundary=nowhere']) {
      const read = parseMail(mail([...base, `Content-Type: ${type}`], 'מילים בלי מבנה\r\n'));
      assert.equal(read.text, 'מילים בלי מבנה');
    }
  });
  test('characters that no database keeps are dropped', async () => {
    assert.equal(parseMail(mail(base, 'a\u0000b')).text, 'ab');
  });
  test('a text too long to show is cut and attached whole', async () => {
    const read = parseMail(mail(base, `${'א'.repeat(599_999)}ת`));
    assert.equal(read.text.length, 500_000);
    const [whole] = read.attachments;
    assert.equal(whole?.name, 'message.txt');
    assert.ok(whole?.content.toString().endsWith('ת'));
  });
});

describe('attachments', () => {
  async function nameOf(...headers: string[]): Promise<string | undefined> {
    const part = ['--b', ...headers, '', 'x', '--b--', ''].join('\r\n');
    const read = parseMail(
      mail([...base, 'Content-Type: multipart/mixed; boundary=b'], Buffer.from(part, 'latin1')),
    );
    return read.attachments[0]?.name;
  }
  const type = 'Content-Type: application/octet-stream';
  const attached = 'Content-Disposition: attachment';
  test('Hebrew names: RFC 2231 in pieces, encoded words, raw bytes', async () => {
    const percent = [...iconv.encode('חשבונית מס.pdf', 'windows-1255')]
      .map((b) => `%${b.toString(16)}`)
      .join('');
    const cut = 24;
    const pieces = `;\r\n filename*0*=windows-1255''${percent.slice(0, cut)};\r\n filename*1*=${percent.slice(cut)}`;
    assert.equal(await nameOf(type, attached + pieces), 'חשבונית מס.pdf');
    assert.equal(
      await nameOf(type, `${attached}; filename="${word('חשבונית.pdf', 'windows-1255')}"`),
      'חשבונית.pdf',
    );
    const raw = iconv.encode('חשבונית.pdf', 'windows-1255').toString('latin1');
    assert.equal(await nameOf(`${type}; name="${raw}"`, attached), 'חשבונית.pdf');
  });
  test('no name leads out of a folder or hides its ending', async () => {
    assert.equal(await nameOf(type, `${attached}; filename="..\\\\..\\\\etc/passwd"`), 'passwd');
    assert.equal(
      await nameOf(type, `${attached}; filename="${word('תמונה\u202egpj.exe', 'utf-8')}"`),
      'תמונהgpj.exe',
    );
    assert.equal(await nameOf(type, `${attached}; filename="a\u0007b\r\n c.txt"`), 'ab c.txt');
    assert.equal(
      (await nameOf(type, `${attached}; filename="${'x'.repeat(400)}.docx"`))?.slice(-6),
      'x.docx',
    );
    assert.equal(await nameOf('Content-Type: message/rfc822', attached), 'attachment-1.eml');
  });
  test('an embedded picture has its Content-ID', async () => {
    const body = [
      '--b',
      'Content-Type: text/html',
      '',
      '<img src="cid:p1@x">',
      '--b',
      'Content-Type: image/png',
      'Content-ID: <p1@x>',
      'Content-Transfer-Encoding: base64',
      '',
      'iVBORw0KGgo=',
      '--b--',
      '',
    ].join('\r\n');
    const read = parseMail(mail([...base, 'Content-Type: multipart/related; boundary=b'], body));
    const [picture] = read.attachments;
    assert.deepEqual(
      [picture?.contentId, picture?.isInline, picture?.mediaType],
      ['p1@x', true, 'image/png'],
    );
    assert.equal(picture?.content.toString('hex'), '89504e470d0a1a0a');
  });
});

describe('limits', () => {
  const nested = (depth: number) => {
    let body = 'Content-Type: text/plain\r\n\r\nx\r\n';
    for (let level = 0; level < depth; level += 1) {
      body = `Content-Type: multipart/mixed; boundary=b${level}x\r\n\r\n--b${level}x\r\n${body}\r\n--b${level}x--\r\n`;
    }
    return Buffer.from(`From: a@example.com\r\n${body}`);
  };
  test('parts nested 20 deep are read, deeper is refused', async () => {
    assert.equal(parseMail(nested(20)).text, 'x');
    assert.throws(() => parseMail(nested(30)), MailLimitError);
  });
  test('more than 1,000 parts', async () => {
    const body = `${'--b\r\n\r\nx\r\n'.repeat(1100)}--b--\r\n`;
    assert.throws(
      () => parseMail(mail([...base, 'Content-Type: multipart/mixed; boundary=b'], body)),
      MailLimitError,
    );
  });
  test('more than 256 KB of headers', async () => {
    assert.throws(() => parseMail(mail([...base, `X-Long: ${'y'.repeat(300_000)}`], 'x')), MailLimitError);
  });
});
