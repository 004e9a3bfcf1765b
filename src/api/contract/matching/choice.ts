import { z } from 'zod';
import {
  choiceScopes,
  reviewChoices,
  type Answer,
  type ReviewChoice,
} from '../../../areas/history/index.js';
import { syncTicketExample } from '../sync.js';
import { mappingExample, mappingSchema, releaseShape, sharedSchema } from './mapping.js';

const count = z.int().min(0);
const number = z.int().min(0).max(100_000);

const choiceShape = {
  choice: z
    .enum(reviewChoices)
    .describe(
      '`map`: it is this subject; `keep`: what has changed stays what it is marked as, or else was matched to; `ignore`: leave it out; `automatic`: what you said of it is forgotten.',
    ),
  subject_id: z.int().min(1).max(2_147_483_647).optional().describe('On Bangumi; with `map`.'),
  offset: z
    .int()
    .min(-100_000)
    .max(100_000)
    .optional()
    .describe('The number within the subject is Trakt’s number plus this; 0 unless given.'),
  by: z
    .enum(['ep', 'sort'])
    .optional()
    .describe('Which of Bangumi’s two numbers is meant; `ep` unless given.'),
  range: z
    .strictObject({ first: number, last: number })
    .optional()
    .describe('Only these numbers of the season.'),
  scope: z
    .enum(choiceScopes)
    .optional()
    .describe(
      '`season`: the season, also what comes later; `range`: with `range`; `show`: all regular seasons (`ignore`: specials too); `once`: only the episodes that wait now, or have changed. Left out: `range` when one is given, else `season`; not with `keep`.',
    ),
  note: z.string().max(500).optional(),
  allow_missing: z
    .boolean()
    .default(false)
    .describe('Episodes that the subject does not have yet are to come: they are waited for.'),
};

export const choiceSchema = z
  .strictObject({ ...choiceShape, shared: sharedSchema })
  .meta({ id: 'MatchChoice' });
type ChoiceBody = Omit<z.infer<typeof choiceSchema>, 'shared'>;

export const bulkSchema = z
  .strictObject({
    items: z
      .array(z.strictObject({ id: z.string().min(1).max(100), ...choiceShape }))
      .min(1)
      .max(100),
    shared: sharedSchema,
  })
  .meta({ id: 'MatchChoices' });

export const choiceExample = { choice: 'map', subject_id: 467461, offset: -12 } as const;

export const settledSchema = z
  .object({
    mappings: z.array(mappingSchema).describe('Made by this.'),
    removed: z.array(z.string()).describe('Ids of mappings that gave way.'),
    ...releaseShape,
    already_marked: count.describe(
      'Plays of yours that Bangumi shows already: they stay as they are, wherever they were marked.',
    ),
  })
  .meta({ id: 'SettledMatch' });

export const settledExample: z.infer<typeof settledSchema> = {
  mappings: [mappingExample],
  removed: [],
  released: 12,
  people: 0,
  sync: syncTicketExample,
  already_marked: 0,
};

export const toAnswer = (
  id: string,
  { allow_missing: allowMissing, subject_id: subjectId, ...choice }: ChoiceBody,
  place = '',
): Answer => ({
  id,
  place,
  allowMissing,
  choice: { ...choice, subjectId } satisfies ReviewChoice,
});
