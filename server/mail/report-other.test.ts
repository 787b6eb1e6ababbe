import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MailNature } from './automatic.ts';
import { parseMail } from './parse.ts';

const daemon = 'From: Mail Delivery System <MAILER-DAEMON@mx.shop.example>';
const ourId = '<p.0123456789ab.00000000000000000000000000000000.0123456789@shop.example>';
const returned = [
  'Received: from app.shop.example by mx.shop.example; Wed, 23 Sep 2026 17:24:00 +0300',
  'From: Support <support@shop.example>',
  'To: Dana <dana@customer.example>',
  'Subject: Re: order',
  `Message-ID: ${ourId}`,
  'Date: Wed, 23 Sep 2026 17:24:00 +0300',
].join('\n');

function read(headers: readonly string[], body: string): MailNature {
  const raw = `${headers.join('\n')}\nTo: support@shop.example\n\n${body}\n`;
  return parseMail(Buffer.from(raw.replaceAll('\n', '\r\n'))).nature;
}

function plain(from: string, subject: string, body: string, ...more: string[]): MailNature {
  return read([from, `Subject: ${subject}`, 'Content-Type: text/plain; charset=utf-8', ...more], body);
}

/** Kind, and address, action, status and code of each recipient. */
function shown({ kind, report }: MailNature) {
  return [
    kind,
    ...(report?.recipients ?? []).map((one) => [one.address, one.action, one.status, one.replyCode]),
  ];
}

const failed = (address: string, status: string | null, code: number | null) => [
  address,
  'failed',
  status,
  code,
];

describe('other reports', () => {
  test('a complaint (RFC 5965) and an aggregate (RFC 7489) are feedback', () => {
    const body = `--b\nContent-Type: text/plain\n\nabuse\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: loop/1\nVersion: 1\nOriginal-Rcpt-To: <dana@customer.example>\n--b\nContent-Type: message/rfc822\n\n${returned}\n\nx\n--b--`;
    const type = 'Content-Type: multipart/report; report-type=feedback-report; boundary=b';
    const nature = read(['From: loop@provider.example', 'Subject: FW: order', type], body);
    assert.deepEqual(
      [nature.kind, nature.report?.recipients[0]?.address],
      ['feedback', 'dana@customer.example'],
    );
    assert.equal(nature.report?.originalIds[0], ourId);
    const aggregate = plain(
      'From: reports@provider.example',
      'Report domain: shop.example Submitter: provider.example Report-ID: 1',
      'x',
    );
    assert.equal(aggregate.kind, 'feedback');
  });
  test('a read receipt (RFC 8098) is a receipt', () => {
    const body = `--b\nContent-Type: text/plain\n\nYour message was displayed.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; dana@customer.example\nOriginal-Message-ID: ${ourId}\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--`;
    const type = 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b';
    assert.equal(read(['From: dana@customer.example', 'Subject: Read: order', type], body).kind, 'receipt');
  });
  test('a service’s notification as JSON', () => {
    const notice = {
      notificationType: 'Bounce',
      bounce: {
        bounceType: 'Permanent',
        bouncedRecipients: [
          {
            emailAddress: 'dana@customer.example',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 unknown',
          },
        ],
      },
      mail: { commonHeaders: { messageId: ourId } },
    };
    const nature = plain('From: no-reply@sns.example', 'AWS Notification Message', JSON.stringify(notice));
    assert.deepEqual(shown(nature), ['bounce', failed('dana@customer.example', '5.1.1', 550)]);
    assert.equal(nature.report?.originalIds[0], ourId);
  });
  test('no text is so long that it takes long to read', () => {
    const began = performance.now();
    for (const line of ['a@', '<a@b.', '550 ', 'delivery ', 'לא ', 'x: y\n', '\n']) {
      plain(daemon, line.repeat(50), line.repeat(300_000 / line.length));
    }
    assert.ok(performance.now() - began < 4000, `${performance.now() - began} ms`);
  });
});
