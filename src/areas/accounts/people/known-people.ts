import { z } from 'zod';
import type { Caches } from '../../../platform/cache/index.js';
import type { Database } from '../../../platform/database/index.js';
import { locales, roles, toPerson } from '../account.js';

const limit = z.number().nullable();

/** Limits as they are remembered. */
export const knownLimits = z.object({ perMinute: limit, perDay: limit, perMonth: limit });

const known = z.object({
  role: z.enum(roles),
  locale: z.enum(locales),
  isDisabled: z.boolean(),
  limits: knownLimits,
});

/** What is asked of a person at nearly every request. */
export type KnownPerson = z.output<typeof known>;

export interface KnownPeople {
  /** Undefined for one that is not there or being deleted. */
  find(id: string): Promise<KnownPerson | undefined>;
  /** For whoever changed a person, once that is committed. */
  forget(id: string): Promise<void>;
}

const kind = { name: 'person', ttlMs: 10_000, most: 10_000, schema: known };

export function createKnownPeople(db: Database, caches: Caches): KnownPeople {
  const cache = caches.open<KnownPerson>(kind);
  return {
    find: (id) =>
      cache.read(id, async () => {
        const row = await db.user.findUnique({ where: { id, deletedAt: null } });
        if (row === null) return undefined;
        const { role, locale, disabledAt, limits } = toPerson(row);
        return { role, locale, isDisabled: disabledAt !== null, limits };
      }),
    forget: (id) => cache.forget(id),
  };
}
