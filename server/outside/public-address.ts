import { BlockList, isIP } from 'node:net';

/** IPv4 that is somebody's own network, this machine, many receivers at once, or nobody's (IANA special-purpose registry). */
const notPublic4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT, and the metadata service of one cloud
  ['127.0.0.0', 8],
  ['168.63.129.16', 32], // the host's own service of another cloud, at an address that looks public
  ['169.254.0.0', 16], // link-local, and the metadata service of most clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Of IPv6 only this is given out to the public; so mapped, NAT64, unique local, link-local and multicast are outside of it. */
const public6 = ['2000::', 3] as const;
const notPublic6 = [
  ['2001::', 23], // protocol assignments: Teredo, ORCHID, benchmarks
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 carries any IPv4 address within
  ['3fff::', 20],
] as const;

const refused4 = listOf('ipv4', notPublic4);
const given6 = listOf('ipv6', [public6]);
const refused6 = listOf('ipv6', notPublic6);

function listOf(family: 'ipv4' | 'ipv6', subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of subnets) list.addSubnet(network, bits, family);
  return list;
}

/** Whether an IP address is one of the public internet: no address behind our own doors, in whatever notation it comes. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !refused4.check(address, 'ipv4');
  // A zone names a link of this machine.
  if (version !== 6 || address.includes('%')) return false;
  return given6.check(address, 'ipv6') && !refused6.check(address, 'ipv6');
}
