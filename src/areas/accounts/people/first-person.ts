import { sql, type Database, type DatabaseSession } from '../../../platform/database/index.js';
import { newId, toPerson, type Person } from '../account.js';

const firstName = 'owner';

/** Held while the number of administrators is looked at and changed. */
export const lockAdmins = (tx: DatabaseSession): Promise<unknown> =>
  tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(hashtext('watchflow admins'))`);

/**
 * The one the configured tokens belong to: made when there is nobody, the longest-standing administrator when the first one
 * is gone. Concurrent starters end with the same.
 */
export async function ensureFirst(db: Database): Promise<Person> {
  // Not findUnique: Prisma gathers those into an IN, which a boolean does not take.
  const found = await db.user.findFirst({ where: { isFirst: true } });
  if (found !== null) return toPerson(found);
  return db.$transaction(async (tx) => {
    await lockAdmins(tx);
    return toPerson((await appointed(tx)) ?? (await made(tx)));
  });
}

async function appointed(tx: DatabaseSession) {
  const there = await tx.user.findFirst({ where: { isFirst: true } });
  if (there !== null) return there;
  const oldest = await tx.user.findFirst({
    where: { role: 'admin', deletedAt: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  if (oldest === null) return null;
  return tx.user.update({ where: { id: oldest.id }, data: { isFirst: true } });
}

const made = (tx: DatabaseSession) =>
  tx.user.create({
    data: { id: newId('u'), name: firstName, nameKey: firstName, role: 'admin', isFirst: true },
  });
