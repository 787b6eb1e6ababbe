import { isIPv6 } from 'node:net';

export const windowMinutes = 15;
/** Failures that one address may have with one e-mail, and with all e-mails together, within the window. */
export const mostFailures = { pair: 10, address: 50 } as const;

/**
 * What failures are counted against. Never the e-mail alone: then a stranger could lock anybody out from anywhere. An
 * IPv6 customer has a whole /64, so that is one address here.
 */
export function subjectsOf(email: string, address: string): { pair: string; address: string } {
  const network = networkOf(address);
  return { pair: `email:${email} ${network}`, address: `address:${network}` };
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = (address.split('%', 1)[0] ?? '').toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = address.includes('::')
    ? Array<string>(Math.max(8 - first.length - last.length, 0)).fill('0')
    : [];
  return `${[...first, ...zeros, ...last]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/**
 * The machine's own address is that of a reverse proxy whose forwarded headers are not trusted: everybody shares it, so
 * one stranger's failures must not close the door for all.
 */
export function isOwnAddress(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./i.test(address);
}
