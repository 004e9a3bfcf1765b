import { z } from 'zod';
import { scheduleIdOf } from '../../areas/schedules/index.js';
import { ratingPolicies, removalPolicies, showRatingPolicies } from '../../areas/history/index.js';
import type {
  SettingsVersion,
  SyncSettings,
  SyncSettingsChange,
} from '../../areas/history/index.js';
import {
  intervalOf,
  nextDueTimes,
  parseTiming,
  spreadSecondsOf,
} from '../../platform/lib/timing.js';
import { stateTable } from './carrying/state-table.js';
import { timeSchema } from './time.js';
import {
  cronText,
  intervalText,
  missedPolicy,
  notBoth,
  timeZoneName,
  timingTextOf,
} from './timing.js';

const wishes = {
  enabled: z.boolean().describe('Off: the schedule is paused; a manual sync is still possible.'),
  missed: missedPolicy,
  episodes: z.boolean().describe('Carry over plays of episodes.'),
  movies: z.boolean().describe('Carry over plays of films.'),
  specials: z.boolean().describe('Carry over plays of specials (season 0).'),
  dry_run: z
    .boolean()
    .describe(
      'Syncs only work out what they would do, unless one is asked for with `dry_run: false`.',
    ),
  private_collections: z
    .boolean()
    .describe('New Bangumi collections are made private; existing ones are never touched.'),
  removals: z
    .enum(removalPolicies)
    .describe(
      'Plays that are gone from Trakt: `keep` their marks on Bangumi, `unmark` those that were set by watchflow, or `ask` first (GET /api/v1/removals).',
    ),
  removal_guard_plays: z
    .int()
    .min(0)
    .max(100_000)
    .describe('With `unmark`, more plays than this at once are asked about all the same.'),
  removal_guard_percent: z
    .int()
    .min(0)
    .max(100)
    .describe('And more than this share of all that is marked.'),
  ratings: z.boolean().describe('Carry over ratings of films, seasons and shows.'),
  rating_policy: z
    .enum(ratingPolicies)
    .describe(
      'Where Bangumi has a rate of yours: `fill` leaves it, `overwrite` replaces it, `newest` replaces it if you rated on Trakt later.',
    ),
  show_ratings: z
    .enum(showRatingPolicies)
    .describe(
      'Where a show is several subjects on Bangumi: `one-subject` leaves its rating out, `every-subject` gives it to each that has none of its own season.',
    ),
};

/** Nine digits, as in `If-Match`; the database counts a little further. */
const versionNumber = z.int().min(0).max(999_999_999);

export const expectedVersion = versionNumber.describe(
  'Changes nothing unless the settings are at this version; so does `If-Match`.',
);

/** What can be changed; whatever is left out stays as it is. */
export const configChangeSchema = z
  .strictObject({
    ...wishes,
    states: z.strictObject(stateTable).partial(),
    cron: cronText,
    time_zone: timeZoneName,
    sync_interval: intervalText,
    version: expectedVersion,
  })
  .partial()
  .refine(
    (change) => Object.keys(change).some((key) => key !== 'version'),
    'expected at least one setting to change',
  )
  .refine(notBoth.check, notBoth.params)
  .meta({ id: 'SyncSettingsChange' });

/** `If-Match` of a change. */
export const matchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"\d{1,9}"$/, 'expected the version in quotes, as ETag gave it: "3"')
    .optional()
    .describe('The `ETag` of the settings as you know them.'),
});

export const toETag = (version: number): string => `"${version}"`;

/** The version a change expects, said in the header or in the body. */
export function expectedOf(
  { 'if-match': match }: z.output<typeof matchHeaders>,
  version: number | undefined,
): number | undefined {
  return match === undefined ? version : Number(match.slice(1, -1));
}

export const configSchema = z
  .object({
    ...wishes,
    states: z
      .object(stateTable)
      .describe('What a place on Trakt makes of a subject: upwards only, wish < doing < done.'),
    cron: z.string().describe('Five fields, or `@every` with an interval.'),
    time_zone: z.string(),
    sync_interval: z.string().nullable().describe('The interval, where it is one.'),
    version: z.int().min(0).describe('Grows with every change.'),
    updated_at: timeSchema,
    next_runs: z.array(timeSchema).describe('The next five times; empty while disabled.'),
  })
  .meta({ id: 'SyncSettings' });
export type ConfigBody = z.infer<typeof configSchema>;

const libraryExample = {
  ratings: true,
  rating_policy: 'fill',
  show_ratings: 'one-subject',
  states: {
    watchlist: 'wish',
    collection: 'none',
    watched_some: 'doing',
    watched_all: 'done',
    over_mine: false,
  },
} as const satisfies Partial<ConfigBody>;

export const configExample: ConfigBody = {
  enabled: true,
  cron: '@every 6h',
  time_zone: 'Asia/Shanghai',
  sync_interval: '6h',
  missed: 'run-once',
  episodes: true,
  movies: true,
  specials: true,
  dry_run: false,
  private_collections: false,
  removals: 'keep',
  removal_guard_plays: 20,
  removal_guard_percent: 5,
  ...libraryExample,
  version: 3,
  updated_at: '2026-11-22T09:00:00.000Z',
  next_runs: [
    '2026-11-22T10:42:17.000Z',
    '2026-11-22T16:42:17.000Z',
    '2026-11-22T22:42:17.000Z',
    '2026-11-23T04:42:17.000Z',
    '2026-11-23T10:42:17.000Z',
  ],
};

interface Viewed {
  readonly userId: string;
  readonly now: Date;
}

export const toConfigBody = (settings: SyncSettings, viewed: Viewed): ConfigBody => ({
  ...toKept(settings),
  version: settings.version,
  updated_at: settings.updatedAt.toISOString(),
  next_runs: preview(settings, viewed),
});

/** What a version keeps. */
const toKept = (settings: SyncSettings) => ({
  enabled: settings.enabled,
  cron: settings.cron,
  time_zone: settings.timeZone,
  sync_interval: intervalOf(settings.cron),
  missed: settings.missed,
  episodes: settings.episodes,
  movies: settings.movies,
  specials: settings.specials,
  dry_run: settings.dryRun,
  private_collections: settings.privateCollections,
  removals: settings.removals,
  removal_guard_plays: settings.removalGuardPlays,
  removal_guard_percent: settings.removalGuardPercent,
  ratings: settings.ratings,
  rating_policy: settings.ratingPolicy,
  show_ratings: settings.showRatings,
  states: {
    watchlist: settings.watchlistState,
    collection: settings.collectionState,
    watched_some: 'doing' as const,
    watched_all: settings.watchedState,
    over_mine: settings.statesOverOwn,
  },
});

function preview({ enabled, cron, timeZone }: SyncSettings, { userId, now }: Viewed): string[] {
  const parsed = parseTiming(cron, timeZone);
  if (!enabled || parsed.kind === 'faulty') return [];
  const { timing } = parsed;
  const spreadSeconds = spreadSecondsOf(scheduleIdOf('history', userId), timing);
  return nextDueTimes({ timing, spreadSeconds }, now, 5).map((run) => run.toISOString());
}

type ConfigChange = Omit<z.output<typeof configChangeSchema>, 'version'>;

/** The change in the area's words, holding only what was sent. */
export function toSettingsChange(change: ConfigChange): SyncSettingsChange {
  const {
    time_zone,
    private_collections,
    removal_guard_plays,
    removal_guard_percent,
    dry_run,
    sync_interval,
    cron,
    ...others
  } = change;
  const { states, rating_policy, show_ratings, ...same } = others;
  return withoutUndefined({
    ...same,
    cron: timingTextOf({ cron, sync_interval }),
    timeZone: time_zone,
    privateCollections: private_collections,
    removalGuardPlays: removal_guard_plays,
    removalGuardPercent: removal_guard_percent,
    dryRun: dry_run,
    ratingPolicy: rating_policy,
    showRatings: show_ratings,
    watchlistState: states?.watchlist,
    collectionState: states?.collection,
    watchedState: states?.watched_all,
    statesOverOwn: states?.over_mine,
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(record: T): Defined<T> {
  const kept: Defined<T> = { ...record };
  for (const key in kept) if (kept[key] === undefined) Reflect.deleteProperty(kept, key);
  return kept;
}

/** Of the versions there were. */
export const configHistoryQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'is not a cursor this service gave out; start again without it')
    .optional()
    .describe('`next_cursor` of the page before.'),
});

const versionSchema = z
  .object({
    version: z.int().min(0),
    changed_at: timeSchema,
    changed_by: z
      .string()
      .nullable()
      .describe(
        '`key:<id>` or `session:<id>`; null for defaults and where it was not written down.',
      ),
    revert_of: z.int().nullable().describe('The version it brought back.'),
    settings: configSchema.omit({ next_runs: true, version: true, updated_at: true }),
  })
  .meta({ id: 'SyncSettingsVersion' });

export const toVersionBody = ({ settings, changedBy, revertOf }: SettingsVersion) => ({
  version: settings.version,
  changed_at: settings.updatedAt.toISOString(),
  changed_by: changedBy,
  revert_of: revertOf,
  settings: toKept(settings),
});

export const configHistorySchema = z
  .object({ items: z.array(versionSchema), next_cursor: z.string().nullable() })
  .meta({ id: 'SyncSettingsHistory' });

export const configHistoryExample: z.infer<typeof configHistorySchema> = {
  items: [
    {
      version: 3,
      changed_at: '2026-11-22T09:00:00.000Z',
      changed_by: 'key:k_5d0f1c2b3a4e5f60',
      revert_of: null,
      settings: {
        enabled: true,
        cron: '@every 6h',
        time_zone: 'Asia/Shanghai',
        sync_interval: '6h',
        missed: 'run-once',
        episodes: true,
        movies: true,
        specials: true,
        dry_run: false,
        private_collections: false,
        removals: 'keep',
        removal_guard_plays: 20,
        removal_guard_percent: 5,
        ...libraryExample,
      },
    },
  ],
  next_cursor: null,
};

export const revertSchema = z
  .strictObject({
    version: versionNumber.describe('The version to bring back, as a new one.'),
    expected_version: expectedVersion.optional(),
  })
  .meta({ id: 'SyncSettingsRevert' });
