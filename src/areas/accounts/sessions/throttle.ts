import { createHash } from 'node:crypto';
import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../../../platform/database/index.js';
import { AccountError } from '../account-error.js';

/** So many attempts in so many seconds, counted from the first. */
interface Allowance {
  readonly points: number;
  readonly duration: number;
}

export interface ThrottleAllowances {
  /** One account from one address. */
  readonly pair: Allowance;
  /** One account from all addresses that nobody has signed in to it from. */
  readonly account: Allowance;
  /** One address, whatever the account. */
  readonly address: Allowance;
}

export interface Attempt {
  /** Whose password is tried; need not exist. */
  readonly account: string;
  readonly address: string;
}

/** Counts attempts in the database, so for all processes together. Refused attempts do not prolong the wait. */
export interface Throttle {
  /** Counts one attempt. Throws AccountError `throttled` when it is one too many. */
  admit(attempt: Attempt): Promise<void>;
  /** It was the right password: the attempts before it are forgotten, and the address is known to be the person's own. */
  forgive(attempt: Attempt): Promise<void>;
}

const minutes = 60;
const days = 86_400;

const usual: ThrottleAllowances = {
  pair: { points: 5, duration: 15 * minutes },
  account: { points: 30, duration: 15 * minutes },
  address: { points: 60, duration: 15 * minutes },
};
/** How long an address counts as the person's own: an attacker elsewhere cannot lock them out there. */
const known: Allowance = { points: 1, duration: 30 * days };

export function createThrottle(db: Database, allowances: ThrottleAllowances = usual): Throttle {
  const limiter = (keyPrefix: string, allowance: Allowance) =>
    new RateLimiterPrisma({
      storeClient: db,
      tableName: 'signInCount',
      keyPrefix,
      clearExpiredByTimeout: false,
      ...allowance,
    });
  const byPair = limiter('pair', allowances.pair);
  const byAccount = limiter('account', allowances.account);
  const byAddress = limiter('address', allowances.address);
  const knownPairs = limiter('known', known);

  return {
    async admit(attempt) {
      const { pair, account, address } = keysOf(attempt);
      await consume(byPair, pair);
      if ((await knownPairs.get(pair)) === null) await consume(byAccount, account);
      await consume(byAddress, address);
    },
    async forgive(attempt) {
      const { pair, account, address } = keysOf(attempt);
      await byPair.delete(pair);
      await byAccount.reward(account);
      await byAddress.reward(address);
      await knownPairs.set(pair, 1, known.duration);
    },
  };
}

/** Hashed: people type passwords into the field for the name. */
function keysOf({ account, address }: Attempt) {
  const hash = (text: string) => createHash('sha256').update(text).digest('base64url');
  return { pair: hash(`${account}\n${address}`), account: hash(account), address: hash(address) };
}

async function consume(limiter: RateLimiterPrisma, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new AccountError('throttled', `Too many attempts; wait ${seconds} s.`, seconds);
  }
}
