/**
 * The one spelling of a host name: lower case, without port, trailing dot or IPv6 brackets. Takes what a Host header
 * carries; a name that is none comes out as it is and finds nothing.
 */
export function hostKey(given: string): string {
  const host = given.trim().toLowerCase();
  if (host.startsWith('[')) return host.slice(1).split(']', 1)[0] ?? '';
  // Several colons without brackets: a bare IPv6 address, which has no port.
  const name = host.indexOf(':') === host.lastIndexOf(':') ? (host.split(':', 1)[0] ?? '') : host;
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** What an administrator typed (Hebrew domains, a whole URL) as a host key; null when it names no host. */
export function hostKeyOfTyped(typed: string): string | null {
  const bare = typed.trim().includes('://')
    ? typed.trim()
    : `http://${isBareIpv6(typed) ? `[${typed.trim()}]` : typed.trim()}`;
  if (!URL.canParse(bare)) return null;
  return hostKey(new URL(bare).hostname) || null;
}

function isBareIpv6(typed: string): boolean {
  return /^[0-9a-f:.]+$/i.test(typed.trim()) && typed.trim().split(':').length > 2;
}
