import { z } from 'zod';
import type { Clock } from '../../../platform/lib/clock.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { Matching } from '../../matching/index.js';
import { itemKinds, libraryFacts, type LibraryItem } from '../library/library-item.js';
import { libraryParts, type LibraryPartName } from '../library/library-part.js';
import type { SyncSettings } from '../sync-settings.js';
import { makeRatingWishes } from './make-rating-wishes.js';
import { makeStateWishes } from './make-state-wishes.js';
import { makeWatchedWish } from './make-watched-wish.js';
import { staysAsKept } from './merge-wish.js';
import { statePolicy } from './state-policy.js';
import type { TitleOnTrakt } from './title-on-trakt.js';
import { readWatched, readWatchedSubjects, type WatchedRow } from './watched-places.js';
import type { Wish, WishKey, WishScope } from './wish.js';
import type { WishRow, WishStore } from './wish-store.js';

export interface GatherWishesDeps {
  readonly db: Database;
  readonly wishes: WishStore;
  readonly matching: Pick<Matching, 'mainRows' | 'subjectsOfShow'>;
  readonly clock: Clock;
}

export interface GatherWishes extends WishScope {
  readonly runId: string;
  readonly settings: SyncSettings;
  /** A person asked to go through everything. */
  readonly all: boolean;
}

/** Films and shows looked at in one go. */
const titlesAtOnce = 500;
const subjectsAtOnce = 500;

/**
 * Works out from Trakt's library, the plays and the settings what is wished of Bangumi's subjects. Reads no service. Safe to repeat:
 * what is wished already, and what came of it, stays.
 */
export async function gatherWishes(deps: GatherWishesDeps, gather: GatherWishes): Promise<void> {
  for (let after = -1; ;) {
    const titles = await nextTitles(deps.db, gather.userId, after);
    if (titles.length === 0) break;
    await gatherTitles(deps, gather, titles);
    after = titles.at(-1) ?? 0;
  }
  await deps.wishes.removeGone(gather, deps.clock.now());
  await gatherWatched(deps, gather);
  await deps.wishes.releaseWithStates(gather, deps.clock.now());
}

/** Ids of films and shows, which may be the same number. */
async function nextTitles(db: Database, userId: string, after: number): Promise<number[]> {
  const rows = await queryRows(
    db,
    z.object({ titleId: z.coerce.number() }),
    sql`SELECT DISTINCT title_id AS "titleId" FROM library_items WHERE user_id = ${userId} AND title_id > ${after}
      ORDER BY 1 LIMIT ${titlesAtOnce}`,
  );
  return rows.map(({ titleId }) => titleId);
}

const itemRow = z.object({
  part: z.enum(libraryParts),
  kind: z.enum(itemKinds),
  traktId: z.coerce.number(),
  titleId: z.coerce.number(),
  season: z.int().nullable(),
  rating: z.int().nullable(),
  at: z.date(),
  facts: libraryFacts,
});
type ItemRow = LibraryItem & { readonly part: LibraryPartName };

async function gatherTitles(
  deps: GatherWishesDeps,
  gather: GatherWishes,
  titleIds: readonly number[],
): Promise<void> {
  const { db, wishes, clock } = deps;
  const items: readonly ItemRow[] = await queryRows(
    db,
    itemRow,
    sql`SELECT part, media_type AS kind, trakt_id AS "traktId", title_id AS "titleId", season, rating, at, facts
      FROM library_items WHERE user_id = ${gather.userId} AND title_id = ANY(${titleIds}::int8[])`,
  );
  const kept = await wishes.rowsOf(
    gather,
    items.map(({ kind, traktId }) => ({ mediaType: kind, traktId })),
  );
  const watched = await readWatched(db, gather, { movies: titleIds, shows: titleIds });
  const titles = await toTitles(deps, { items, kept, watched });
  const wanted = titles.flatMap((title) => [
    ...makeRatingWishes(title, gather.settings),
    ...makeStateWishes(title, gather.settings),
  ]);
  const now = clock.now();
  const moved = new Map(watched.map(({ subjectId, movedAt }) => [subjectId, movedAt]));
  const rowAt = new Map(kept.map((row) => [nameOf(row), row]));
  const changed = wanted.filter((wish) => {
    const row = rowAt.get(nameOf(wish));
    const movedAt = moved.get(wish.subjectId) ?? null;
    return row === undefined || !staysAsKept(row, wish, { ...gather, now, movedAt });
  });
  const names = new Set(wanted.map(nameOf));
  await wishes.put(gather, changed, now);
  await wishes.remove(
    gather,
    kept.filter((row) => isLetGo(row) && !names.has(nameOf(row))),
    now,
  );
}

/** What was undone is remembered, should the same be asked for again. */
const isLetGo = ({ state, reason }: WishRow): boolean => state !== 'removed' && reason !== 'undone';

const nameOf = ({ origin, mediaType, traktId, season, subjectId }: WishKey): string =>
  [origin, mediaType, traktId, season ?? '', subjectId ?? ''].join(':');

interface Known {
  readonly items: readonly ItemRow[];
  readonly kept: readonly WishRow[];
  readonly watched: readonly WatchedRow[];
}

const kindOf = ({ kind }: LibraryItem): 'movie' | 'show' => (kind === 'movie' ? 'movie' : 'show');

async function toTitles(
  { matching }: GatherWishesDeps,
  { items, kept, watched }: Known,
): Promise<readonly TitleOnTrakt[]> {
  const subjectIds = [...new Set(watched.flatMap(({ subjectId }) => subjectId ?? []))];
  const rows = await matching.mainRows(subjectIds);
  const placedBy = groupBy(
    kept.filter(({ origin, state }) => origin !== 'rating' && state !== 'removed'),
    (row) => `${row.mediaType}:${row.traktId}`,
  );
  const watchedBy = groupBy(watched, ({ kind, titleId }) => `${kind}:${titleId}`);
  const byTitle = groupBy(items, (item) => `${kindOf(item)}:${item.titleId}`);
  return [...byTitle].map(([name, own]): TitleOnTrakt => {
    const [first] = own;
    const tmdb = own.map(({ facts }) => facts.title?.tmdb ?? null).find((id) => id !== null);
    const isShow = first !== undefined && kindOf(first) === 'show';
    return {
      kind: isShow ? 'show' : 'movie',
      titleId: first?.titleId ?? 0,
      items: own,
      watched: placesOf(watchedBy.get(name) ?? []),
      placed: own.flatMap(({ kind, traktId }) =>
        (placedBy.get(`${kind}:${traktId}`) ?? []).flatMap(({ season, subjectId }) =>
          subjectId === null ? [] : [{ season, subjectId }],
        ),
      ),
      mapped: isShow && tmdb !== undefined ? matching.subjectsOfShow(tmdb) : [],
      mainRowsOf: (subjectId) => rows.get(subjectId)?.length,
    };
  });
}

const placesOf = (rows: readonly WatchedRow[]): TitleOnTrakt['watched'] =>
  [...groupBy(rows, ({ season }) => season)].map(([season, own]) => ({
    season,
    subjectIds: own.flatMap(({ subjectId }) => subjectId ?? []),
    isOutOfScope: own.every(({ isOut }) => isOut),
  }));

/** Without the setting nothing is wished anew, and what is not proven is let go. */
async function gatherWatched(
  { db, wishes, matching, clock }: GatherWishesDeps,
  gather: GatherWishes,
): Promise<void> {
  if (gather.settings.watchedState === 'none') return wishes.filterWatched(gather, clock.now());
  const policy = statePolicy('done', gather.settings);
  for (let after = 0; ;) {
    const page = { after, limit: subjectsAtOnce, all: gather.all, policy };
    const subjects = await readWatchedSubjects(db, gather, page);
    const rows = await matching.mainRows(subjects.map(({ subjectId }) => subjectId));
    const now = clock.now();
    const wanted = subjects.flatMap(
      (subject): Wish | readonly Wish[] =>
        makeWatchedWish(subject, rows.get(subject.subjectId) ?? [], { now, policy }) ?? [],
    );
    await wishes.put(gather, wanted, now);
    after = subjects.at(-1)?.subjectId ?? 0;
    if (subjects.length < subjectsAtOnce) return;
  }
}
