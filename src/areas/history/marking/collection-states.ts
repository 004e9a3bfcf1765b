import { bulkInsert, type Database } from '../../../platform/database/index.js';

/** The row that says "this run has read all collections", whatever they are. */
export const allRead = 0;

/** No type of Bangumi's. */
const unknown = 0;

export type CollectionStates = ReturnType<typeof createCollectionStates>;

/** A person's collections as one paged read of a run showed them. */
export function createCollectionStates({ db }: { readonly db: Database }) {
  return {
    async putCollections(
      runId: string,
      collections: readonly { subjectId: number; type: number }[],
    ): Promise<void> {
      await bulkInsert(db, {
        table: 'collection_states',
        columns: { run_id: 'uuid', subject_id: 'int4', type: 'int4' } as const,
        rows: collections.map(({ subjectId, type }) => ({
          run_id: runId,
          subject_id: subjectId,
          type,
        })),
        onConflict: { target: ['run_id', 'subject_id'], update: ['type'] },
      });
    },

    /** What was read of this subject no longer holds: a write to it began whose end is not known. */
    async forget(runId: string, subjectId: number): Promise<void> {
      await this.putCollections(runId, [{ subjectId, type: unknown }]);
    },

    /** Null: not collected. `undefined`: to be asked, because this run read no collections in one go or forgot this one. */
    async collectionType(runId: string, subjectId: number): Promise<number | null | undefined> {
      const row = await db.collectionState.findUnique({
        where: { runId_subjectId: { runId, subjectId } },
      });
      if (row !== null) return row.type === unknown ? undefined : row.type;
      const marker = await db.collectionState.findUnique({
        where: { runId_subjectId: { runId, subjectId: allRead } },
      });
      return marker === null ? undefined : null;
    },
  };
}
