import { z } from 'zod';
import {
  bulkInsert,
  emptySql,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
  type Sql,
} from '../../../platform/database/index.js';
import { parseCursor, toPage, type Page } from '../../../platform/lib/page-cursor.js';
import type { MediaItem } from '../media-item.js';
import { mappingOrigins, type Mapping } from './mapping.js';

const mappingRow = z.object({
  id: z.string(),
  userId: z.string().nullable(),
  mediaType: z.enum(['show', 'episode', 'movie']),
  traktId: z.bigint().transform(Number),
  season: z.int().nullable(),
  firstNumber: z.int().nullable(),
  lastNumber: z.int().nullable(),
  action: z.enum(['map', 'ignore']),
  subjectId: z.int().nullable(),
  offset: z.int(),
  by: z.enum(['ep', 'sort']),
  episodeId: z.int().nullable(),
  note: z.string().nullable(),
  origin: z.enum(mappingOrigins),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
  episodeOf: z.object({ showId: z.int(), season: z.int(), number: z.int() }).nullable(),
});

const select = sql`SELECT m.id::text, m.user_id AS "userId", m.media_type AS "mediaType", m.trakt_id AS "traktId", m.season,
    m.first_number AS "firstNumber", m.last_number AS "lastNumber", m.action, m.subject_id AS "subjectId", m."offset", m."by",
    m.episode_id AS "episodeId", m.note, m.origin, m.created_by AS "createdBy", m.created_at AS "createdAt",
    m.updated_at AS "updatedAt", CASE WHEN i.show_id IS NOT NULL THEN
      jsonb_build_object('showId', i.show_id, 'season', i.season, 'number', i.number) END AS "episodeOf"
  FROM mappings m LEFT JOIN trakt_items i
    ON m.media_type = 'episode' AND i.media_type = 'episode' AND i.trakt_item_id = m.trakt_id`;

const columns = {
  id: 'uuid',
  user_id: 'text',
  media_type: 'text',
  trakt_id: 'int8',
  season: 'int4',
  first_number: 'int4',
  last_number: 'int4',
  action: 'text',
  subject_id: 'int4',
  offset: 'int4',
  by: 'text',
  episode_id: 'int4',
  note: 'text',
  origin: 'text',
  created_by: 'text',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
} as const;

/** Whose mappings: a person's, or (null) those shared by everybody. */
export type MappingOwner = string | null;

export interface MappingFilter {
  readonly scope: 'own' | 'shared';
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export type MappingStore = ReturnType<typeof createMappingStore>;

const find = (db: Pick<DatabaseSession, '$queryRaw'>, where: Sql): Promise<Mapping[]> =>
  queryRows(db, mappingRow, sql`${select} WHERE ${where} ORDER BY m.created_at, m.id`);

const ownedBy = (owner: MappingOwner): Sql =>
  owner === null ? sql`m.user_id IS NULL` : sql`m.user_id = ${owner}`;

/** Of the person and shared by everybody. */
const seenBy = (userId: MappingOwner): Sql =>
  userId === null ? ownedBy(null) : sql`(m.user_id = ${userId} OR m.user_id IS NULL)`;

export const createMappingStore = ({ db }: { readonly db: Database }) => ({
  ...reading(db),
  ...writing,
});

/** Reading only. */
function reading(db: Database) {
  return {
    /** All that could decide one of these items for this person; for nobody in particular: those shared. */
    async about(userId: MappingOwner, items: readonly MediaItem[]): Promise<Mapping[]> {
      if (items.length === 0) return [];
      const shows = items.flatMap((item) => (item.kind === 'episode' ? [item.show.traktId] : []));
      const idsOf = (kind: MediaItem['kind']) =>
        items.filter((item) => item.kind === kind).map(({ traktId }) => traktId);
      return find(
        db,
        sql`${seenBy(userId)} AND (
          (m.media_type = 'show' AND m.trakt_id = ANY(${[...new Set(shows)]}::int8[]))
          OR (m.media_type = 'episode' AND m.trakt_id = ANY(${idsOf('episode')}::int8[]))
          OR (m.media_type = 'movie' AND m.trakt_id = ANY(${idsOf('movie')}::int8[])))`,
      );
    },

    /** Changes whenever a mapping does that may concern this person. */
    async stamp(
      userId: MappingOwner,
      session: Pick<DatabaseSession, '$queryRaw'> = db,
    ): Promise<string> {
      const [row] = await queryRows(
        session,
        z.object({ stamp: z.string() }),
        sql`SELECT md5(coalesce(string_agg(m.id::text || m.updated_at::text, ',' ORDER BY m.id), '')) AS stamp
          FROM mappings m WHERE ${seenBy(userId)}`,
      );
      return row?.stamp ?? '';
    },

    /** One the person may see; undefined for others. */
    async find(userId: string, id: string): Promise<Mapping | undefined> {
      if (!z.uuid().safeParse(id).success) return undefined;
      return (await find(db, sql`${seenBy(userId)} AND m.id = ${id}::uuid`))[0];
    },

    /** Of these ids, those the person may see. */
    withIds: (userId: string, ids: readonly string[]): Promise<Mapping[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : find(db, sql`${seenBy(userId)} AND m.id = ANY(${[...ids]}::uuid[])`),

    /** In the order they were made. Throws InputError for a cursor that is not ours. */
    async list(userId: string, { scope, limit, cursor }: MappingFilter): Promise<Page<Mapping>> {
      const place = cursor === undefined ? undefined : parseCursor(cursor, z.uuid());
      const after =
        place === undefined
          ? emptySql
          : sql`AND (m.created_at, m.id) > (${place.at}, ${place.id}::uuid)`;
      const rows = await queryRows(
        db,
        mappingRow,
        sql`${select} WHERE ${ownedBy(scope === 'own' ? userId : null)} ${after}
          ORDER BY m.created_at, m.id LIMIT ${limit + 1}`,
      );
      return toPage(rows, limit, {
        place: ({ createdAt, id }) => ({ at: createdAt, id }),
        item: (row) => row,
      });
    },

    ofOwner: (owner: MappingOwner): Promise<Mapping[]> => find(db, ownedBy(owner)),
  };
}

/** In a transaction of the caller's, between `lock` and its end. */
const writing = {
  /** Held while mappings of one owner are held against each other and changed. */
  async lock(tx: DatabaseSession, owner: MappingOwner): Promise<void> {
    const name = `watchflow mappings ${owner ?? ''}`;
    await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(hashtext(${name}))`);
  },

  ofOwnerIn: (tx: DatabaseSession, owner: MappingOwner): Promise<Mapping[]> =>
    find(tx, ownedBy(owner)),

  async remove(tx: DatabaseSession, ids: readonly string[]): Promise<void> {
    if (ids.length > 0)
      await tx.$executeRaw(sql`DELETE FROM mappings WHERE id = ANY(${[...ids]}::uuid[])`);
  },

  async add(tx: DatabaseSession, mappings: readonly Mapping[]): Promise<void> {
    await bulkInsert(tx, {
      table: 'mappings',
      columns,
      rows: mappings.map((mapping) => ({
        id: mapping.id,
        user_id: mapping.userId,
        media_type: mapping.mediaType,
        trakt_id: mapping.traktId,
        season: mapping.season,
        first_number: mapping.firstNumber,
        last_number: mapping.lastNumber,
        action: mapping.action,
        subject_id: mapping.subjectId,
        offset: mapping.offset,
        by: mapping.by,
        episode_id: mapping.episodeId,
        note: mapping.note,
        origin: mapping.origin,
        created_by: mapping.createdBy,
        created_at: mapping.createdAt,
        updated_at: mapping.updatedAt,
      })),
    });
  },
};
