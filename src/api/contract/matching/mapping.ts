import { z } from 'zod';
import {
  mappingFields,
  mappingFileFormat,
  mappingFileVersion,
  toFields,
  type ImportedMappings,
  type Mapping,
} from '../../../areas/history/index.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { syncTicketExample, syncTicketSchema } from '../sync.js';
import { timeSchema } from '../time.js';

const count = z.int().min(0);

// Any text: an id that was never given out is not found, whatever it looks like.
export const mappingParams = z.strictObject({ id: z.string().min(1).max(100) });

export const sharedSchema = z
  .boolean()
  .default(false)
  .describe('For everybody: needs the scope `admin:mappings`.');

const mappingSchema = z
  .object({
    id: z.string(),
    shared: z.boolean().describe('By an administrator, for everybody; a person’s own comes first.'),
    media_type: z.enum(['show', 'episode', 'movie']),
    trakt_id: z.int().describe('Of the show, episode or film.'),
    season: z
      .int()
      .nullable()
      .describe('Null for a whole show: its regular seasons; with `ignore` its specials too.'),
    first_number: z.int().nullable().describe('With `last_number`: a range within the season.'),
    last_number: z.int().nullable(),
    action: z.enum(['map', 'ignore']),
    subject_id: z.int().nullable().describe('On Bangumi; null with `ignore`.'),
    offset: z
      .int()
      .describe('The number within the subject is Trakt’s number plus this; a film is number 1.'),
    by: z.enum(['ep', 'sort']).describe('Which of Bangumi’s two numbers is meant.'),
    episode_id: z.int().nullable().describe('One row on Bangumi, for one episode.'),
    note: z.string().nullable(),
    origin: z.enum(['review', 'import', 'api']),
    created_at: timeSchema,
    updated_at: timeSchema,
  })
  .meta({ id: 'Mapping' });
export type MappingBody = z.infer<typeof mappingSchema>;
export { mappingSchema };

export const newMappingExample = {
  media_type: 'show',
  trakt_id: 198225,
  season: 1,
  first_number: 13,
  last_number: 24,
  action: 'map',
  subject_id: 467461,
  offset: -12,
} as const;

const fieldsExample = {
  ...newMappingExample,
  by: 'ep',
  episode_id: null,
  note: 'second cour',
} as const;

export const mappingExample: MappingBody = {
  id: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293',
  shared: false,
  ...fieldsExample,
  origin: 'review',
  created_at: '2026-11-22T09:00:00.000Z',
  updated_at: '2026-11-22T09:00:00.000Z',
};

export const toMappingBody = (mapping: Mapping): MappingBody => ({
  id: mapping.id,
  shared: mapping.userId === null,
  ...toFields(mapping),
  origin: mapping.origin,
  created_at: mapping.createdAt.toISOString(),
  updated_at: mapping.updatedAt.toISOString(),
});

export const mappingsQuery = pageQuery.extend({
  scope: z.enum(['own', 'shared']).default('own'),
});

export const mappingPageSchema = z
  .object({ items: z.array(mappingSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'MappingPage' });

export const newMappingSchema = mappingFields
  .extend({ shared: sharedSchema })
  .meta({ id: 'NewMapping' });

export const mappingReplacementSchema = mappingFields.meta({ id: 'MappingReplacement' });

/** What a change of mappings did to plays. */
export const releaseShape = {
  released: count.describe('Plays of yours that are matched again with the next sync.'),
  people: count.describe('Others whose plays are matched again, where it is shared.'),
  sync: syncTicketSchema
    .nullable()
    .describe('The sync that was asked for; null when nothing waits.'),
};

export const changedMappingSchema = z
  .object({ mapping: mappingSchema, ...releaseShape })
  .meta({ id: 'ChangedMapping' });

export const changedMappingExample: z.infer<typeof changedMappingSchema> = {
  mapping: mappingExample,
  released: 12,
  people: 0,
  sync: syncTicketExample,
};

export const mappingFileSchema = z
  .object({
    format: z.literal(mappingFileFormat),
    version: z.literal(mappingFileVersion),
    exported_at: timeSchema,
    mappings: z.array(
      mappingSchema.omit({
        id: true,
        shared: true,
        origin: true,
        created_at: true,
        updated_at: true,
      }),
    ),
  })
  .meta({ id: 'MappingFile' });

export const exportQuery = z.strictObject({ scope: z.enum(['own', 'shared']).default('own') });

export const toMappingFile = (
  mappings: readonly Mapping[],
  now: Date,
): z.infer<typeof mappingFileSchema> => ({
  format: mappingFileFormat,
  version: mappingFileVersion,
  exported_at: now.toISOString(),
  mappings: mappings.map(toFields),
});

export const mappingFileExample: z.infer<typeof mappingFileSchema> = {
  format: mappingFileFormat,
  version: mappingFileVersion,
  exported_at: '2026-11-22T09:00:00.000Z',
  mappings: [fieldsExample],
};

export const importSchema = z
  .strictObject({
    file: z
      .record(z.string(), z.unknown())
      .describe(
        'Either what the export gives (`format`, `version`, `mappings`), or a map of titles as Bangumi-syncer writes it: `{"title": 400602}` or `{"title": {"2": 400602}}`, title and season to subject. A title without a season is the film of that name or season 1 of the show; titles are looked for among what you have watched.',
      ),
    mode: z
      .enum(['merge', 'replace'])
      .default('merge')
      .describe(
        '`merge`: what is about the same is replaced, the rest stays. `replace`: nothing stays that the file does not have.',
      ),
    dry_run: z.boolean().default(false).describe('Only tell what would be done.'),
    shared: sharedSchema,
  })
  .meta({ id: 'MappingImport' });

export const importedSchema = z
  .object({
    added: count,
    removed: count.describe('Replaced ones are among them.'),
    unchanged: count,
    dry_run: z.boolean(),
    warnings: z
      .array(
        z.object({
          pointer: z.string().describe('Into the body.'),
          title: z.string().nullable(),
          message: z.string(),
        }),
      )
      .describe('What was left out or not looked up, and why.'),
    ...releaseShape,
  })
  .meta({ id: 'ImportedMappings' });

export const importedExample: z.infer<typeof importedSchema> = {
  added: 1,
  removed: 0,
  unchanged: 0,
  dry_run: false,
  warnings: [
    {
      pointer: '/file/某动画',
      title: '某动画',
      message: 'is no title of what you have watched',
    },
  ],
  released: 12,
  people: 0,
  sync: syncTicketExample,
};

export const toImportedBody = ({ added, removed, unchanged, warnings }: ImportedMappings) => ({
  added: added.length,
  removed: removed.length,
  unchanged,
  warnings: warnings.map(({ place, title, message }) => ({ pointer: place, title, message })),
});
