import { sql, type Database } from '../../../platform/database/index.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { allRead } from './collection-states.js';
import { answered, type CallEnd, type SubjectCallName } from './subject-call.js';

export interface CallRecordDeps {
  readonly db: Database;
  readonly log: Logger;
}

export interface SubjectCall extends CallEnd {
  readonly userId: string;
  readonly runId: string;
  /** `allRead` for all collections in one go. */
  readonly subjectId: number;
  readonly call: SubjectCallName;
  /** Those it named; none where it was about the subject as a whole. */
  readonly episodeIds: readonly number[];
  /** Of the collection: what was sent or found. */
  readonly collection: number | null;
}

export type CallRecord = ReturnType<typeof createCallRecord>;

/**
 * What Bangumi was asked and answered, for whoever wants a play explained. Never throws: that a call could not be written down
 * must not make anybody doubt what came of it. So each call is on record once or, after a fault or a kill, not at all.
 */
export const createCallRecord = ({ db, log }: CallRecordDeps) => ({
  async put(made: SubjectCall): Promise<void> {
    try {
      await db.$executeRaw(
        sql`INSERT INTO subject_calls (user_id, run_id, subject_id, call, episode_ids, collection, outcome, error_kind, status)
          VALUES (${made.userId}, ${made.runId}::uuid, ${made.subjectId}, ${made.call}, ${made.episodeIds}::int4[],
            ${made.collection}::int4, ${made.outcome}, ${made.errorKind}, ${made.status}::int4)`,
      );
    } catch (error) {
      const { runId, subjectId, call } = made;
      const cause = error instanceof Error ? error.name : 'unknown';
      log.warn({ runId, subjectId, call, cause }, 'a call to Bangumi could not be recorded');
    }
  },
});

/** All collections of a person, read in one go. */
export const allCollectionsOf = ({
  userId,
  runId,
}: Pick<SubjectCall, 'userId' | 'runId'>): SubjectCall => ({
  userId,
  runId,
  subjectId: allRead,
  call: 'read-collections',
  episodeIds: [],
  collection: null,
  ...answered,
});
