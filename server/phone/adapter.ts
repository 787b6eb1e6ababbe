import type { PhoneEvent } from './event.ts';

/** A request of an exchange as it came. */
export interface Push {
  readonly raw: Buffer;
  readonly mediaType: string;
  readonly isGet: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As the exchange knows it: with scheme, host and query. */
  readonly url: string;
  /** What stands behind the secret in the address: `''`, `cdr`, `popup`, `ivr`. */
  readonly part: string;
}

export interface ExchangeSettings {
  /** IANA name: the exchange's own clock where it sends no zone. */
  readonly timezone: string;
}

export interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** What one provider's documents say of its requests. Knows no calls of ours and no tickets. */
export interface Adapter {
  /** Whether a request bears the provider's signature; always true where it signs nothing and its address is the secret. */
  isGenuine(push: Push, secret: string | null): boolean;
  /** What it tells; none for what is no event of a call. Throws UnreadablePushError. */
  read(push: Push, settings: ExchangeSettings): PhoneEvent[];
  /** What it wants to hear once that is kept. */
  taken(push: Push): Reply;
  /** What it hears for something that can't be read: kept too, so it need not be sent again. */
  unreadable(error: UnreadablePushError, push: Push): Reply;
}

export class UnreadablePushError extends Error {
  override readonly name = 'UnreadablePushError';
}

export const jsonReply = (body: object, status = 200): Reply => ({
  status,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});

export const xmlReply = (element: string): Reply => ({
  status: 200,
  type: 'application/xml; charset=utf-8',
  body: `<?xml version="1.0" encoding="UTF-8"?>${element}`,
});
