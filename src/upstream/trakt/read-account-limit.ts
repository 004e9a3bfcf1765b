import type { AccountLimit, RawAnswer } from '../http/index.js';

/** What 420 and 426 say in headers, each of which may be missing (Trakt API notes, status codes). */
export function readAccountLimit({ status, headers }: RawAnswer): AccountLimit | undefined {
  if (status !== 420 && status !== 426) return undefined;
  const allowed = headers['x-account-limit'];
  const vip = headers['x-vip-user'];
  const upgradeUrl = headers['x-upgrade-url'];
  return {
    allowed: allowed !== undefined && /^\d{1,9}$/.test(allowed) ? Number(allowed) : undefined,
    isVip: vip === 'true' ? true : vip === 'false' ? false : undefined,
    upgradeUrl: isWebAddress(upgradeUrl) ? upgradeUrl : undefined,
  };
}

/** In words, for an answer that has none: the body may be empty. */
export function describeAccountLimit({ allowed, isVip }: AccountLimit): string | undefined {
  const account = isVip === undefined ? undefined : isVip ? 'a VIP account' : 'a free account';
  if (allowed === undefined) return account;
  return `at most ${allowed}${account === undefined ? '' : ` on ${account}`}`;
}

const isWebAddress = (address: string | undefined): address is string =>
  address !== undefined && URL.canParse(address) && new URL(address).protocol === 'https:';
