import { z } from 'zod';
import {
  bulkInsert,
  queryRows,
  sql,
  type Database,
  type Sql,
} from '../../../platform/database/index.js';
import { subjectFacts, type SubjectFacts } from '../collection/collected-subject.js';
import { placeOrigins, placeReasons, type Place, type Spot } from './place.js';
import { traktTitle, type TraktTitle } from './trakt-title.js';

/** Columns of `subject_places`, by which a place is read back. */
export const placeRow = z.object({
  kind: z.enum(['movie', 'show', 'season', 'episode', 'specials', 'none']),
  season: z.int().nullable(),
  episodeId: z.coerce.number().nullable(),
  title: traktTitle.nullable(),
  origin: z.enum(placeOrigins),
  reason: z.enum(placeReasons).nullable(),
});
type PlaceRow = z.infer<typeof placeRow>;

/** What is kept of a place besides its evidence. */
export type KeptPlace =
  | { readonly spot: Spot; readonly title: TraktTitle; readonly origin: Place['origin'] }
  | { readonly spot: null; readonly reason: string; readonly origin: Place['origin'] };

export function toKeptPlace({ title, origin, reason, ...at }: PlaceRow): KeptPlace {
  const spot = toSpot(at);
  return spot === null || title === null
    ? { spot: null, reason: reason ?? 'no-id', origin }
    : { spot, title, origin };
}

function toSpot({ kind, season, episodeId }: Pick<PlaceRow, 'kind' | 'season' | 'episodeId'>) {
  switch (kind) {
    case 'none':
      return null;
    case 'season':
      return { kind, season: season ?? 1 } as const;
    case 'episode':
      return { kind, season: season ?? 0, episodeId: episodeId ?? 0 } as const;
    case 'movie':
    case 'show':
    case 'specials':
      return { kind } as const;
  }
}

/** Subjects that are a person's: collected, or watched. */
export const subjectsOf = (userId: string): Sql =>
  sql`(SELECT subject_id FROM collected_subjects WHERE user_id = ${userId}
    UNION SELECT subject_id FROM plays WHERE user_id = ${userId} AND subject_id IS NOT NULL AND state <> 'removed')`;

/** Of these, those that nobody has placed yet or that are due again; what the person's own mappings place as a whole is placed. */
const waitingOf = (userId: string, now: Date): Sql =>
  sql`${subjectsOf(userId)} AS mine LEFT JOIN subject_places p USING (subject_id)
    WHERE (p.subject_id IS NULL OR (p.kind = 'none' AND p.due_at <= ${now}))
      AND NOT EXISTS (SELECT 1 FROM mappings m WHERE m.user_id = ${userId} AND m.action = 'map' AND m.media_type <> 'episode'
        AND m.subject_id = mine.subject_id)`;

const waitingRow = z.object({ subjectId: z.int(), facts: subjectFacts.nullable() });
/** A subject to be placed, and what its collection says of it; null where it is watched alone. */
export interface WaitingSubject {
  readonly subjectId: number;
  readonly facts: SubjectFacts | null;
}

const daysUntilDue: Readonly<Partial<Record<string, number>>> = { 'no-id': 1, ambiguous: 1 };
const usualDays = 14;
const dayMs = 86_400_000;

export const createPlaceStore = ({ db }: { readonly db: Database }) => ({
  ...ofPeople(db),
  ...ofEverybody(db),
});
export type PlaceStore = ReturnType<typeof createPlaceStore>;

/** A person's subjects. */
const ofPeople = (db: Database) => ({
  async countWaiting(userId: string, now: Date): Promise<number> {
    const [row] = await queryRows(
      db,
      z.object({ count: z.coerce.number() }),
      sql`SELECT count(*) AS count FROM ${waitingOf(userId, now)}`,
    );
    return row?.count ?? 0;
  },

  waiting: (userId: string, now: Date): Promise<readonly WaitingSubject[]> =>
    queryRows(
      db,
      waitingRow,
      sql`SELECT w.subject_id AS "subjectId", c.facts FROM (SELECT subject_id FROM ${waitingOf(userId, now)}) AS w
        LEFT JOIN collected_subjects c ON c.user_id = ${userId} AND c.subject_id = w.subject_id ORDER BY 1`,
    ),

  /** The person's subjects with how many episodes each has; 0 where that is not said. */
  async lengths(userId: string): Promise<ReadonlyMap<number, { readonly eps: number }>> {
    const rows = await queryRows(
      db,
      z.object({ subjectId: z.int(), eps: z.int() }),
      sql`SELECT mine.subject_id AS "subjectId", coalesce((c.facts ->> 'eps')::int, 0) AS eps
        FROM ${subjectsOf(userId)} AS mine LEFT JOIN collected_subjects c ON c.user_id = ${userId} AND c.subject_id = mine.subject_id`,
    );
    return new Map(rows.map(({ subjectId, eps }) => [subjectId, { eps }]));
  },

  /** Of the person's subjects those that were placed by mappings and matches, by what they were placed at. */
  async decided(userId: string): Promise<ReadonlyMap<number, string>> {
    const rows = await queryRows(
      db,
      z.object({ subjectId: z.int(), place: z.string() }),
      sql`SELECT p.subject_id AS "subjectId", concat_ws(' ', p.origin, p.kind, p.trakt_id, p.season, p.episode_id) AS place
        FROM subject_places p JOIN ${subjectsOf(userId)} AS mine USING (subject_id) WHERE p.origin <> 'id-map'`,
    );
    return new Map(rows.map(({ subjectId, place }) => [subjectId, place]));
  },
});

/** Places, whoever's subjects they are of. */
const ofEverybody = (db: Database) => ({
  /** Safe to repeat: the last word counts. */
  async put(places: readonly Place[], now: Date): Promise<void> {
    await bulkInsert(db, {
      table: 'subject_places',
      columns,
      rows: places.map((place) => toRow(place, now)),
      onConflict: { target: ['subject_id'], update: updated },
    });
  },

  /** What decided is gone: they wait again. */
  async forget(subjectIds: readonly number[]): Promise<void> {
    if (subjectIds.length > 0)
      await db.subjectPlace.deleteMany({ where: { subjectId: { in: [...subjectIds] } } });
  },

  /** Shows and films that some subject was placed at before, by TMDB's id: they need not be asked for again. */
  async titlesByTmdb(
    kind: 'show' | 'movie',
    tmdbIds: readonly string[],
  ): Promise<ReadonlyMap<string, TraktTitle>> {
    const isKind = kind === 'movie' ? sql`kind = 'movie'` : sql`kind NOT IN ('movie', 'none')`;
    const rows = await queryRows(
      db,
      z.object({ title: traktTitle }),
      sql`SELECT DISTINCT ON (title ->> 'tmdb') title FROM subject_places
        WHERE ${isKind} AND title ->> 'tmdb' = ANY(${tmdbIds}::text[])
        ORDER BY title ->> 'tmdb', (title ->> 'begin') IS NULL, decided_at DESC`,
    );
    return new Map(rows.map(({ title }) => [String(title.tmdb), title]));
  },
});

const columns = {
  subject_id: 'int4',
  kind: 'text',
  trakt_id: 'int8',
  season: 'int4',
  episode_id: 'int8',
  title: 'jsonb',
  origin: 'text',
  reason: 'text',
  evidence: 'jsonb',
  decided_at: 'timestamptz',
  due_at: 'timestamptz',
} as const;
const updated = [
  'kind',
  'trakt_id',
  'season',
  'episode_id',
  'title',
  'origin',
  'reason',
  'evidence',
  'decided_at',
  'due_at',
] as const;

function toRow(place: Place, now: Date) {
  const { subjectId, origin, evidence } = place;
  const shared = { subject_id: subjectId, origin, evidence, decided_at: now };
  if (place.spot === null)
    return {
      ...shared,
      kind: 'none',
      trakt_id: null,
      season: null,
      episode_id: null,
      title: null,
      reason: place.reason,
      due_at: new Date(now.getTime() + (daysUntilDue[place.reason] ?? usualDays) * dayMs),
    };
  const { spot, title } = place;
  return {
    ...shared,
    kind: spot.kind,
    trakt_id: title.traktId,
    season: 'season' in spot ? spot.season : null,
    episode_id: spot.kind === 'episode' ? spot.episodeId : null,
    title,
    reason: null,
    due_at: null,
  };
}

/** As `decided` names it. */
export function nameOf(place: Place): string {
  if (place.spot === null) return `${place.origin} none`;
  const { spot, title } = place;
  const parts = [
    place.origin,
    spot.kind,
    title.traktId,
    ...('season' in spot ? [spot.season] : []),
    ...(spot.kind === 'episode' ? [spot.episodeId] : []),
  ];
  return parts.join(' ');
}
