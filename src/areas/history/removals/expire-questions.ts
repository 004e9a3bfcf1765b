import { z } from 'zod';
import type { Clock } from '../../../platform/lib/clock.js';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { Audit } from '../../audit/index.js';

export interface ExpireQuestionsDeps {
  readonly db: Database;
  readonly audit: Pick<Audit, 'record'>;
  readonly clock: Clock;
}

/** A question nobody answered in time is answered: the marks stay. Safe to repeat. */
export async function expireQuestions(
  { db, audit, clock }: ExpireQuestionsDeps,
  userId: string,
): Promise<void> {
  const expired = await queryRows(
    db,
    z.object({ id: z.string(), plays: z.int() }),
    sql`WITH late AS (UPDATE removal_questions SET state = 'expired', decided_at = ${clock.now()}
          WHERE user_id = ${userId} AND state = 'open' AND expires_at <= ${clock.now()} RETURNING id, plays),
        kept AS (UPDATE removals r SET decision = 'expired' FROM late WHERE r.question_id = late.id AND r.decision = 'waiting')
      SELECT id::text, plays FROM late`,
  );
  for (const { id, plays } of expired)
    await audit.record({
      actor: { kind: 'system', name: 'history sync' },
      action: 'removal.expired',
      target: { kind: 'removal-question', id },
      outcome: 'done',
      detail: { of: userId, plays },
      once: `removal/${id}/expired`,
    });
}
