import { isIP } from 'node:net';
import { InputError } from '../../../platform/lib/errors.js';
import { isPrivateAddress } from '../../../platform/security/private-address.js';

/** The address of an IP literal in a URL, without brackets; undefined for a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? undefined : bare;
}

/**
 * Where a person wants to be told. Names are resolved and checked each time something is sent; here only what can be
 * seen is refused. Throws InputError.
 */
export function parseWebhookUrl(text: string, allowPrivate: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const fault = url === undefined ? 'is not an address' : faultOf(url, allowPrivate);
  if (url !== undefined && fault === undefined) {
    url.hash = '';
    return url.href;
  }
  throw new InputError('channel', [{ place: '/url', message: fault ?? 'is not an address' }]);
}

function faultOf(url: URL, allowPrivate: boolean): string | undefined {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return 'must begin with https:// or http://';
  if (url.username !== '' || url.password !== '')
    return 'must not hold a user name or password; deliveries are signed instead';
  if (allowPrivate) return undefined;
  const literal = literalAddress(url);
  const isPrivate =
    literal === undefined ? /(?:^|\.)localhost\.?$/.test(url.hostname) : isPrivateAddress(literal);
  return isPrivate
    ? 'is inside a private network; the operator may allow that with WEBHOOK_ALLOW_PRIVATE'
    : undefined;
}
