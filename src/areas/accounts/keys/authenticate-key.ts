import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { hashApiKey, isApiKey } from '../../../platform/security/api-key.js';
import { toRole, type AccountActor } from '../account.js';
import { isOver } from './keys.js';

/** Use is noted to the minute. */
const usedAtGrain = 60_000;

/** Undefined for a key that is unknown, expired or revoked, or whose holder is kept out. */
export async function authenticateKey(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  key: string,
): Promise<AccountActor | undefined> {
  if (!isApiKey(key)) return undefined;
  const hash = hashApiKey(key);
  const now = clock.now();
  const found = await db.apiKey.findFirst({
    where: { OR: [{ hash }, { previousHash: hash, previousUntil: { gt: now } }] },
  });
  if (found === null || isOver(found, now)) return undefined;
  const user = await db.user.findUnique({
    where: { id: found.userId, disabledAt: null, deletedAt: null },
  });
  if (user === null) return undefined;
  if (found.lastUsedAt === null || now.getTime() - found.lastUsedAt.getTime() >= usedAtGrain) {
    await db.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: now } });
  }
  return {
    userId: user.id,
    role: toRole(user.role),
    scopes: found.scopes,
    via: { kind: 'key', keyId: found.id },
  };
}
