import { z } from 'zod';
import { queryRows, sql, type Database, type Sql } from '../../../platform/database/index.js';
import { deletePlans } from './plan-store.js';

export interface PlansPolicy {
  readonly endedBefore: Date;
  /** Only counted. */
  readonly isDryRun: boolean;
  /** Dry runs at most. */
  readonly limit: number;
}

const found = z.object({ id: z.uuid() });

/**
 * Removes dry runs that ended before then, each with all that hangs on it in one transaction, and answers how many. The last complete one
 * of a person stays: their next tick asks what moved since. Safe to repeat, and in two processes at once.
 */
export const cleanUpPlans = (db: Database, { isDryRun, ...policy }: PlansPolicy): Promise<number> =>
  db.$transaction(async (tx) => {
    const old = await queryRows(tx, found, isDryRun ? oldPlans(policy) : lockedPlans(policy));
    if (isDryRun || old.length === 0) return old.length;
    const ids = sql`SELECT unnest(${old.map(({ id }) => id)}::uuid[])`;
    for (const statement of deletePlans(ids)) await tx.$executeRaw(statement);
    return old.length;
  });

const oldPlans = ({ endedBefore, limit }: Omit<PlansPolicy, 'isDryRun'>): Sql =>
  sql`SELECT p.id FROM sync_plans p WHERE p.ended_at < ${endedBefore} AND (p.status <> 'success' OR EXISTS (
      SELECT FROM sync_plans n WHERE n.user_id = p.user_id AND n.status = 'success' AND n.started_at > p.started_at))
    ORDER BY p.ended_at LIMIT ${limit}`;

const lockedPlans = (policy: Omit<PlansPolicy, 'isDryRun'>): Sql =>
  sql`${oldPlans(policy)} FOR UPDATE OF p SKIP LOCKED`;
