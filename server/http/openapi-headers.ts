import type { Endpoint } from '../../shared/endpoint.ts';
import type { Answer, Header, Parameter } from '../../shared/openapi.ts';

const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };

/** Headers that many answers share, by their name on the wire. */
export const sharedHeaders: Readonly<Record<string, Header>> = {
  'RateLimit-Limit': { description: 'Requests that the API client may send in a minute', schema: count },
  'RateLimit-Remaining': { description: 'How many of them are left', schema: count },
  'RateLimit-Reset': { description: 'Seconds until it may start anew', schema: count },
  'Retry-After': { description: 'Seconds to wait before the next try', schema: count },
  'WWW-Authenticate': { description: 'What is wrong with the token (RFC 6750, 3)', schema: text },
  ETag: { description: 'Strong tag of these very bytes, for `If-None-Match`', schema: text },
};

type Headers = NonNullable<Answer['headers']>;

export function references(...names: readonly (keyof typeof sharedHeaders)[]): Headers {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** The headers of a good answer. */
export function headersOf({ access, isTagged, answerHeaders = {} }: Endpoint): Pick<Answer, 'headers'> {
  const own = Object.entries(answerHeaders).map(([name, description]) => [
    name,
    { description, schema: text },
  ]);
  const headers: Headers = {
    ...Object.fromEntries(own),
    ...(isTagged && references('ETag')),
    ...(access !== 'anyone' && references('RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset')),
  };
  return Object.keys(headers).length > 0 ? { headers } : {};
}

/** The request headers that a call understands besides those of every call. */
export function headerParameters({ headers = {}, isTagged }: Endpoint): Parameter[] {
  const known = {
    ...headers,
    ...(isTagged && {
      'If-None-Match': 'The `ETag` of an earlier answer: 304 without a body when it still is',
    }),
  };
  return Object.entries(known).map(([name, description]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: text,
  }));
}
