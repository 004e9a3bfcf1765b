import { z } from 'zod';
import type {
  BangumiCollectedSubject,
  BangumiCollection,
  BangumiEpisodeState,
  BangumiSlimSubject,
} from './bangumi-client.js';
import { episodeSchema } from './subject-schemas.js';

const withEps = z.object({ eps: z.int().nonnegative().nullish() });

/** `ep_status` is left out on purpose: it counts every marked row of any kind (Bangumi API notes, reading). */
const collection = z.object({
  subject_id: z.int().positive(),
  subject_type: z.int(),
  type: z.literal([1, 2, 3, 4, 5]),
  rate: z.int().nullish(),
  private: z.boolean().nullish(),
  updated_at: z.string().nullish(),
  subject: withEps.nullish(),
});

export const collectionSchema: z.ZodType<BangumiCollection> = collection.transform(toCollection);

function toCollection(from: z.output<typeof collection>): BangumiCollection {
  return {
    subjectId: from.subject_id,
    subjectType: from.subject_type,
    type: from.type,
    rate: from.rate ?? 0,
    private: from.private ?? false,
    updatedAt: timeOrNull(from.updated_at),
    eps: from.subject?.eps ?? 0,
  };
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const slimSubject = withEps.extend({
  name: text,
  name_cn: text,
  date: text,
  score: z.number().nullish(),
  collection_total: z.int().nonnegative().nullish(),
  tags: z.array(z.object({ name: z.string() })).nullish(),
});

const toSlimSubject = (from: z.output<typeof slimSubject>): BangumiSlimSubject => ({
  name: from.name,
  nameCn: from.name_cn,
  date: from.date === '' ? null : from.date,
  // What nobody has voted on has the score 0.
  score: from.score === 0 ? null : (from.score ?? null),
  collectionTotal: from.collection_total ?? null,
  tags: (from.tags ?? []).map(({ name }) => name),
});

/** A collection with its subject in short (Bangumi API notes, reading). */
export const collectedSubjectSchema: z.ZodType<BangumiCollectedSubject> = collection
  .extend({ tags: z.array(z.string()).nullish(), subject: slimSubject.nullish() })
  .transform((from) => ({
    ...toCollection(from),
    ownTags: from.tags ?? [],
    subject:
      from.subject === null || from.subject === undefined ? null : toSlimSubject(from.subject),
  }));

const timeOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined || Number.isNaN(Date.parse(text)) ? null : text;

export const episodeStateSchema: z.ZodType<BangumiEpisodeState> = z.object({
  episode: episodeSchema,
  type: z.literal([0, 1, 2, 3]),
});
