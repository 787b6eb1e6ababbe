import type { Readable } from 'node:stream';
import DKIM from 'nodemailer/lib/dkim';

/** Signs mail of one domain (RFC 6376). */
export interface DkimKey {
  readonly domain: string;
  readonly selector: string;
  /** PEM. */
  readonly privateKey: string;
}

/** The mail with its signature on top. Its body is held in memory meanwhile: the signature comes before what it signs. */
export function signed(content: Readable, { domain, selector, privateKey }: DkimKey): Readable {
  return new DKIM({ domainName: domain, keySelector: selector, privateKey }).sign(content);
}
