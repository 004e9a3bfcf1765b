import { z } from 'zod';
import { bulkInsert } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { EpisodeRow } from '../episode-row.js';

/** What Bangumi said about a subject's episodes, and when. */
export interface StoredTable {
  readonly subjectId: number;
  readonly content: TableContent;
  readonly fetchedAt: Date;
}

export type TableContent =
  | { readonly kind: 'rows'; readonly rows: readonly EpisodeRow[] }
  /** Merged into another subject, whose rows these are: marks go there. */
  | { readonly kind: 'merged'; readonly into: number; readonly rows: readonly EpisodeRow[] }
  /** Deleted, or hidden from this account. */
  | { readonly kind: 'gone' };

const episodeRow = z.object({
  id: z.number(),
  type: z.number(),
  sort: z.number(),
  ep: z.number(),
  airdate: z.string().nullable(),
  name: z.string(),
  nameCn: z.string(),
});

/** In the column: a list of rows, an object naming the subject merged into, or NULL for a subject that is gone. */
const storedRows = z.union([
  z.array(episodeRow).transform((rows): TableContent => ({ kind: 'rows', rows })),
  z
    .object({ mergedInto: z.number(), rows: z.array(episodeRow) })
    .transform(({ mergedInto, rows }): TableContent => ({
      kind: 'merged',
      into: mergedInto,
      rows,
    })),
  z.null().transform((): TableContent => ({ kind: 'gone' })),
]);

export interface EpisodeTableStore {
  load(subjectIds: readonly number[]): Promise<StoredTable[]>;
  save(table: StoredTable): Promise<void>;
  forget(subjectId: number): Promise<void>;
}

export function createEpisodeTableStore({ db }: { readonly db: Database }): EpisodeTableStore {
  return {
    async load(subjectIds) {
      const found = await db.episodeTable.findMany({
        where: { subjectId: { in: [...subjectIds] } },
      });
      return found.map(({ subjectId, rows, fetchedAt }) => ({
        subjectId,
        content: storedRows.parse(rows),
        fetchedAt,
      }));
    },
    /** Safe to repeat: replaces what was there. */
    async save({ subjectId, content, fetchedAt }) {
      await bulkInsert(db, {
        table: 'episode_tables',
        columns: { subject_id: 'int4', rows: 'jsonb', fetched_at: 'timestamptz' },
        rows: [{ subject_id: subjectId, rows: toColumn(content), fetched_at: fetchedAt }],
        onConflict: { target: ['subject_id'], update: ['rows', 'fetched_at'] },
      });
    },
    async forget(subjectId) {
      await db.episodeTable.deleteMany({ where: { subjectId } });
    },
  };
}

function toColumn(content: TableContent): unknown {
  switch (content.kind) {
    case 'rows':
      return content.rows;
    case 'merged':
      return { mergedInto: content.into, rows: content.rows };
    case 'gone':
      return null;
  }
}
