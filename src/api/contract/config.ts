import { z } from 'zod';
import type { SyncSettings, SyncSettingsChange } from '../../areas/history/index.js';
import { isTimeZone, parseCron } from '../../platform/lib/cron.js';
import { nextRuns } from '../../platform/lib/next-runs.js';
import { exactIntervals, toCronText, toInterval } from './sync-interval.js';
import { timeSchema } from './time.js';

const cronText = z
  .string()
  .max(200)
  .superRefine((text, context) => {
    const parsed = parseCron(text, 'UTC');
    const faults = parsed.kind === 'faulty' ? parsed.faults : [];
    for (const { message } of faults) context.addIssue({ code: 'custom', message });
  })
  .describe(
    'Five fields (minute hour day-of-month month day-of-week), in `time_zone`; `@hourly` and the like are taken too.',
  );

const timeZoneName = z
  .string()
  .max(64)
  .refine(isTimeZone, 'expected an IANA time zone such as UTC or Asia/Shanghai')
  .describe('IANA name of the zone `cron` is read in.');

const intervalText = z
  .string()
  .max(20)
  .refine(
    (text) => toCronText(text) !== undefined,
    `not an interval a schedule can keep exactly; use one of ${exactIntervals.join(', ')} (or PT30M, P1D), or cron`,
  )
  .describe(
    'Instead of `cron`: `30m`, `6h`, `1d` or ISO 8601 `PT30M`, counted from midnight in `time_zone`.',
  );

const wishes = {
  enabled: z.boolean().describe('Off: the schedule is paused; a manual sync is still possible.'),
  episodes: z.boolean().describe('Carry over plays of episodes.'),
  movies: z.boolean().describe('Carry over plays of films.'),
  specials: z.boolean().describe('Carry over plays of specials (season 0).'),
  private_collections: z
    .boolean()
    .describe('New Bangumi collections are made private; existing ones are never touched.'),
};

/** What can be changed; whatever is left out stays as it is. */
export const configChangeSchema = z
  .strictObject({ ...wishes, cron: cronText, time_zone: timeZoneName, sync_interval: intervalText })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'expected at least one setting to change')
  .refine(({ cron, sync_interval }) => cron === undefined || sync_interval === undefined, {
    path: ['sync_interval'],
    message: 'send either cron or sync_interval, not both',
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({ id: 'SyncSettingsChange' });

export const configSchema = z
  .object({
    ...wishes,
    cron: z.string(),
    time_zone: z.string(),
    sync_interval: z
      .string()
      .nullable()
      .describe('The interval `cron` stands for, if it is a plain one.'),
    version: z.int().min(1).describe('Grows with every change.'),
    updated_at: timeSchema,
    next_runs: z.array(timeSchema).describe('The next five times; empty while disabled.'),
  })
  .meta({ id: 'SyncSettings' });
export type ConfigBody = z.infer<typeof configSchema>;

export const configExample: ConfigBody = {
  enabled: true,
  cron: '0 */6 * * *',
  time_zone: 'Asia/Shanghai',
  sync_interval: '6h',
  episodes: true,
  movies: true,
  specials: true,
  private_collections: false,
  version: 3,
  updated_at: '2026-11-22T09:00:00.000Z',
  next_runs: [
    '2026-11-22T10:00:00.000Z',
    '2026-11-22T16:00:00.000Z',
    '2026-11-22T22:00:00.000Z',
    '2026-11-23T04:00:00.000Z',
    '2026-11-23T10:00:00.000Z',
  ],
};

export const toConfigBody = (settings: SyncSettings, now: Date): ConfigBody => ({
  enabled: settings.enabled,
  cron: settings.cron,
  time_zone: settings.timeZone,
  sync_interval: toInterval(settings.cron),
  episodes: settings.episodes,
  movies: settings.movies,
  specials: settings.specials,
  private_collections: settings.privateCollections,
  version: settings.version,
  updated_at: settings.updatedAt.toISOString(),
  next_runs: preview(settings, now),
});

function preview({ enabled, cron, timeZone }: SyncSettings, now: Date): string[] {
  const parsed = parseCron(cron, timeZone);
  if (!enabled || parsed.kind === 'faulty') return [];
  return nextRuns(parsed.cron, now, 5).map((run) => run.toISOString());
}

/** The change in the area's words, holding only what was sent. */
export function toSettingsChange(change: z.output<typeof configChangeSchema>): SyncSettingsChange {
  const { time_zone, private_collections, sync_interval, cron, ...same } = change;
  const cronOrInterval = sync_interval === undefined ? cron?.trim() : toCronText(sync_interval);
  return withoutUndefined({
    ...same,
    cron: cronOrInterval,
    timeZone: time_zone,
    privateCollections: private_collections,
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(record: T): Defined<T> {
  const kept: Defined<T> = { ...record };
  for (const key in kept) if (kept[key] === undefined) Reflect.deleteProperty(kept, key);
  return kept;
}
