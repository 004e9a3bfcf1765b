import { z } from 'zod';
import { timestamp } from './media-schemas.js';
import type { LastActivities, TraktSettings, WatchedSnapshot } from './trakt-client.js';

/** Every group and field is optional, unknown ones are kept; values that are no text (null) are left out. */
export const lastActivitiesSchema: z.ZodType<LastActivities> = z
  .record(z.string(), z.unknown())
  .transform((groups) =>
    Object.fromEntries(Object.entries(groups).flatMap(([name, group]) => flatten(name, group))),
  );

function flatten(name: string, group: unknown): (readonly [string, string])[] {
  if (typeof group === 'string') return [[name, group]];
  if (typeof group !== 'object' || group === null) return [];
  return Object.entries(group).flatMap(([field, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${name}.${field}`, value] as const] : [],
  );
}

const snapshotById = z
  .record(z.string().regex(/^[1-9]\d{0,14}$/), z.array(timestamp))
  .transform(
    (plays): WatchedSnapshot =>
      new Map(Object.entries(plays).map(([id, times]) => [Number(id), times])),
  );

/** `{ "<trakt id>": ["<time>", …] }`; an empty list where nothing was ever watched. */
export const watchedSnapshotSchema: z.ZodType<WatchedSnapshot> = z.union([
  snapshotById,
  z.tuple([]).transform((): WatchedSnapshot => new Map()),
]);

const numbersByName = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((limits) =>
    Object.fromEntries(
      Object.entries(limits ?? {}).flatMap(([name, limit]) => numbersIn(name, limit)),
    ),
  );

function numbersIn(name: string, limit: unknown): (readonly [string, number])[] {
  if (typeof limit === 'number') return [[name, limit]];
  if (typeof limit !== 'object' || limit === null) return [];
  return Object.entries(limit).flatMap(([field, value]: [string, unknown]) =>
    numbersIn(`${name}.${field}`, value),
  );
}

/** `limits` flattened: `list.count`, `list.item_count`, `watchlist.item_count` … */
export const settingsSchema: z.ZodType<TraktSettings> = z
  .object({
    user: z.object({
      username: z.string(),
      vip: z.boolean().nullish(),
      ids: z.object({ slug: z.string(), uuid: z.string().nullish() }),
    }),
    account: z.object({ timezone: z.string().nullish() }).nullish(),
    limits: numbersByName,
  })
  .transform(({ user, account, limits }) => ({
    uuid: user.ids.uuid ?? null,
    slug: user.ids.slug,
    username: user.username,
    vip: user.vip ?? false,
    timeZone: account?.timezone ?? null,
    limits,
  }));
