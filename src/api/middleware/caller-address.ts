import { BlockList, isIP } from 'node:net';
import type { ApiMiddleware } from './api-state.js';

/**
 * Finds out where a request comes from: the other end of the connection, or, while that is a proxy of ours, the address it
 * says it had the request from. Nobody else's `X-Forwarded-For` is believed: anybody can send one.
 */
export function callerAddress(trustedProxies: readonly string[]): ApiMiddleware {
  const trusted = toBlockList(trustedProxies);
  return async (ctx, next) => {
    const hops = ctx
      .get('x-forwarded-for')
      .split(',')
      .map((hop) => plain(hop.trim()));
    ctx.state.address = firstStranger(plain(ctx.req.socket.remoteAddress ?? ''), hops, trusted);
    await next();
  };
}

/** Nearest first, up to the first that is not a proxy of ours. */
function firstStranger(peer: string, hops: readonly string[], trusted: BlockList): string {
  let address = peer;
  for (const hop of hops.toReversed()) {
    if (!isTrusted(address, trusted) || isIP(hop) === 0) return address;
    address = hop;
  }
  return address;
}

const isTrusted = (address: string, trusted: BlockList): boolean =>
  isIP(address) !== 0 && trusted.check(address, familyOf(address));

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** IPv4 as a socket for both kinds shows it. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

function toBlockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/', 2);
    if (bits === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(bits), familyOf(address));
  }
  return list;
}
