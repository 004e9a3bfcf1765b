import { BlockList, isIP } from 'node:net';

// IANA's special-purpose registries: what is not a host on the public internet.
const privateV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;

const publicV6 = new BlockList();
publicV6.addSubnet('2000::', 3, 'ipv6');
// Inside it, but not public, or a cloak for an IPv4 address (Teredo, 6to4).
const notPublicV6 = new BlockList();
notPublicV6.addSubnet('2001::', 23, 'ipv6');
notPublicV6.addSubnet('2001:db8::', 32, 'ipv6');
notPublicV6.addSubnet('2002::', 16, 'ipv6');
notPublicV6.addSubnet('3fff::', 20, 'ipv6');

const notPublicV4 = new BlockList();
for (const [net, prefix] of privateV4) notPublicV4.addSubnet(net, prefix, 'ipv4');

/** True for an IP address that is not one of the public internet: loopback, private, link-local, reserved. Anything else is no address and private too. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return notPublicV4.check(address, 'ipv4');
  if (family !== 6) return true;
  // Mapped IPv4 (::ffff:…) and NAT64 (64:ff9b::/96) are outside 2000::/3 and thus refused with all that is special.
  return !publicV6.check(address, 'ipv6') || notPublicV6.check(address, 'ipv6');
}
