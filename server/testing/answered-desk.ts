import assert from 'node:assert/strict';
import { parseMail } from '../mail/parse.ts';
import { deliver, rawMail, settledLedger, until } from './mail-client.ts';
import type { MailSink } from './mail-sink.ts';
import type { Answer, Ask, TestApp, TestTenant } from './start-test-app.ts';

export type Body = Answer['body'];
export interface Desk {
  readonly app: TestApp;
  readonly tenant: TestTenant;
  readonly ask: Ask;
  readonly customer: string;
  /** The Message-ID of our reply, as the customer's server saw it. */
  readonly ourId: string;
  page(): Promise<Body>;
}

/** A tenant whose only ticket was answered: handled, by a reply that was accepted. */
export async function answeredDesk(app: TestApp, world: MailSink): Promise<Desk> {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const customer = `dana@${tenant.host}`;
  const inquiry = rawMail(
    [`From: Dana <${customer}>`, 'Subject: order', 'Message-ID: <q@example.com>'],
    'where?',
  );
  await deliver(app, tenant.mailAddress, inquiry);
  await settledLedger(ask, 1);
  const page = async () => (await ask('GET', '/api/tickets/1')).body;
  await reply(ask, (await page()).ticket.id);
  await until(
    () => ask('GET', '/api/tickets/1'),
    (body) => body.ticket.is_handled,
  );
  const ourId = parseMail(world.to(customer)[0]?.raw ?? Buffer.alloc(0)).messageId ?? '';
  return { app, tenant, ask, customer, ourId, page };
}

export async function reply(ask: Ask, ticketId: string, more: object = {}): Promise<void> {
  const answer = await ask('POST', `/api/tickets/${ticketId}/replies`, { text: 'on its way', ...more });
  assert.equal(answer.status, 201, answer.text);
}

interface Dsn {
  readonly about: string;
  readonly address: string;
  readonly action?: string;
  readonly status?: string;
}

/** A report of a mail server (RFC 3464). */
export function dsn({ about, address, action = 'failed', status = '5.1.1' }: Dsn): string {
  const parts = [
    `--b\nContent-Type: text/plain\n\nThis is the mail system.`,
    `--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; ${address}\nAction: ${action}\nStatus: ${status}\nDiagnostic-Code: smtp; 550 ${status} no mailbox of that name`,
    `--b\nContent-Type: text/rfc822-headers\n\nReceived: from app by mx.example\nFrom: us\nTo: ${address}\nMessage-ID: ${about}\n\n--b--`,
  ];
  const head = `From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail\nMessage-ID: <${Math.random()}@mx.example>\nContent-Type: multipart/report; report-type=delivery-status; boundary=b`;
  return `${head}\n\n${parts.join('\n')}\n`.replaceAll('\n', '\r\n');
}

/** Delivers as a machine does, without an address to return to; answers the ledger's newest row. */
export async function fromMachine(
  desk: Pick<Desk, 'app' | 'tenant' | 'ask'>,
  raw: string,
  rows: number,
): Promise<Body> {
  await deliver(desk.app, desk.tenant.mailAddress, raw, '');
  return (await settledLedger(desk.ask, rows))[0];
}

export const kindsOf = (page: Body) => page.messages.map((one: { kind: string | null }) => one.kind);
