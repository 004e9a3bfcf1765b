import { z } from 'zod';
import {
  queryRows,
  sql,
  unnestRows,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';
import { itemKinds } from '../library/library-item.js';
import { theRate } from '../taking-back/mark.js';
import { createWishMoves } from './wish-moves.js';
import { createWishParking } from './wish-parking.js';
import { createWishRelease } from './wish-release.js';
import { inScope } from './wish-rows.js';
import type { OpenWish } from './decide-wishes.js';
import type { KeptWish } from './merge-wish.js';
import {
  keptItem,
  wishOrigins,
  wishStates,
  type WishKey,
  type WishReason,
  type WishScope,
} from './wish.js';

/** Of a row: what is needed to hold it against what is wished now. */
export type WishRow = KeptWish & WishKey;

const reason = z.custom<WishReason | null>((text) => text === null || typeof text === 'string');

const keyShape = {
  origin: z.enum(wishOrigins),
  mediaType: z.enum([...itemKinds, 'subject']),
  traktId: z.coerce.number(),
  season: z.int().nullable(),
  subjectId: z.int().nullable(),
};
const keyColumns = sql`origin, media_type AS "mediaType", trakt_id AS "traktId", nullif(season, -1) AS season,
  nullif(subject_id, 0) AS "subjectId"`;

const wishRow = z.object({
  ...keyShape,
  state: z.enum(wishStates),
  reason,
  value: z.int(),
  givenAt: z.date().nullable(),
  policy: z.string(),
  dueAt: z.date().nullable(),
  runId: z.string().nullable(),
  updatedAt: z.date(),
});

const openWish = z.object({
  ...keyShape,
  value: z.int(),
  givenAt: z.date().nullable(),
  ours: z.array(z.int()),
  foundRate: z.int().nullable(),
  foundBy: z.date().nullable(),
  /** A write of it began whose end is not known. */
  isSent: z.boolean(),
});
export type OpenWishRow = OpenWish & WishKey & { readonly isSent: boolean };

const waitingItem = z.object({ ...keyShape, item: keptItem });
export type WaitingWish = Readonly<z.infer<typeof waitingItem>>;

export type WishStore = ReturnType<typeof createWishStore>;

/** Wishes, of the ledger or of a dry run. Each move is one statement and safe to repeat. */
export const createWishStore = ({ db }: { readonly db: Database }) => ({
  ...createWishReads(db),
  ...createWishMoves(db),
  ...createWishParking(db),
  ...createWishRelease(db),
});

/** Also by runs that died before they read it back. What an undo gave back is the person's own, or stands in the wish. */
const ratesSet = ({ userId }: WishScope, subjectId: number): Sql =>
  sql`ARRAY(SELECT DISTINCT after FROM marks m WHERE m.user_id = ${userId} AND m.subject_id = ${subjectId}
    AND m.episode_id = ${theRate} AND (m.outcome IS NULL OR m.outcome = 'set-again')
    AND NOT EXISTS (SELECT 1 FROM sync_runs r WHERE r.id = m.run_id AND r.undoes IS NOT NULL))`;

function createWishReads(db: Database) {
  return {
    /** Rows of these films and shows, and of these origins' items. */
    async rowsOf(
      scope: WishScope,
      items: readonly Pick<WishKey, 'mediaType' | 'traktId'>[],
    ): Promise<readonly WishRow[]> {
      if (items.length === 0) return [];
      const asked = items.map(({ mediaType, traktId }) => ({
        media_type: mediaType,
        trakt_id: traktId,
      }));
      return queryRows(
        db,
        wishRow,
        sql`SELECT ${keyColumns}, state, reason, value, given_at AS "givenAt", policy, due_at AS "dueAt", run_id::text AS "runId",
            updated_at AS "updatedAt"
          FROM subject_wishes w JOIN (SELECT DISTINCT * FROM ${unnestRows({ media_type: 'text', trakt_id: 'int8' }, asked)} AS a) AS asked
            USING (media_type, trakt_id)
          WHERE ${inScope(scope)} ORDER BY origin, media_type, trakt_id, w.season, w.subject_id`,
      );
    },

    /** Those whose subject is to be found out. */
    async waiting(scope: WishScope, limit: number): Promise<readonly WaitingWish[]> {
      return queryRows(
        db,
        waitingItem,
        sql`SELECT ${keyColumns}, item FROM subject_wishes WHERE ${inScope(scope)} AND state = 'seen' AND item IS NOT NULL
          ORDER BY origin, media_type, trakt_id, season LIMIT ${limit}`,
      );
    },

    async count(scope: WishScope): Promise<{ readonly seen: number; readonly subjects: number }> {
      const [row] = await queryRows(
        db,
        z.object({ seen: z.int(), subjects: z.int() }),
        sql`SELECT (count(*) FILTER (WHERE state = 'seen' AND item IS NOT NULL))::int AS seen,
            (count(DISTINCT subject_id) FILTER (WHERE state IN ('planned', 'sent') AND subject_id > 0))::int AS subjects
          FROM subject_wishes WHERE ${inScope(scope)}`,
      );
      return row ?? { seen: 0, subjects: 0 };
    },

    /** Subjects with open wishes, ascending, after a given one. */
    async subjects(scope: WishScope, after: number, limit: number): Promise<number[]> {
      const rows = await queryRows(
        db,
        z.object({ subjectId: z.int() }),
        sql`SELECT DISTINCT subject_id AS "subjectId" FROM subject_wishes
          WHERE ${inScope(scope)} AND state IN ('planned', 'sent') AND subject_id > ${after} ORDER BY 1 LIMIT ${limit}`,
      );
      return rows.map(({ subjectId }) => subjectId);
    },

    async open(scope: WishScope, subjectId: number): Promise<readonly OpenWishRow[]> {
      return queryRows(
        db,
        openWish,
        sql`SELECT ${keyColumns}, value, given_at AS "givenAt", array_remove(array_append(${ratesSet(scope, subjectId)}, written), NULL) AS ours, found_rate AS "foundRate", found_by AS "foundBy",
            state = 'sent' AS "isSent"
          FROM subject_wishes WHERE ${inScope(scope)} AND state IN ('planned', 'sent') AND subject_id = ${subjectId}
          ORDER BY given_at DESC NULLS LAST, origin, media_type, trakt_id, season`,
      );
    },
  };
}
