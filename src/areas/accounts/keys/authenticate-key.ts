import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Cache, Caches } from '../../../platform/cache/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { hashApiKey, isApiKey } from '../../../platform/security/api-key.js';
import type { AccountActor } from '../account.js';
import { knownLimits, type KnownPeople } from '../people/known-people.js';
import { isOver } from './keys.js';
import { limitsOf } from '../limits.js';

export interface KeyDoorDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly caches: Caches;
  readonly knownPeople: Pick<KnownPeople, 'find'>;
}

/** What an API key opens. */
export interface KeyDoor {
  /** Undefined for a key that is unknown, expired or revoked, or whose holder is kept out. */
  authenticate(key: string): Promise<AccountActor | undefined>;
  /** For whoever changed or ended keys, by their hashes. */
  forget(...hashes: readonly string[]): Promise<void>;
}

/** A key as it is looked up. Times are milliseconds. */
const known = z.object({
  id: z.string(),
  userId: z.string(),
  scopes: z.array(z.string()),
  /** When it ends, or is no longer taken in the place of the one it was rotated to. */
  until: z.number().nullable(),
  lastUsedAt: z.number().nullable(),
  limits: knownLimits,
});
type KnownKey = z.output<typeof known>;

const kind = { name: 'key', ttlMs: 10_000, most: 10_000, schema: known };

/** Use is noted to the minute. */
const usedAtGrain = 60_000;

export function createKeyDoor({ db, clock, caches, knownPeople }: KeyDoorDeps): KeyDoor {
  const cache: Cache<KnownKey> = caches.open(kind);
  const noted = new LRUCache<string, number>({ max: kind.most });
  const noteUse = async ({ id, lastUsedAt }: KnownKey, now: number): Promise<void> => {
    const last = Math.max(noted.get(id) ?? -Infinity, lastUsedAt ?? -Infinity);
    if (now - last < usedAtGrain) return;
    await db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: new Date(now) } });
    noted.set(id, now);
  };
  return {
    async authenticate(key) {
      if (!isApiKey(key)) return undefined;
      const hash = hashApiKey(key);
      const now = clock.now();
      const found = await cache.read(hash, () => findKey(db, hash, now));
      if (found === undefined || (found.until !== null && found.until <= now.getTime()))
        return undefined;
      const { userId, scopes } = found;
      const person = await knownPeople.find(userId);
      if (person === undefined || person.isDisabled) return undefined;
      await noteUse(found, now.getTime());
      return {
        userId,
        role: person.role,
        scopes,
        via: { kind: 'key', keyId: found.id, limits: found.limits, ofAllKeys: person.limits },
      };
    },
    forget: (...hashes) => cache.forget(...hashes),
  };
}

/** Undefined for one that is unknown or over. */
async function findKey(db: Database, hash: string, now: Date): Promise<KnownKey | undefined> {
  const found = await db.apiKey.findFirst({
    where: { OR: [{ hash }, { previousHash: hash, previousUntil: { gt: now } }] },
  });
  if (found === null || isOver(found, now)) return undefined;
  const ends = [found.expiresAt, ...(found.hash === hash ? [] : [found.previousUntil])];
  const times = ends.flatMap((end) => (end === null ? [] : [end.getTime()]));
  return {
    id: found.id,
    userId: found.userId,
    scopes: found.scopes,
    until: times.length === 0 ? null : Math.min(...times),
    lastUsedAt: found.lastUsedAt?.getTime() ?? null,
    limits: limitsOf(found),
  };
}
