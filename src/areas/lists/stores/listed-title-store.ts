import { z } from 'zod';
import { bulkInsert, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { itemKey } from '../rules/sources.js';
import type { TraktKey } from '../item-key.js';
import type { BareFacts } from '../syncing/named-keys.js';

const titleRow = z.object({
  key: itemKey,
  name: z.string(),
  year: z.int().nullable(),
  show: itemKey.transform((key) => key as TraktKey).nullable(),
  seasonNumber: z.int().nullable(),
});

export interface ListedTitleRow extends BareFacts {
  readonly key: string;
  readonly name: string;
}

export type ListedTitleStore = ReturnType<typeof createListedTitleStore>;

/** What Trakt calls titles of which nothing else tells. */
export const createListedTitleStore = ({ db }: { readonly db: Database }) => ({
  async keep(rows: readonly ListedTitleRow[], at: Date): Promise<void> {
    await bulkInsert(db, {
      table: 'listed_titles',
      columns: {
        key: 'text',
        name: 'text',
        year: 'int4',
        show_key: 'text',
        season_number: 'int4',
        fetched_at: 'timestamptz',
      },
      rows: rows.map(({ key, name, year, show, seasonNumber }) => ({
        key,
        name,
        year,
        show_key: show,
        season_number: seasonNumber,
        fetched_at: at,
      })),
      onConflict: {
        target: ['key'],
        update: ['name', 'year', 'show_key', 'season_number', 'fetched_at'],
      },
    });
  },

  async find(keys: readonly string[]): Promise<ReadonlyMap<string, BareFacts>> {
    if (keys.length === 0) return new Map();
    const rows = await queryRows(
      db,
      titleRow,
      sql`SELECT key, name, year, show_key AS show, season_number AS "seasonNumber" FROM listed_titles
        WHERE key = ANY(${[...keys]}::text[])`,
    );
    return new Map(rows.map((row) => [row.key, row]));
  },
});
