import { createHmac } from 'node:crypto';
import type { PhoneProvider } from '../../shared/phone-connections.ts';
import type { Answer, Ask, TestApp, TestTenant } from './start-test-app.ts';

/** An exchange that a tenant is connected with, as it speaks to us. */
export interface TestExchange {
  readonly id: string;
  readonly addresses: Readonly<Record<string, string>>;
  /** Sends JSON, or a text as a form. */
  push(body: object | string, headers?: Record<string, string>, purpose?: string): Promise<Answer>;
}

export const exchangeSecret = '12345';

export async function connectExchange(
  product: TestApp,
  tenant: TestTenant,
  administrator: Ask,
  given: { provider: PhoneProvider } & Record<string, unknown>,
): Promise<TestExchange> {
  const secret = ['placetel', 'twilio'].includes(given.provider) ? { secret: exchangeSecret } : {};
  const { body } = await administrator('POST', '/api/phone-connections', {
    name: given.provider,
    ...secret,
    ...given,
  });
  const addresses: Record<string, string> = Object.fromEntries(
    body.addresses.map((one: { purpose: string; url: string }) => [one.purpose, one.url]),
  );
  return {
    id: body.connection.id,
    addresses,
    async push(sent, headers = {}, purpose = Object.keys(addresses)[0] ?? '') {
      const address = new URL(addresses[purpose] ?? '');
      const isForm = typeof sent === 'string';
      const payload = isForm ? sent : JSON.stringify(sent);
      const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
      const answer = await product.app.inject({
        method: 'POST',
        url: address.pathname + address.search,
        headers: { host: tenant.host, 'content-type': type, ...headers },
        payload,
      });
      const text = answer.payload;
      const isJson = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text,
        body: isJson ? JSON.parse(text) : undefined,
      };
    },
  };
}

/** As Placetel signs. */
export const placetelSignature = (body: string) => ({
  'x-placetel-signature': createHmac('sha256', exchangeSecret).update(body).digest('hex'),
});

/** As Twilio signs, for parameters without double names. */
export function twilioSignature(url: string, body: string, secret = exchangeSecret) {
  const sorted = [...new URLSearchParams(body)].sort(([one], [other]) => (one < other ? -1 : 1)).flat();
  const signature = createHmac('sha1', secret)
    .update(url + sorted.join(''))
    .digest('base64');
  return { 'x-twilio-signature': signature };
}
