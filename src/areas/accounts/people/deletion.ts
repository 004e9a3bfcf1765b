import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import { assertAdminLeft } from './people.js';
import { lockAdmins } from './first-person.js';

/** An account goes in two steps, so that whatever dies in between is finished later: marked first, then forgotten. */
export interface Deletion {
  /**
   * Nobody gets in any more, and the name is free. False when there is no such account or it is marked already.
   * Throws AccountError `last-admin`.
   */
  mark(userId: string): Promise<boolean>;
  /** Accounts marked and not yet forgotten, the longest-waiting first. */
  waiting(): Promise<readonly string[]>;
  /** The last step of it: what this area keeps of the person. Safe to repeat; leaves an account alone that is not marked. */
  forget(userId: string): Promise<void>;
}

export interface DeletionDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Told of a person whom nobody lets in any more, once that is committed. */
  readonly onChanged: (id: string) => Promise<void>;
}

export function createDeletion({ db, clock, onChanged }: DeletionDeps): Deletion {
  return {
    async mark(userId) {
      const isMarked = await db.$transaction(async (tx) => {
        await lockAdmins(tx);
        const { count } = await tx.user.updateMany({
          where: { id: userId, deletedAt: null },
          data: {
            deletedAt: clock.now(),
            name: userId,
            nameKey: null,
            passwordHash: null,
            isFirst: null,
          },
        });
        if (count === 0) return false;
        await assertAdminLeft(tx);
        await tx.session.deleteMany({ where: { userId } });
        await tx.apiKey.deleteMany({ where: { userId } });
        await tx.setupLink.deleteMany({ where: { userId } });
        return true;
      });
      if (isMarked) await onChanged(userId);
      return isMarked;
    },
    async waiting() {
      const rows = await db.user.findMany({
        where: { deletedAt: { not: null } },
        orderBy: { deletedAt: 'asc' },
        select: { id: true },
      });
      return rows.map(({ id }) => id);
    },
    async forget(userId) {
      await db.$transaction(async (tx) => {
        const { count } = await tx.user.deleteMany({
          where: { id: userId, deletedAt: { not: null } },
        });
        if (count === 0) return;
        await tx.session.deleteMany({ where: { userId } });
        await tx.apiKey.deleteMany({ where: { userId } });
        await tx.setupLink.deleteMany({ where: { userId } });
        await tx.idempotentAnswer.deleteMany({ where: { userId } });
      });
    },
  };
}
