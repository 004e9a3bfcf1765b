import { z } from 'zod';
import {
  bulkInsert,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import type { CollectedSubject } from './collected-subject.js';

/** How far a person's collection has been read. */
export interface CollectionPosition {
  readonly userId: string;
  /** When the last complete read ended; null: there was none. */
  readonly completedAt: Date | null;
  /** When the read under way began; null: there is none. */
  readonly startedAt: Date | null;
  readonly position: number;
  readonly pass: number;
  /** Of this read, the walk under way among them. */
  readonly attempts: number;
  readonly itemCount: number | null;
}

/** Reads of collections: their position, their staged rows, and the move that ends one. */
export const createCollectionReads = ({ db }: { readonly db: Database }) => ({
  ...createPositions(db),
  ...createStaging(db),
});
export type CollectionReads = ReturnType<typeof createCollectionReads>;

function createPositions(db: Database) {
  return {
    find: (userId: string): Promise<CollectionPosition | null> =>
      db.collectionRead.findUnique({ where: { userId } }),

    /** A read anew, unless somebody has begun one since `known` was found. */
    async begin(userId: string, known: CollectionPosition | null, now: Date): Promise<void> {
      await db.$executeRaw`INSERT INTO collection_reads AS old (user_id, started_at) VALUES (${userId}, ${now})
        ON CONFLICT (user_id) DO UPDATE SET started_at = EXCLUDED.started_at, position = 0, pass = old.pass + 1, attempts = 1,
          item_count = NULL
        WHERE old.pass = ${known?.pass ?? 0} AND old.started_at IS NOT DISTINCT FROM ${known?.startedAt ?? null}`;
    },

    /** Past a page that is staged; only from where the reader stood, so that of two readers one goes on. */
    async moveTo(
      at: CollectionPosition,
      to: Pick<CollectionPosition, 'position' | 'itemCount'>,
    ): Promise<void> {
      const { userId, pass, position } = at;
      await db.collectionRead.updateMany({ where: { userId, pass, position }, data: to });
    },

    /** From the first row once more. */
    async again({ userId, pass }: CollectionPosition): Promise<void> {
      await db.collectionRead.updateMany({
        where: { userId, pass },
        data: { pass: { increment: 1 }, attempts: { increment: 1 }, position: 0, itemCount: null },
      });
    },

    async abandon({ userId, pass }: CollectionPosition): Promise<void> {
      await db.collectionRead.updateMany({ where: { userId, pass }, data: { startedAt: null } });
    },
  };
}

const columns = {
  user_id: 'text',
  subject_id: 'int4',
  pass: 'int4',
  state: 'int4',
  rate: 'int4',
  updated_at: 'timestamptz',
  facts: 'jsonb',
} as const;

function createStaging(db: Database) {
  return {
    /** One page. Safe to repeat: rows are keyed by their subject. */
    async stage(
      { userId, pass }: CollectionPosition,
      subjects: readonly CollectedSubject[],
    ): Promise<void> {
      await bulkInsert(db, {
        table: 'staged_collected_subjects',
        columns,
        rows: subjects.map(({ subjectId, state, rate, updatedAt, facts }) => ({
          user_id: userId,
          subject_id: subjectId,
          pass,
          state,
          rate,
          updated_at: updatedAt,
          facts,
        })),
        onConflict: {
          target: ['user_id', 'subject_id'],
          update: ['pass', 'state', 'rate', 'updated_at', 'facts'],
        },
      });
    },

    /** Different subjects of this walk. */
    countStaged: ({ userId, pass }: CollectionPosition): Promise<number> =>
      db.stagedCollectedSubject.count({ where: { userId, pass } }),

    /** Puts a complete walk in the place of what was known. One transaction; safe to repeat: then the read is no longer open. */
    async complete({ userId, pass }: CollectionPosition, now: Date): Promise<void> {
      await db.$transaction(
        async (tx) => {
          const [open] = await queryRows(
            tx,
            z.object({ pass: z.int() }),
            sql`SELECT pass FROM collection_reads WHERE user_id = ${userId} AND started_at IS NOT NULL FOR UPDATE`,
          );
          if (open?.pass !== pass) return;
          await replaceSubjects(tx, userId, pass);
          await tx.collectionRead.update({
            where: { userId },
            data: { completedAt: now, startedAt: null, position: 0 },
          });
          await tx.stagedCollectedSubject.deleteMany({ where: { userId } });
        },
        { timeout: 60_000, maxWait: 10_000 },
      );
    },
  };
}

async function replaceSubjects(tx: DatabaseSession, userId: string, pass: number): Promise<void> {
  await tx.$executeRaw`DELETE FROM collected_subjects c WHERE c.user_id = ${userId} AND NOT EXISTS (
    SELECT 1 FROM staged_collected_subjects s WHERE s.user_id = c.user_id AND s.pass = ${pass} AND s.subject_id = c.subject_id)`;
  await tx.$executeRaw`INSERT INTO collected_subjects AS old (user_id, subject_id, state, rate, updated_at, added_at, facts)
    SELECT user_id, subject_id, state, rate, updated_at, updated_at, facts FROM staged_collected_subjects
    WHERE user_id = ${userId} AND pass = ${pass}
    ON CONFLICT (user_id, subject_id) DO UPDATE SET state = EXCLUDED.state, rate = EXCLUDED.rate, updated_at = EXCLUDED.updated_at,
      added_at = LEAST(old.added_at, EXCLUDED.added_at), facts = EXCLUDED.facts`;
}
