import assert from 'node:assert/strict';
import { parseMail } from '../mail/parse.ts';
import { deliver, rawMail, settledLedger, until } from './mail-client.ts';
import type { MailSink } from './mail-sink.ts';
import type { Answer, Ask, TestApp, TestTenant } from './start-test-app.ts';

type Body = Answer['body'];

export interface SendingDesk {
  readonly tenant: TestTenant;
  readonly ask: Ask;
  readonly ticketId: string;
  readonly customer: string;
  /** An address at a host of this desk's own. */
  at(name: string): string;
  page(): Promise<Body>;
  /** The page once its last message's delivery is in that state. */
  pageWhen(state: string): Promise<Body>;
  reply(body: object): Promise<Body>;
  forward(body: object): Promise<Body>;
  upload(name: string, content: string | Buffer, more?: string): Promise<Body>;
  /** Another word of the customer. */
  hear(text: string, more?: readonly string[], from?: string): Promise<void>;
}

/** A tenant with one ticket by mail, in Hebrew, to which a colleague of the customer's was copied. */
export async function sendingDesk(app: TestApp): Promise<SendingDesk> {
  const tenant = await app.newTenant();
  const ask = await tenant.asUser();
  const at = (name: string) => `${name}@c-${tenant.host}`;
  const customer = at('dana');
  let rows = 0;
  const hear = async (text: string, more: readonly string[] = [], from = customer) => {
    rows += 1;
    const headers = [`From: Dana <${from}>`, `To: ${tenant.mailAddress}, Avi <${at('avi')}>`, ...more];
    await deliver(app, tenant.mailAddress, rawMail(headers, text), from);
    await settledLedger(ask, rows);
  };
  await hear('מתי תגיע ההזמנה?', [
    'Subject: =?utf-8?B?16nXkNec15Q=?=',
    'Message-ID: <q@example.com>',
    `Cc: ${tenant.mailAddress.replace('@', '+x@')}, Boss <${at('boss')}>`,
  ]);
  const page = async () => (await ask('GET', '/api/tickets/1')).body;
  const { ticket, messages } = await page();
  const made = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
    const answer = await ask('POST', url, body, headers);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  return {
    tenant,
    ask,
    ticketId: ticket.id,
    customer,
    at,
    page,
    hear,
    pageWhen: (state) =>
      until(
        () => ask('GET', '/api/tickets/1'),
        (body) => body.messages.at(-1).delivery?.state === state,
      ),
    reply: (body) => made(`/api/tickets/${ticket.id}/replies`, body),
    forward: (body) => made(`/api/messages/${messages[0].id}/forward`, body),
    upload: (name, content, more = '') =>
      made(`/api/uploads?name=${encodeURIComponent(name)}${more}`, content, { 'content-type': 'text/plain' }),
  };
}

/** The one mail that an address got, read. */
export function mailTo(world: MailSink, address: string) {
  const [mail, ...others] = world.to(address);
  assert.ok(mail && others.length === 0, `${address} got ${others.length + (mail ? 1 : 0)} mails`);
  return { ...parseMail(mail.raw), raw: mail.raw.toString('latin1'), envelope: mail.to };
}

/** A picture of one dot. */
export const dot = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
