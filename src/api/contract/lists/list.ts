import { z } from 'zod';
import {
  gonePolicies,
  listStandings,
  overflows,
  privacies,
  strangerPolicies,
  type ListDraft,
  type ListView,
} from '../../../areas/lists/index.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { timeSchema, toTime } from '../time.js';
import { ruleExample, ruleSchema, sentRule } from './rule.js';

// Any text: an id that was never given out is not found, whatever it looks like.
export const listParams = z.strictObject({ id: z.string().min(1).max(100) });

const version = z.int().min(0).max(999_999_999);

/** `If-Match` of a change. */
export const listMatchHeaders = z.object({
  'if-match': z
    .string()
    .regex(/^"\d{1,9}"$/, 'expected the version in quotes, as ETag gave it: "3"')
    .optional()
    .describe('The `ETag` of the list as you know it.'),
});

const template = (text: z.ZodString) =>
  text.describe(
    'A template: `{{season}}`, `{{season_name}}`, `{{next_season}}`, `{{previous_season}}`, `{{year}}`, `{{month}}`, `{{date}}`, `{{updated}}` (when its items last changed) and `{{count}}` are filled in.',
  );

const name = template(z.string().trim().min(1).max(500));
const description = template(z.string().max(3_000));

const wishes = {
  privacy: z.enum(privacies).describe('Of the list on Trakt.'),
  display_numbers: z.boolean().describe('Trakt shows ranks.'),
  allow_comments: z.boolean(),
  overflow: z
    .enum(overflows)
    .describe(
      'Where one list on Trakt cannot hold all: `refuse` and say so, or `spill` into more lists.',
    ),
  strangers: z
    .enum(strangerPolicies)
    .describe('What others put into the list on Trakt: `remove` or `keep`.'),
  when_gone: z
    .enum(gonePolicies)
    .describe(
      'Once its list is deleted on Trakt: `unlink`, leave it alone and say so, or `recreate`.',
    ),
  enabled: z.boolean().describe('Off: brought to Trakt only when you ask.'),
};

const wishesByDefault = {
  privacy: wishes.privacy.default('private'),
  display_numbers: wishes.display_numbers.default(true),
  allow_comments: wishes.allow_comments.default(false),
  overflow: wishes.overflow.default('refuse'),
  strangers: wishes.strangers.default('remove'),
  when_gone: wishes.when_gone.default('unlink'),
  enabled: wishes.enabled.default(true),
};

export const newListSchema = z
  .strictObject({
    name,
    description: description.default(''),
    rule: sentRule,
    ...wishesByDefault,
  })
  .meta({ id: 'NewList' });

export const listChangeSchema = z
  .strictObject({
    name,
    description,
    rule: sentRule,
    ...wishes,
    version: version.describe(
      'Changes nothing unless the list is at this version; so does `If-Match`.',
    ),
  })
  .partial()
  .refine(
    (change) => Object.keys(change).some((key) => key !== 'version'),
    'expected at least one thing to change',
  )
  .meta({ id: 'ListChange' });

export const listImportSchema = z
  .strictObject({
    trakt_list_id: z.int().min(1).max(Number.MAX_SAFE_INTEGER).describe('One of your own.'),
    adopt: z
      .boolean()
      .default(false)
      .describe(
        'That list itself is kept from then on, which its description will say. Otherwise it stays as it is, and a list of its own is made.',
      ),
    name: name.optional().describe('As on Trakt, where left out.'),
    description: description.default('').describe('As on Trakt, where empty.'),
    ...wishesByDefault,
  })
  .meta({ id: 'ListImport' });

export const listSchema = z
  .object({
    id: z.string(),
    name: z.string().describe('As you gave it; empty until the list of Trakt’s is taken over.'),
    description: z.string(),
    rule: ruleSchema,
    ...wishes,
    version: z.int().describe('Grows with every change of yours.'),
    title: z
      .string()
      .nullable()
      .describe('Its name filled in, as of `evaluated_at`; null before the first time.'),
    count: z.int().nullable().describe('Items, as of `evaluated_at`.'),
    standing: z
      .enum(listStandings)
      .describe(
        'Of Trakt’s side. `new`: not there yet; `asks`: more would be removed than is removed unasked, POST …/sync with `allow_removals`; `refused`: Trakt’s limits do not allow it; `unlinked`: gone from Trakt and left alone; `failing`: see `advice`; `deleting`, `deleted`: gone here, and still to be or already gone there.',
      ),
    advice: z.string().nullable().describe('What you can do.'),
    standing_since: timeSchema,
    on_trakt: z
      .array(
        z.object({
          part: z.int().describe('From 1; more than one with `overflow` `spill`.'),
          trakt_list_id: z.int().nullable().describe('Null until Trakt has said it.'),
          slug: z.string().nullable(),
        }),
      )
      .describe('Its lists on Trakt.'),
    imports_from: z
      .int()
      .nullable()
      .describe('The list on Trakt whose items are still to be taken over.'),
    next_run_at: timeSchema
      .nullable()
      .describe(
        'When it is next brought to Trakt by itself, were nothing paused; see GET /api/v1/schedules/lists. Null while it is not `enabled`.',
      ),
    evaluated_at: timeSchema.nullable(),
    changed_at: timeSchema.nullable().describe('When its items last came out differently.'),
    created_at: timeSchema,
    updated_at: timeSchema,
    deleted_at: timeSchema.nullable(),
  })
  .meta({ id: 'List' });
export type ListBody = z.infer<typeof listSchema>;

export const listsQuery = pageQuery.extend({
  deleted: z
    .enum(['true', 'false'])
    .default('false')
    .describe('`true`: those that were deleted, with how Trakt’s side stands.'),
});

export const listPageSchema = z
  .object({ items: z.array(listSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'Lists' });

export const newListExample = {
  name: 'Airing now – {{season}}',
  rule: {
    version: 1,
    sources: [{ from: 'collection', states: ['doing'] }],
    filters: [{ by: 'airing' }],
    unit: 'season',
  },
} as const;

export const listExample: ListBody = {
  id: '3f0c8a52-6b1d-4d38-9c0e-5a7f2e1b4c6d',
  name: 'Airing now – {{season}}',
  description: '',
  rule: ruleExample,
  privacy: 'private',
  display_numbers: true,
  allow_comments: false,
  overflow: 'refuse',
  strangers: 'remove',
  when_gone: 'unlink',
  enabled: true,
  version: 1,
  title: 'Airing now – Fall 2026',
  count: 12,
  standing: 'synced',
  advice: null,
  standing_since: '2026-11-22T09:00:05.000Z',
  on_trakt: [{ part: 1, trakt_list_id: 30_211_045, slug: 'airing-now-fall-2026' }],
  imports_from: null,
  next_run_at: '2026-11-22T12:00:17.000Z',
  evaluated_at: '2026-11-22T09:00:02.000Z',
  changed_at: '2026-11-22T09:00:02.000Z',
  created_at: '2026-11-22T09:00:00.000Z',
  updated_at: '2026-11-22T09:00:00.000Z',
  deleted_at: null,
};

type SentWishes = Omit<z.infer<typeof newListSchema>, 'name' | 'description' | 'rule'>;

const toWishes = (sent: SentWishes): Omit<ListDraft, 'name' | 'description' | 'rule'> => ({
  privacy: sent.privacy,
  displayNumbers: sent.display_numbers,
  allowComments: sent.allow_comments,
  overflow: sent.overflow,
  strangers: sent.strangers,
  whenGone: sent.when_gone,
  enabled: sent.enabled,
});

export const toListDraft = (sent: z.output<typeof newListSchema>): ListDraft => ({
  ...toWishes(sent),
  name: sent.name,
  description: sent.description,
  rule: sent.rule,
});

/** Its rule is what the list on Trakt holds, once that is read. */
export const toImportedDraft = (sent: z.output<typeof listImportSchema>): ListDraft => ({
  ...toWishes(sent),
  name: sent.name ?? '',
  description: sent.description,
  rule: {
    version: 1,
    sources: [{ from: 'items', items: [] }],
    filters: [],
    score: [],
    sort: [{ by: 'given', order: 'asc' }],
    limit: null,
    unit: 'as-is',
    pins: [],
    exclude: [],
  },
});

/** What the person said of a list, as it is sent. */
const toSent = (list: ListDraft): z.output<typeof newListSchema> => ({
  name: list.name,
  description: list.description,
  rule: list.rule,
  privacy: list.privacy,
  display_numbers: list.displayNumbers,
  allow_comments: list.allowComments,
  overflow: list.overflow,
  strangers: list.strangers,
  when_gone: list.whenGone,
  enabled: list.enabled,
});

/** What is left out stays. */
export const withChange = (list: ListDraft, sent: z.output<typeof listChangeSchema>): ListDraft =>
  toListDraft({ ...toSent(list), ...givenOf(sent) });

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const givenOf = <T extends object>(sent: T): Given<T> =>
  Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as Given<T>;

export const toListBody = (list: ListView, nextRunAt: string | null): ListBody => ({
  id: list.id,
  ...toSent(list),
  version: list.version,
  title: list.title,
  count: list.count,
  standing: list.standing,
  advice: list.advice,
  standing_since: list.standingSince.toISOString(),
  on_trakt: list.parts.map(({ part, traktListId, slug }) => ({
    part,
    trakt_list_id: traktListId,
    slug,
  })),
  imports_from: list.importsFrom,
  next_run_at: list.enabled && list.deletedAt === null ? nextRunAt : null,
  evaluated_at: toTime(list.evaluatedAt),
  changed_at: toTime(list.changedAt),
  created_at: list.createdAt.toISOString(),
  updated_at: list.updatedAt.toISOString(),
  deleted_at: toTime(list.deletedAt),
});
