import { z } from 'zod';
import type { BangumiCollection, BangumiEpisodeState } from './bangumi-client.js';
import { episodeSchema } from './subject-schemas.js';

/** `ep_status` is left out on purpose: it counts every marked row of any kind (Bangumi API notes, reading). */
export const collectionSchema: z.ZodType<BangumiCollection> = z
  .object({
    subject_id: z.int().positive(),
    subject_type: z.int(),
    type: z.literal([1, 2, 3, 4, 5]),
    rate: z.int().nullish(),
    private: z.boolean().nullish(),
    updated_at: z.string().nullish(),
    subject: z.object({ eps: z.int().nonnegative().nullish() }).nullish(),
  })
  .transform((from) => ({
    subjectId: from.subject_id,
    subjectType: from.subject_type,
    type: from.type,
    rate: from.rate ?? 0,
    private: from.private ?? false,
    updatedAt: timeOrNull(from.updated_at),
    eps: from.subject?.eps ?? 0,
  }));

const timeOrNull = (text: string | null | undefined): string | null =>
  text === null || text === undefined || Number.isNaN(Date.parse(text)) ? null : text;

export const episodeStateSchema: z.ZodType<BangumiEpisodeState> = z.object({
  episode: episodeSchema,
  type: z.literal([0, 1, 2, 3]),
});
