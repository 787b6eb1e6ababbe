import { isIP } from 'node:net';
import { z } from 'zod';

const roles = ['api', 'worker', 'mail'] as const;
export type Role = (typeof roles)[number];
/** false: nobody; a number: that many hops; a list: these addresses and networks. */
export type TrustedProxies = false | number | string[];

// Names that proxy-addr knows besides addresses.
const namedNetworks = ['loopback', 'linklocal', 'uniquelocal'];

/** A whole number between the two bounds, both included. */
export function amount(least: number, most: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message);
}

export const hostName = z.string().regex(/^[A-Za-z0-9.:_%-]+$/, 'must be a host name or an IP address');

export const emailAddress = z.email('must be an e-mail address');

export const publicOrigin = z
  .string()
  .refine(isOrigin, 'must look like https://desk.example.com, without a path')
  .transform((value) => new URL(value).origin);

export const databaseUrl = z
  .string()
  .refine(
    (value) => ['postgres:', 'postgresql:', 'socket:'].includes(protocolOf(value)),
    'must look like postgres://user:password@host:5432/database',
  );

export const smtpUrl = z
  .string()
  .refine(
    (value) => ['smtp:', 'smtps:'].includes(protocolOf(value)) && new URL(value).hostname !== '',
    'must look like smtp://user:password@mail.example.com:587 (or smtps://)',
  );

export const roleList = commaList().transform((names, issue): Role[] => {
  const wrong = names.filter((name) => !roles.some((role) => role === name));
  if (wrong.length === 0 && names.length > 0) return roles.filter((role) => names.includes(role));
  issue.addIssue({ code: 'custom', message: 'must be a comma list of api, worker, mail' });
  return z.NEVER;
});

export const trustedProxies = commaList().transform((parts, issue): TrustedProxies => {
  const [only = ''] = parts.length === 1 ? parts : [];
  if (only === 'false' || only === '0') return false;
  if (/^\d{1,2}$/.test(only)) return Number(only);
  if (parts.length > 0 && parts.every(isNetwork)) return parts;
  issue.addIssue({
    code: 'custom',
    message: 'must be false, the number of proxies in front, or a comma list of their addresses (10.0.0.0/8)',
  });
  return z.NEVER;
});

function commaList() {
  return z.string().transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
}

function isNetwork(text: string): boolean {
  if (namedNetworks.includes(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function isOrigin(value: string): boolean {
  if (!['http:', 'https:'].includes(protocolOf(value))) return false;
  const { pathname, search, hash, username } = new URL(value);
  return pathname === '/' && search === '' && hash === '' && username === '';
}

function protocolOf(value: string): string {
  return URL.canParse(value) ? new URL(value).protocol : '';
}
