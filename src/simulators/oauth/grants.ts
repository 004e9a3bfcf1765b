import { randomBytes } from 'node:crypto';
import type { Clock } from '../../platform/lib/clock.js';

/** One person's consent to one app; its tokens follow one another. */
export interface Grant<Person> {
  readonly person: Person;
  readonly clientId: string;
  /** Made with a proof key instead of the app's secret. */
  readonly byProofKey: boolean;
  isRevoked: boolean;
}

/** Times in milliseconds of the epoch. */
export interface TokenPair<Person> {
  readonly grant: Grant<Person>;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly createdAt: number;
  readonly lifetimeSeconds: number;
  accessUntil: number;
  refreshUntil: number;
}

export interface GrantRules {
  readonly accessLifetimeSeconds: number;
  readonly refreshLifetimeSeconds: number;
  /** Whether a refresh ends the access token before it. */
  readonly refreshKillsAccess: boolean;
  /** Whether a spent refresh token that comes again ends the whole grant. */
  readonly reuseRevokesGrant: boolean;
}

export interface Grants<Person> {
  start(grant: Omit<Grant<Person>, 'isRevoked'>): TokenPair<Person>;
  /** Alive ones only. */
  byAccess(token: string): TokenPair<Person> | undefined;
  /** Alive and unspent ones only. */
  byRefresh(token: string): TokenPair<Person> | undefined;
  /** Spends the pair's refresh token. */
  rotate(pair: TokenPair<Person>): TokenPair<Person>;
  /** A token that is told to be forgotten, or a person who takes the consent back; false when there was nothing. */
  revoke(isMeant: (pair: TokenPair<Person>) => boolean): boolean;
  expireAccess(isMeant: (pair: TokenPair<Person>) => boolean): void;
  readonly setAccessLifetime: (seconds: number) => void;
}

const newToken = (): string => randomBytes(32).toString('hex');

export function createGrants<Person>({
  clock,
  rules,
}: {
  readonly clock: Clock;
  readonly rules: GrantRules;
}): Grants<Person> {
  const pairs: TokenPair<Person>[] = [];
  let { accessLifetimeSeconds } = rules;
  const now = (): number => clock.now().getTime();

  function issue(grant: Grant<Person>): TokenPair<Person> {
    const pair = {
      grant,
      accessToken: newToken(),
      refreshToken: newToken(),
      createdAt: now(),
      lifetimeSeconds: accessLifetimeSeconds,
      accessUntil: now() + accessLifetimeSeconds * 1000,
      refreshUntil: now() + rules.refreshLifetimeSeconds * 1000,
    };
    pairs.push(pair);
    return pair;
  }

  function byRefresh(token: string): TokenPair<Person> | undefined {
    const pair = pairs.find(({ refreshToken }) => refreshToken === token);
    if (pair === undefined || pair.grant.isRevoked) return undefined;
    if (pair.refreshUntil > now()) return pair;
    if (rules.reuseRevokesGrant) pair.grant.isRevoked = true;
    return undefined;
  }

  return {
    start: (grant) => issue({ ...grant, isRevoked: false }),
    byAccess: (token) =>
      pairs.find(
        ({ accessToken, accessUntil, grant }) =>
          accessToken === token && accessUntil > now() && !grant.isRevoked,
      ),
    byRefresh,
    rotate(pair) {
      pair.refreshUntil = 0;
      if (rules.refreshKillsAccess) pair.accessUntil = 0;
      return issue(pair.grant);
    },
    revoke(isMeant) {
      const meant = pairs.filter((pair) => !pair.grant.isRevoked && isMeant(pair));
      for (const { grant } of meant) grant.isRevoked = true;
      return meant.length > 0;
    },
    expireAccess(isMeant) {
      for (const pair of pairs.filter(isMeant)) pair.accessUntil = 0;
    },
    setAccessLifetime: (seconds) => {
      accessLifetimeSeconds = seconds;
    },
  };
}
