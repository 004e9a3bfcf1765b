import type { Database } from '../../../platform/database/index.js';
import { noPlan, type WishScope } from './wish.js';
import { inScope } from './wish-rows.js';

export interface ReleaseWishes {
  readonly userId: string;
  readonly runId: string;
  readonly now: Date;
}

/** What a run left, for a person who wants it tried again. */
export const createWishRelease = (db: Database) => ({
  /** What waits for its subject to be collected is settled together with what would collect it, or make more than a wish of it. */
  async releaseWithStates(scope: WishScope, now: Date): Promise<void> {
    await db.$executeRaw`UPDATE subject_wishes w SET state = 'planned', reason = NULL, updated_at = ${now}
        WHERE ${inScope(scope)} AND w.state = 'parked' AND w.reason IN ('not-collected', 'only-wished') AND w.subject_id > 0
          AND EXISTS (SELECT 1 FROM subject_wishes o WHERE o.user_id = w.user_id AND o.plan_id = w.plan_id
            AND o.subject_id = w.subject_id AND o.origin <> 'rating' AND o.state IN ('planned', 'sent'))`;
  },

  /** Those whose write it began and did not see the end of. */
  countSent: ({ userId, runId }: Omit<ReleaseWishes, 'now'>): Promise<number> =>
    db.subjectWish.count({ where: { userId, planId: noPlan, runId, state: 'sent' } }),

  /** What it parked is settled again, or its subject looked for again where none is known; whatever it waited for. */
  async release({ userId, runId, now }: ReleaseWishes): Promise<number> {
    return db.$executeRaw`UPDATE subject_wishes SET state = CASE WHEN subject_id > 0 THEN 'planned' ELSE 'seen' END,
        reason = NULL, due_at = NULL, updated_at = ${now}
      WHERE user_id = ${userId} AND plan_id = ${noPlan}::uuid AND run_id = ${runId}::uuid AND state = 'parked'
        AND (subject_id > 0 OR item IS NOT NULL)`;
  },
});
