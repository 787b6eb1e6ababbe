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

function dsn(
  fields: string,
  type = 'message/delivery-status',
  top = 'multipart/report; report-type=delivery-status',
) {
  const parts = [
    `--b\nContent-Type: text/plain\n\nThis is the mail system. Your message is below.\n`,
    `--b\nContent-Type: ${type}\n\n${fields}\n`,
    `--b\nContent-Type: message/rfc822\n\n${returned}\n\nwhat we wrote\n--b--`,
  ];
  return read([daemon, 'Subject: Undelivered Mail', `Content-Type: ${top}; boundary=b`], parts.join('\n'));
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

describe('reports with fields (RFC 3464)', () => {
  const fields = [
    'Reporting-MTA: dns; mx.shop.example',
    '',
    'Final-Recipient: rfc822; dana@customer.example',
    'Action: failed',
    'Status: 5.1.1',
    'Remote-MTA: dns; in.customer.example',
    'Diagnostic-Code: smtp; 550 5.1.1 <dana@customer.example>: no such',
    ' mailbox here',
  ];
  test('who, what, why, and whose words', () => {
    const nature = dsn(fields.join('\n'));
    assert.deepEqual(shown(nature), ['bounce', failed('dana@customer.example', '5.1.1', 550)]);
    const [one] = nature.report?.recipients ?? [];
    assert.equal(one?.words, '550 5.1.1 <dana@customer.example>: no such mailbox here');
    assert.equal(one?.remoteServer, 'in.customer.example');
    assert.equal(nature.report?.reportingServer, 'mx.shop.example');
    assert.equal(nature.report?.originalIds[0], ourId);
    assert.equal(nature.report?.returned?.from?.address, 'support@shop.example');
    assert.equal(nature.mayBeAnswered, false);
  });
  test('sloppy ones: as text, without blank lines, in a mixed mail, in another case', () => {
    const expected = ['bounce', failed('dana@customer.example', '5.1.1', 550)];
    assert.deepEqual(shown(dsn(fields.join('\n'), 'text/plain')), expected);
    assert.deepEqual(shown(dsn(fields.filter((line) => line !== '').join('\n'))), expected);
    assert.deepEqual(shown(dsn(fields.join('\n'), 'message/delivery-status', 'multipart/mixed')), expected);
    const shouted = fields.map((line) => line.replace(/^[\w-]+/, (name) => name.toUpperCase()));
    assert.deepEqual(shown(dsn(shouted.join('\n\n'))), expected);
    const base64 = Buffer.from(fields.join('\r\n')).toString('base64');
    const encoded = dsn(base64, 'message/delivery-status\nContent-Transfer-Encoding: base64');
    assert.deepEqual(shown(encoded), expected);
  });
  test('broken structure: the boundary of the header is not the one in the body', () => {
    const body = `--other\nContent-Type: message/delivery-status\n\n${fields.join('\n')}\n--other--`;
    const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary=gone';
    const nature = read([daemon, 'Subject: Undelivered', type], body);
    assert.deepEqual(shown(nature), ['bounce', failed('dana@customer.example', '5.1.1', 550)]);
  });
  test('a delay is no bounce, whatever its text says of failing', () => {
    const nature = dsn(
      'Final-Recipient: rfc822; dana@customer.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 421 busy',
    );
    assert.deepEqual(shown(nature), ['delay', ['dana@customer.example', 'delayed', '4.4.1', 421]]);
  });
  test('given up after days of trying is a bounce, though its status begins with 4', () => {
    const nature = dsn('Final-Recipient: rfc822; dana@customer.example\nAction: failed\nStatus: 4.4.7');
    assert.equal(nature.kind, 'bounce');
  });
  test('delivered is a receipt; one of two that failed makes a bounce', () => {
    const ok = 'Final-Recipient: rfc822; avi@customer.example\nAction: relayed\nStatus: 2.1.5';
    assert.equal(dsn(ok).kind, 'receipt');
    const both = shown(dsn(`${ok}\n\n${fields.slice(2).join('\n')}`));
    assert.deepEqual(both[1], ['avi@customer.example', 'delivered', '2.1.5', null]);
    assert.deepEqual([both[0], both[2]], ['bounce', failed('dana@customer.example', '5.1.1', 550)]);
  });
  test('a vague status gives way to what the other server said', () => {
    const nature = dsn(
      'Final-Recipient: rfc822; dana@customer.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.2 full',
    );
    assert.deepEqual(shown(nature)[1], failed('dana@customer.example', '5.2.2', 552));
  });
});

describe('reports in prose', () => {
  const gone = 'dana@customer.example';
  const prose: Record<string, readonly [string, string, string, ...string[]]> = {
    qmail: [
      'From: MAILER-DAEMON@mx.shop.example',
      'failure notice',
      `Hi. This is the qmail-send program.\nI'm afraid I wasn't able to deliver your message.\n\n<${gone}>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 sorry, no mailbox here by that name\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\n${returned}`,
    ],
    Exim: [
      'From: Mail Delivery System <Mailer-Daemon@mx.shop.example>',
      'Mail delivery failed: returning message to sender',
      `A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error:\n\n  ${gone}\n    host in.customer.example [192.0.2.9]\n    SMTP error from remote mail server after RCPT TO:<${gone}>:\n    550 5.1.1 unknown\n\n------ This is a copy of the message, including all the headers. ------\n\n${returned}`,
      `X-Failed-Recipients: ${gone}`,
    ],
    Gmail: [
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
      'Delivery Status Notification (Failure)',
      `Delivery to the following recipient failed permanently:\n\n     ${gone}\n\nTechnical details of permanent failure:\nThe error that the other server returned was:\n550 5.1.1 no such user\n\n----- Original message -----\n\n${returned}`,
    ],
    'Gmail in Hebrew': [
      'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
      'Delivery Status Notification (Failure)',
      `** הכתובת לא נמצאה **\n\nההודעה שלך לא נמסרה אל ${gone} כי הכתובת לא נמצאה או שאין לה אפשרות לקבל דואר.\n\nהתשובה הייתה:\n550 5.1.1 no such user\n`,
    ],
    'Exchange in Hebrew': [
      'From: Microsoft Outlook <postmaster@customer.example>',
      'לא ניתן למסירה: הזמנה 12',
      `המסירה אל הנמענים או הקבוצות הבאים נכשלה:\n\n${gone}\nכתובת הדואר האלקטרוני שהזנת לא נמצאה.\n\nמידע אבחון עבור מנהלי מערכת:\n\n${gone}\nRemote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'\n`,
    ],
    'Exchange of old': [
      'From: System Administrator <postmaster@customer.example>',
      'Undeliverable: order',
      `Your message\n\n  To:      ${gone}\n  Subject: order\n  Sent:    Wed, 23 Sep 2026 17:24:00\n\ndid not reach the following recipient(s):\n\n${gone} on Wed, 23 Sep 2026 17:25:00\n    The recipient name is not recognized 550 5.1.1\n`,
    ],
    'an old Sendmail': [
      'From: Mail Delivery Subsystem <MAILER-DAEMON@mx.shop.example>',
      'Returned mail: User unknown',
      `   ----- Transcript of session follows -----\n... while talking to in.customer.example.:\n>>> RCPT To:<${gone}>\n<<< 550 5.1.1 <${gone}>... User unknown\n\n   ----- Unsent message follows -----\n${returned}`,
    ],
    'a server without a name, in Japanese': [
      'From: <>',
      'メール配信エラー',
      `以下のメールアドレスへの送信に失敗しました。\n${gone}\n\n550 5.1.1 no such user\n`,
      'Return-Path: <>',
    ],
  };
  for (const [name, [from, subject, body, ...more]] of Object.entries(prose)) {
    test(name, () => {
      assert.deepEqual(shown(plain(from, subject, body, ...more)), ['bounce', failed(gone, '5.1.1', 550)]);
    });
  }
  test('it names our mail by what comes back below it', () => {
    const nature = plain(...(prose.qmail as [string, string, string]));
    assert.deepEqual(nature.report?.originalIds, [ourId]);
  });
  test('a warning that it will be tried again, in Hebrew too', () => {
    const warning = `Your message could not be delivered for more than 4 hours.\nIt will be retried until it is 5 days old.\n\n<${gone}>: connect to in.customer.example: timed out\n`;
    assert.equal(plain(daemon, 'Delayed Mail (still being retried)', warning).kind, 'delay');
    const hebrew = `מסירת ההודעה אל הנמענים הבאים התעכבה:\n\n${gone}\n\nהמערכת תנסה שוב למסור את ההודעה.\n`;
    assert.equal(plain('From: postmaster@customer.example', 'מסירה מושהית: הזמנה', hebrew).kind, 'delay');
  });
});

describe('what is no bounce', () => {
  test('a person who quotes one, forwards one, or asks about one', () => {
    const words = `my mail came back, what now?\n\n> Delivery to the following recipient failed permanently:\n>   you@shop.example\n> 550 5.1.1 no such user`;
    const dana = 'From: Dana <dana@customer.example>';
    for (const subject of [
      'Re: Delivery Status Notification (Failure)',
      'Undelivered mail',
      'ההודעה שלי לא נמסרה',
    ]) {
      assert.equal(plain(dana, subject, words).kind, null, subject);
    }
    const attached = `--b\nContent-Type: text/plain\n\nsee below, it could not be delivered\n--b\nContent-Type: message/rfc822\n\n${daemon}\nSubject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status; boundary=c\n\n--c\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; x@y.example\nAction: failed\nStatus: 5.1.1\n--c--\n--b--`;
    assert.equal(
      read([dana, 'Subject: Fwd', 'Content-Type: multipart/mixed; boundary=b'], attached).kind,
      null,
    );
  });
  test('a parcel that could not be delivered, whoever says it', () => {
    const words = 'The parcel 550 could not be delivered. Call courier@post.example.';
    const robot = plain(
      'From: no-reply@post.example',
      'Delivery failed',
      words,
      'Auto-Submitted: auto-generated',
    );
    assert.notEqual(robot.kind, 'bounce');
    assert.equal(
      plain('From: dana@customer.example', 'החבילה לא נמסרה', 'היכן החבילה? לא נמסרה לי').kind,
      null,
    );
  });
  test('a postmaster’s own words', () => {
    const nature = plain(
      'From: postmaster@customer.example',
      'invoice',
      'Please send us the invoice of August.',
    );
    assert.equal(nature.kind, null);
  });
  test('a challenge, and a vacation', () => {
    const challenge =
      'Please confirm that you are a person: reply to this mail and your message will be delivered.';
    assert.notEqual(
      plain('From: dana@customer.example', 'Confirm: order', challenge, 'Return-Path: <>').kind,
      'bounce',
    );
    const vacation = plain(
      'From: dana@customer.example',
      'Out of office: order',
      'I am away until Sunday.',
      'Auto-Submitted: auto-replied',
      'Return-Path: <>',
    );
    assert.equal(vacation.kind, 'auto_reply');
  });
  test('who says so only in words is believed when no address to return to is given', () => {
    const nature = plain(
      'From: Mail Gateway <gateway@customer.example>',
      'Undeliverable mail',
      `To: dana@customer.example failed: 550 5.1.1 unknown\n`,
    );
    assert.deepEqual([nature.kind, nature.perhaps], [null, 'bounce']);
  });
});
