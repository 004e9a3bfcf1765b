import { z } from 'zod';
import {
  dataSetFaultKinds,
  dataSetNames,
  refreshOutcomes,
  type DataSetView,
  type DataSetVersion,
  type IdMapView,
  type RolledBack,
} from '../../areas/matching/index.js';
import { timeSchema } from './time.js';

const nameSchema = z.enum(dataSetNames);

const versionSchema = z
  .object({
    version: z.string().describe('Names the content: the beginning of its SHA-256.'),
    source: z.string().describe('Where it was read from, without query.'),
    fetched_at: timeSchema,
    age_seconds: z.int(),
    size: z.int().describe('Bytes.'),
    titles: z.int(),
    placed: z.int().describe('Titles that lead from one service to another.'),
    rolled_back: z.boolean().describe('It is not taken again until its content changes.'),
  })
  .meta({ id: 'IdMapVersion' });

const faultSchema = z
  .object({
    kind: z.enum(dataSetFaultKinds),
    message: z.string(),
    places: z.array(z.object({ place: z.string(), message: z.string() })),
  })
  .meta({ id: 'IdMapFault' });

const dataSetSchema = z
  .object({
    name: nameSchema,
    source: z.string().nullable().describe('Where it is refreshed from; null when it is not.'),
    active: versionSchema
      .nullable()
      .describe('The version that counts; null while none was taken from that source.'),
    versions: z.array(versionSchema).describe('Those that are kept, newest first.'),
    last_attempt: z
      .object({
        at: timeSchema,
        outcome: z
          .enum(refreshOutcomes)
          .describe('`held-back`: it was rolled back, and has not changed since.'),
        fault: faultSchema.nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'IdMapDataSet' });

export const idMapSchema = z
  .object({
    version: z.string().describe('As each decision of a match names it.'),
    placed: z.int().describe('Bangumi subjects it places in TMDB.'),
    sets: z.array(dataSetSchema),
  })
  .meta({ id: 'IdMap' });

export const refreshSchema = z
  .object({ outcome: z.enum(['started', 'joined']) })
  .meta({ id: 'IdMapRefresh' });

export const rollBackRequestSchema = z.strictObject({
  data_set: nameSchema.default('bangumi-data'),
});

export const rolledBackSchema = z
  .object({
    data_set: nameSchema,
    from: z.string(),
    to: z
      .string()
      .nullable()
      .describe('Null when no older one is kept: then it is as if none had been taken.'),
  })
  .meta({ id: 'IdMapRolledBack' });

type IdMapBody = z.infer<typeof idMapSchema>;

export const toIdMapBody = ({ version, placed, sets }: IdMapView, now: Date): IdMapBody => ({
  version,
  placed,
  sets: sets.map((set) => toSetBody(set, now)),
});

const toSetBody = (
  { name, source, active, versions, lastAttempt }: DataSetView,
  now: Date,
): IdMapBody['sets'][number] => ({
  name,
  source,
  active: active === null ? null : toVersionBody(active, now),
  versions: versions.map((version) => toVersionBody(version, now)),
  last_attempt:
    lastAttempt === null
      ? null
      : {
          at: lastAttempt.at.toISOString(),
          outcome: lastAttempt.outcome,
          fault: lastAttempt.fault === null ? null : toFaultBody(lastAttempt.fault),
        },
});

type FaultBody = z.infer<typeof faultSchema>;

const toFaultBody = ({ kind, message, places }: FaultOf): FaultBody => ({
  kind,
  message,
  places: places.map((fault) => ({ ...fault })),
});

type FaultOf = NonNullable<NonNullable<DataSetView['lastAttempt']>['fault']>;

const toVersionBody = (
  { version, source, fetchedAt, size, titles, placed, rolledBackAt }: DataSetVersion,
  now: Date,
): z.infer<typeof versionSchema> => ({
  version,
  source,
  fetched_at: fetchedAt.toISOString(),
  age_seconds: Math.max(0, Math.floor((now.getTime() - fetchedAt.getTime()) / 1000)),
  size,
  titles,
  placed,
  rolled_back: rolledBackAt !== null,
});

export const toRolledBackBody = ({ name, from, to }: RolledBack) => ({ data_set: name, from, to });

const versionExample = {
  version: 'sha256:6b86b273ff34',
  source: 'https://raw.githubusercontent.com/bangumi-data/bangumi-data/master/dist/data.json',
  fetched_at: '2026-11-22T04:20:11.000Z',
  age_seconds: 18_589,
  size: 7_312_044,
  titles: 8_821,
  placed: 8_262,
  rolled_back: false,
};

export const idMapExample: IdMapBody = {
  version: 'bangumi-data sha256:6b86b273ff34',
  placed: 8_262,
  sets: [
    {
      name: 'bangumi-data',
      source: versionExample.source,
      active: versionExample,
      versions: [versionExample],
      last_attempt: { at: '2026-11-22T04:20:11.000Z', outcome: 'taken', fault: null },
    },
    {
      name: 'anime-lists',
      source: 'https://example.org/anime-list-master.xml',
      active: null,
      versions: [],
      last_attempt: {
        at: '2026-11-22T04:20:12.000Z',
        outcome: 'refused',
        fault: {
          kind: 'damaged',
          message: 'what https://example.org/anime-list-master.xml holds cannot be used',
          places: [{ place: 'line 7, column 12', message: 'not XML (unexpected end.)' }],
        },
      },
    },
    { name: 'bangumi-ext-linker', source: null, active: null, versions: [], last_attempt: null },
  ],
};
