import { randomBytes } from 'node:crypto';
import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { createApiKey, hashApiKey } from '../../platform/security/api-key.js';

export interface AccountsDeps {
  readonly db: Database;
  readonly clock: Clock;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

/** Who stands behind an API key. */
export interface KeyHolder {
  readonly userId: string;
  readonly keyId: string;
  readonly scopes: readonly string[];
  readonly role: string;
}

export type Accounts = ReturnType<typeof createAccounts>;

const firstUserName = 'owner';
const usedAtGrain = 60_000;

/** People and their API keys. Keys are stored hashed; what is returned once is never seen again. */
export function createAccounts({ db, clock }: AccountsDeps) {
  return {
    /** The first user; their API key only from the call that made them. Concurrent starters end with one user and one key. */
    async ensureFirstUser(): Promise<{ readonly user: User; readonly apiKey: string | undefined }> {
      const apiKey = await makeFirstUser(db);
      const { id, name, role } = await db.user.findUniqueOrThrow({
        where: { isFirst: true },
      });
      return { user: { id, name, role }, apiKey };
    },

    /** Undefined for a key that is unknown, expired or revoked. Last use is kept to the minute. */
    async authenticate(key: string): Promise<KeyHolder | undefined> {
      const found = await db.apiKey.findUnique({ where: { hash: hashApiKey(key) } });
      const now = clock.now();
      if (found === null || isDead(found, now)) return undefined;
      const user = await db.user.findUnique({ where: { id: found.userId } });
      if (user === null) return undefined;
      if (found.lastUsedAt === null || now.getTime() - found.lastUsedAt.getTime() >= usedAtGrain) {
        await db.apiKey.update({ where: { id: found.id }, data: { lastUsedAt: now } });
      }
      return { userId: user.id, keyId: found.id, scopes: found.scopes, role: user.role };
    },
  };
}

const isDead = (
  key: { readonly revokedAt: Date | null; readonly expiresAt: Date | null },
  now: Date,
): boolean => key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now);

/** Makes the first user and their key in one transaction; undefined when somebody was first. */
async function makeFirstUser(db: Database): Promise<string | undefined> {
  const id = newId('u');
  const { key, hash, prefix } = createApiKey();
  return db.$transaction(async (tx) => {
    const { count } = await tx.user.createMany({
      data: [{ id, name: firstUserName, nameKey: firstUserName, role: 'admin', isFirst: true }],
      skipDuplicates: true,
    });
    if (count === 0) return undefined;
    await tx.apiKey.create({
      data: { id: newId('k'), userId: id, name: 'first key', hash, prefix, scopes: ['*'] },
    });
    return key;
  });
}

/** Opaque: it shows in workflow ids and logs. */
const newId = (kind: string): string => `${kind}_${randomBytes(8).toString('hex')}`;
