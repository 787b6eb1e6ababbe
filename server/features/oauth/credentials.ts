import { Problem } from '../../problem.ts';

export interface Credentials {
  readonly clientId: string;
  readonly secret: string;
}

interface Form {
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
}

/** Longer than any that we or the old system gave out. */
const longest = 500;

/**
 * The readings of a client's credentials, likeliest first; none when there are none. RFC 6749, 2.3.1 wants id and secret
 * form-encoded inside Basic, old clients and curl send them raw: both readings are given. Problem `invalid_request` when the
 * client authenticates in two ways at once (2.3).
 */
export function credentialsOf(authorization: string | undefined, form: Form): Credentials[] {
  if (authorization === undefined) {
    const { client_id: clientId, client_secret: secret } = form;
    return clientId !== undefined && secret !== undefined ? [{ clientId, secret }].filter(isPossible) : [];
  }
  if (form.client_secret !== undefined) throw new Problem('bad_request', 'invalid_request');
  const readings = readingsOfBasic(authorization);
  // A client_id alone is no second authentication, but it must be the same client's.
  const isOther =
    form.client_id !== undefined && readings.every(({ clientId }) => clientId !== form.client_id);
  if (isOther && readings.length > 0) throw new Problem('bad_request', 'invalid_request');
  return readings.filter(isPossible);
}

function readingsOfBasic(authorization: string): Credentials[] {
  const encoded = /^basic +([\w+/-]+=*) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return [];
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return [];
  const raw = { clientId: pair.slice(0, colon), secret: pair.slice(colon + 1) };
  const decoded = { clientId: formDecoded(raw.clientId), secret: formDecoded(raw.secret) };
  const isSame = decoded.clientId === raw.clientId && decoded.secret === raw.secret;
  return isSame ? [raw] : [raw, decoded];
}

/** Text that is not form-encoded stays as it is. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

// PostgreSQL can't even be asked about a text with U+0000.
function isPossible({ clientId, secret }: Credentials): boolean {
  return clientId !== '' && clientId.length + secret.length <= longest && !clientId.includes('\u0000');
}
