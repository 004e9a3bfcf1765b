import { z } from 'zod';
import type {
  BangumiEpisode,
  BangumiRelation,
  BangumiSubject,
  BangumiUser,
} from './bangumi-client.js';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

const textOrNull = text.transform((value) => (value === '' ? null : value));

const count = z
  .number()
  .nullish()
  .transform((value) => value ?? 0);

const id = z.int().positive();

/** `GET /v0/me`. */
export const userSchema: z.ZodType<BangumiUser> = z.object({
  id,
  username: z.string().min(1),
  nickname: text,
});

/** A value is a text or a list of `{v}` / `{k, v}`. */
const infoboxValue = z
  .union([z.string(), z.array(z.object({ v: text }))])
  .nullish()
  .transform((value) => (typeof value === 'string' ? [value] : (value ?? []).map(({ v }) => v)));

const infobox = z
  .array(z.object({ key: z.string(), value: infoboxValue }))
  .nullish()
  .transform((rows) => (rows ?? []).map(({ key, value }) => ({ key, values: value })));

/** Addresses by size; null for a subject without a picture. */
const images = z
  .object({ common: textOrNull, medium: textOrNull, large: textOrNull })
  .partial()
  .nullish()
  .transform((sizes) => sizes?.common ?? sizes?.medium ?? sizes?.large ?? null);

/** Subjects alone and as search hits. */
export const subjectSchema: z.ZodType<BangumiSubject> = z
  .object({
    id,
    type: z.int(),
    name: text,
    name_cn: text,
    date: textOrNull,
    platform: textOrNull,
    eps: count,
    total_episodes: count,
    images,
    infobox,
  })
  .transform(({ name_cn: nameCn, total_episodes: totalEpisodes, images: image, ...rest }) => ({
    ...rest,
    nameCn,
    totalEpisodes,
    image,
  }));

export const searchHitsSchema: z.ZodType<readonly BangumiSubject[]> = z
  .object({ data: z.array(subjectSchema).nullish() })
  .transform(({ data }) => data ?? []);

/** A plain array, never paged. */
export const relationsSchema: z.ZodType<readonly BangumiRelation[]> = z
  .array(
    z
      .object({ id, type: z.int(), name: text, name_cn: text, relation: text })
      .transform(({ name_cn: nameCn, ...rest }) => ({ ...rest, nameCn })),
  )
  .nullable()
  .transform((relations) => relations ?? []);

export const episodeSchema: z.ZodType<BangumiEpisode> = z
  .object({
    id,
    subject_id: id,
    type: z.int(),
    sort: z.number(),
    ep: count,
    airdate: text,
    name: text,
    name_cn: text,
  })
  .transform(({ subject_id: subjectId, name_cn: nameCn, ...rest }) => ({
    ...rest,
    subjectId,
    nameCn,
  }));
