import { z } from 'zod';

/** A UTC instant with milliseconds, as Trakt writes it. */
const instant = z.iso.datetime({ precision: 3 });
const id = z.int().positive();

/** A row of episodes with consecutive numbers and evenly spaced air dates; a break in either starts a new run. */
const episodeRun = z.strictObject({
  first: z.number(),
  count: z.int().positive().default(1),
  /** When the first one aired; `null`: unknown for all of the run. */
  first_aired: instant.nullable(),
  /** 0: all dropped at once. */
  every_days: z.number().min(0).default(7),
  /** `number_abs` of the first; absent: Trakt has none, as is usual. */
  first_abs: z.int().optional(),
  /** Trakt id of the first; absent: made from show, season and number. */
  first_id: id.optional(),
});

const titled = {
  title: z.string(),
  original_title: z.string().nullable().default(null),
  year: z.int().nullable().default(null),
  country: z.string().nullable().default(null),
  language: z.string().nullable().default(null),
  genres: z.array(z.string()).default([]),
  /** Other names, each of a country or of none. */
  aliases: z
    .array(z.strictObject({ title: z.string(), country: z.string().nullable().default(null) }))
    .default([]),
  /** Per language and region; a title of null: only its overview is translated. */
  translations: z
    .array(
      z.strictObject({
        title: z.string().nullable(),
        language: z.string().length(2),
        country: z.string().nullable().default(null),
      }),
    )
    .default([]),
};

const show = z.strictObject({
  trakt: id,
  slug: z.string(),
  tmdb: id.nullable().default(null),
  tvdb: id.nullable().default(null),
  imdb: z.string().nullable().default(null),
  ...titled,
  seasons: z
    .array(z.strictObject({ number: z.int().min(0), runs: z.array(episodeRun) }))
    .default([]),
});

const movie = z.strictObject({
  trakt: id,
  slug: z.string(),
  tmdb: id.nullable().default(null),
  imdb: z.string().nullable().default(null),
  ...titled,
  released: z.iso.date().nullable().default(null),
});

const action = z.enum(['scrobble', 'checkin', 'watch']).default('scrobble');
const historyId = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,18}$/)]);

/** Plays of consecutive episodes with consecutive history ids, evenly spaced in time. */
const episodePlays = z.strictObject({
  /** History id of the first; text when it is above 2^53. */
  id: historyId,
  show: id,
  season: z.int().min(0),
  number: z.int().min(0),
  count: z.int().positive().default(1),
  watched_at: instant,
  every_minutes: z.number().min(0).default(30),
  action,
});
const moviePlay = z.strictObject({ id: historyId, movie: id, watched_at: instant, action });

/** A title or episode named the short way. */
const itemName = z.union([
  z.strictObject({ movie: id }),
  z.strictObject({ show: id, season: z.int().min(0), number: z.int().min(0) }),
  z.strictObject({ show: id, season: z.int().min(0) }),
  z.strictObject({ show: id }),
]);

/** A row, or rows of consecutive episodes with consecutive ids. */
const listItems = z.strictObject({
  /** Of the first row; over all lists. */
  id,
  item: itemName,
  count: z.int().positive().default(1),
  listed_at: instant,
  notes: z.string().nullable().default(null),
});

const personalList = z.strictObject({
  /** Over all users. */
  id,
  name: z.string().min(1),
  /** Absent: made of the name. */
  slug: z.string().optional(),
  description: z.string().nullable().default(null),
  privacy: z.enum(['private', 'link', 'friends', 'public']).default('private'),
  display_numbers: z.boolean().default(false),
  allow_comments: z.boolean().default(true),
  sort_by: z.string().default('rank'),
  sort_how: z.enum(['asc', 'desc']).default('asc'),
  created_at: instant.default('2026-01-01T00:00:00.000Z'),
  /** Absent: never changed. */
  updated_at: instant.optional(),
  items: z.array(listItems).default([]),
});

const traktUser = z.strictObject({
  token: z.string().min(1),
  trakt: id.default(1),
  username: z.string().min(1),
  uuid: z.string().default('00000000000000000000000000000001'),
  vip: z.boolean().default(true),
  time_zone: z.string().default('Asia/Tokyo'),
  plays: z.array(z.union([episodePlays, moviePlay])).default([]),
  ratings: z
    .array(z.strictObject({ item: itemName, rating: z.int().min(1).max(10), rated_at: instant }))
    .default([]),
  collection: z.array(z.strictObject({ item: itemName, collected_at: instant })).default([]),
  watchlist: z.array(z.strictObject({ id, item: itemName, listed_at: instant })).default([]),
  lists: z.array(personalList).default([]),
  /** Other limits than an account of its kind has. */
  list_limits: z
    .strictObject({ count: z.int().min(0).optional(), item_count: z.int().min(0).optional() })
    .optional(),
});

/** Rows of one Bangumi subject with consecutive ids and numbers. */
const rowRun = z.strictObject({
  first_id: id,
  /** 0 main, 1 special, 2 OP, 3 ED, 4 PV, 6 other. */
  type: z
    .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6)])
    .default(0),
  first_sort: z.number(),
  count: z.int().positive().default(1),
  /** Nominal Japanese date of the first, or free text as the wiki has it (then of all of the run). */
  airdate: z.string(),
  every_days: z.number().min(0).default(7),
  name: z.string().default(''),
  name_cn: z.string().default(''),
});

const subject = z.strictObject({
  id,
  type: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(6)]).default(2),
  name: z.string(),
  name_cn: z.string().default(''),
  date: z.string().nullable().default(null),
  platform: z.string().nullable().default('TV'),
  eps: z.int().min(0).optional(),
  aliases: z.array(z.string()).default([]),
  infobox: z.array(z.strictObject({ key: z.string(), value: z.string() })).default([]),
  nsfw: z.boolean().default(false),
  locked: z.boolean().default(false),
  /** Of everybody who voted; 0: nobody did. */
  score: z.number().min(0).max(10).default(7.5),
  collection_total: z.int().min(0).default(15),
  /** Everybody's, the most used first. */
  tags: z.array(z.string()).default([]),
  /** Set on a merged subject: where it now lives. */
  merged_into: id.optional(),
  rows: z.array(rowRun).default([]),
  relations: z.array(z.strictObject({ to: id, relation: z.string() })).default([]),
});

const collectionType = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
]);
const collection = z.strictObject({
  subject: id,
  type: collectionType,
  private: z.boolean().default(false),
  rate: z.int().min(0).max(10).default(0),
  comment: z.string().default(''),
  tags: z.array(z.string()).default([]),
  updated_at: instant.default('2026-01-01T00:00:00.000Z'),
  /** Marked rows, per state. */
  wish: z.array(id).default([]),
  done: z.array(id).default([]),
  dropped: z.array(id).default([]),
});

const bangumiUser = z.strictObject({
  token: z.string().min(1),
  id,
  username: z.string().min(1),
  nickname: z.string().default(''),
  /** False: a token whose scope lacks `write:collection`. */
  may_write: z.boolean().default(true),
  /** False: an account younger than 60 days, which never sees NSFW. */
  sees_nsfw: z.boolean().default(true),
  collections: z.array(collection).default([]),
});

/** An app that an operator registered with a service. */
const app = z.strictObject({
  client_id: z.string().min(1),
  /** Absent: an app of proof keys alone (Trakt). */
  client_secret: z.string().min(1).optional(),
  /** Compared letter by letter. */
  redirect_uris: z.array(z.url()).min(1),
});

/** A world for both simulators, as data. Compact: runs stand for episodes, rows and plays. */
export const scenarioSchema = z.strictObject({
  name: z.string(),
  about: z.string().default(''),
  /** For sign-in; tokens of the users work without. */
  apps: z
    .strictObject({ trakt: z.array(app).default([]), bangumi: z.array(app).default([]) })
    .default({ trakt: [], bangumi: [] }),
  trakt: z.strictObject({
    /** Accepted `trakt-api-key`s; empty: any. */
    client_ids: z.array(z.string()).default([]),
    shows: z.array(show).default([]),
    movies: z.array(movie).default([]),
    users: z.array(traktUser).default([]),
  }),
  bangumi: z.strictObject({
    subjects: z.array(subject).default([]),
    users: z.array(bangumiUser).default([]),
  }),
});

/** As written in a file or a test: defaults may be left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
export type Scenario = z.output<typeof scenarioSchema>;
export type ScenarioApp = z.output<typeof app>;
export type ScenarioShow = Scenario['trakt']['shows'][number];
export type ScenarioMovie = Scenario['trakt']['movies'][number];
export type ScenarioTraktUser = Scenario['trakt']['users'][number];
export type ScenarioPlays = ScenarioTraktUser['plays'][number];
export type ScenarioItemName = ScenarioTraktUser['ratings'][number]['item'];
export type ScenarioSubject = Scenario['bangumi']['subjects'][number];
export type ScenarioBangumiUser = Scenario['bangumi']['users'][number];
export type ScenarioCollection = ScenarioBangumiUser['collections'][number];

const finalState = z.strictObject({
  collections: z.record(
    z.string(),
    z.strictObject({
      type: collectionType,
      private: z.boolean(),
      rate: z.int(),
      comment: z.string(),
      tags: z.array(z.string()),
    }),
  ),
  episodes: z.record(z.string(), z.record(z.string(), z.int())),
});

/** What a sync of the scenario must end in: per history id of the play, and on Bangumi. */
export const expectedSchema = z.strictObject({
  scenario: z.string(),
  summary: z.strictObject({
    plays: z.int(),
    /** Plays that truly have a Bangumi subject in the scenario, provable or not. */
    withSubject: z.int(),
    proven: z.int(),
    parked: z.int(),
    excluded: z.int(),
    parkedReasons: z.record(z.string(), z.int()),
    excludedReasons: z.record(z.string(), z.int()),
  }),
  plays: z.record(
    z.string(),
    z.discriminatedUnion('state', [
      z.strictObject({ state: z.literal('proven'), subjectId: id, episodeId: id }),
      z.strictObject({
        state: z.literal('parked'),
        reason: z.enum([
          'unmatched',
          'ambiguous',
          'episode-missing',
          'upstream-down',
          'needs-reauth',
          'guard',
          'over-limit',
        ]),
      }),
      z.strictObject({
        state: z.literal('excluded'),
        reason: z.enum(['out-of-scope', 'filtered', 'ignored-by-user']),
      }),
    ]),
  ),
  /** Exactly what `finalState()` of the Bangumi simulator gives afterwards, timeline apart. */
  bangumi: finalState,
});
export type Expected = z.output<typeof expectedSchema>;
