import { z } from 'zod';
import { emptySql, queryRows, sql, type Database } from '../../../platform/database/index.js';
import { toPage, type Page, type PageWish } from '../../../platform/lib/page-cursor.js';
import { parseCursor } from '../../../platform/lib/page-cursor.js';
import { itemKinds } from '../library/library-item.js';
import {
  noPlan,
  wishOrigins,
  wishStates,
  type WishReason,
  type WishScope,
  type WishState,
} from './wish.js';

const view = z.object({
  id: z.string(),
  origin: z.enum(wishOrigins),
  mediaType: z.enum([...itemKinds, 'subject']),
  traktId: z.coerce.number(),
  season: z.int().nullable(),
  title: z.string().nullable(),
  /** The rating, or the type of the collection. */
  value: z.int(),
  givenAt: z.date().nullable(),
  state: z.enum(wishStates),
  reason: z.string().nullable(),
  subjectId: z.int().nullable(),
  foundRate: z.int().nullable(),
  dueAt: z.date().nullable(),
  syncedAt: z.date().nullable(),
  updatedAt: z.date(),
});
/** A rating or state as people see it. */
export type WishView = Readonly<z.infer<typeof view>>;

export interface WishFilter extends PageWish {
  readonly state?: WishState | undefined;
  readonly reason?: WishReason | undefined;
  readonly subject?: number | undefined;
}

const count = z.object({ origin: z.enum(wishOrigins), state: z.enum(wishStates), wishes: z.int() });
type Counts = Readonly<Partial<Record<WishState, number>>>;

/** How many ratings and states stand where. */
export interface WishCounts {
  readonly ratings: Counts;
  readonly states: Counts;
  /** Parked because Bangumi could not be reached. */
  readonly notWritten: number;
}

export const createWishViews = ({ db }: { readonly db: Database }) => ({
  /** Latest moved first. Throws InputError for a cursor that is not ours. */
  async list(
    userId: string,
    what: 'ratings' | 'states',
    { limit, cursor, state, reason, subject }: WishFilter,
  ): Promise<Page<WishView>> {
    const place =
      cursor === undefined ? undefined : parseCursor(cursor, z.string().regex(/^[\w-]{1,80}$/));
    const rows = await queryRows(
      db,
      view,
      sql`SELECT * FROM (SELECT concat_ws('_', origin, media_type, trakt_id, season, subject_id) AS id, origin, media_type AS "mediaType",
          trakt_id AS "traktId", nullif(season, -1) AS season, title, value, given_at AS "givenAt", state, reason,
          nullif(subject_id, 0) AS "subjectId", found_rate AS "foundRate", due_at AS "dueAt", synced_at AS "syncedAt", updated_at AS "updatedAt"
        FROM subject_wishes WHERE user_id = ${userId} AND plan_id = ${noPlan}::uuid
          AND ${what === 'ratings' ? sql`origin = 'rating'` : sql`origin <> 'rating'`}
          ${state === undefined ? emptySql : sql`AND state = ${state}`}
          ${reason === undefined ? emptySql : sql`AND reason = ${reason}`}
          ${subject === undefined ? emptySql : sql`AND subject_id = ${subject}`}) AS w
        WHERE true ${place === undefined ? emptySql : sql`AND ("updatedAt", id) < (${place.at}, ${place.id})`}
        ORDER BY "updatedAt" DESC, id DESC LIMIT ${limit + 1}`,
    );
    return toPage(rows, limit, {
      place: ({ updatedAt, id }) => ({ at: updatedAt, id }),
      item: (row) => row,
    });
  },

  async counts(scope: WishScope): Promise<WishCounts> {
    const rows = await queryRows(
      db,
      count,
      sql`SELECT origin, state, count(*)::int AS wishes FROM subject_wishes
        WHERE user_id = ${scope.userId} AND plan_id = ${scope.planId}::uuid GROUP BY origin, state`,
    );
    const notWritten = await db.subjectWish.count({
      where: { ...scope, state: 'parked', reason: 'upstream-down' },
    });
    return {
      ratings: sumOf(rows.filter(({ origin }) => origin === 'rating')),
      states: sumOf(rows.filter(({ origin }) => origin !== 'rating')),
      notWritten,
    };
  },
});

function sumOf(rows: readonly z.infer<typeof count>[]): Counts {
  const sums: Partial<Record<WishState, number>> = {};
  for (const { state, wishes } of rows) sums[state] = (sums[state] ?? 0) + wishes;
  return sums;
}
