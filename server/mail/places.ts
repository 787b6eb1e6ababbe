import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { isPublicAddress } from '../outside/public-address.ts';

/** Where a connection goes: the address that was looked at, and the name that the server's certificate must have. */
export interface Place {
  readonly host: string;
  readonly servername?: string;
}

/** A host that leads into our own network, on an installation whose tenants must not reach it. */
export class PrivatePlaceError extends Error {
  override readonly name = 'PrivatePlaceError';
}

/**
 * A mail server's name as it may be connected to. Where our own network is closed to tenants, the name is resolved here and
 * the connection goes to that very address: a second look-up could be answered otherwise. Throws PrivatePlaceError, or what
 * the look-up says.
 */
export async function placeOf(host: string, isPrivateAllowed: boolean): Promise<Place> {
  if (isPrivateAllowed) return { host };
  const name = host.replace(/^\[(.*)\]$/, '$1');
  const addresses =
    isIP(name) === 0 ? (await lookup(name, { all: true })).map(({ address }) => address) : [name];
  const [first] = addresses;
  if (first === undefined || !addresses.every(isPublicAddress)) throw new PrivatePlaceError(host);
  return isIP(name) === 0 ? { host: first, servername: name } : { host: first };
}
