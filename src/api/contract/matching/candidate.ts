import { z } from 'zod';
import type { ReviewCandidate } from '../../../areas/history/index.js';
import { evidenceSchema, toEvidence } from './evidence.js';

const rowSchema = z.object({
  episode_id: z.int(),
  type: z.int().describe('0: main, 1: special.'),
  sort: z.number(),
  ep: z.number(),
  airdate: z.string().nullable(),
  name: z.string(),
  name_cn: z.string(),
});

export const candidateSchema = z.object({
  subject_id: z.int(),
  url: z.string(),
  facts: z
    .enum(['known', 'gone', 'unknown'])
    .describe('`gone`: Bangumi shows none; `unknown`: it could not be asked.'),
  name: z.string().nullable().describe('Mostly Japanese.'),
  name_cn: z.string().nullable(),
  image: z.string().nullable().describe('Address of its picture.'),
  date: z.string().nullable(),
  platform: z.string().nullable(),
  episodes: z.int().nullable(),
  evidence: evidenceSchema,
  rows: z.array(rowSchema).describe('Its episode table.'),
  suggested_offset: z.int().nullable().describe('Null where nothing suggests one.'),
  side_by_side: z
    .array(
      z.object({
        trakt_id: z.int(),
        number: z.int().nullable(),
        row: rowSchema.nullable(),
      }),
    )
    .describe('The row each of `items` would become with `suggested_offset`.'),
});

type CandidateBody = z.infer<typeof candidateSchema>;

const rowExample: z.infer<typeof rowSchema> = {
  episode_id: 1227087,
  type: 0,
  sort: 17,
  ep: 17,
  airdate: '2024-01-05',
  name: 'じゃあ元気で',
  name_cn: '',
};

export const candidateExample: CandidateBody = {
  subject_id: 400602,
  url: 'https://bgm.tv/subject/400602',
  facts: 'known',
  name: '葬送のフリーレン',
  name_cn: '葬送的芙莉莲',
  image: 'https://lain.bgm.tv/pic/cover/l/13/c5/400602_ZI8Y9.jpg',
  date: '2023-09-29',
  platform: 'TV',
  episodes: 28,
  evidence: [],
  rows: [rowExample],
  suggested_offset: 0,
  side_by_side: [{ trakt_id: 4711, number: 17, row: rowExample }],
};

export function toCandidateBody(candidate: ReviewCandidate): CandidateBody {
  return {
    subject_id: candidate.subjectId,
    url: `https://bgm.tv/subject/${candidate.subjectId}`,
    facts: candidate.facts,
    name: candidate.name,
    name_cn: candidate.nameCn,
    image: candidate.image,
    date: candidate.date,
    platform: candidate.platform,
    episodes: candidate.episodes,
    evidence: toEvidence(candidate.evidence),
    rows: candidate.rows.map(toRowBody),
    suggested_offset: candidate.suggestedOffset,
    side_by_side: candidate.sideBySide.map(({ traktId, number, row }) => ({
      trakt_id: traktId,
      number,
      row: row === null ? null : toRowBody(row),
    })),
  };
}

const toRowBody = ({
  id,
  nameCn,
  type,
  sort,
  ep,
  airdate,
  name,
}: ReviewCandidate['rows'][number]) => ({
  episode_id: id,
  type,
  sort,
  ep,
  airdate,
  name,
  name_cn: nameCn,
});
