import { z } from 'zod';
import {
  playStates,
  reviewStates,
  type ReviewCandidate,
  type ReviewDetail,
  type ReviewedItem,
  type ReviewGroup,
} from '../../../areas/history/index.js';
import { languageQuery } from '../language.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { timeSchema, toTime } from '../time.js';
import { mappingSchema, toMappingBody } from './mapping.js';

const count = z.int().min(0);

// Any text: an id that was never given out is not found, whatever it looks like.
export const matchParams = z.strictObject({ id: z.string().min(1).max(100) });

export const matchesQuery = pageQuery.extend({
  ...languageQuery.shape,
  state: z
    .enum(reviewStates)
    .default('parked')
    .describe(
      '`parked`: waits for you; `missing`: waits for an episode to be listed; `matched`; `ignored`; `out-of-scope`: nothing suggests that it is on Bangumi.',
    ),
  search: z.string().trim().min(1).max(200).optional().describe('In the title; case is nothing.'),
});

const headingShape = {
  id: z.string().describe('`show-<Trakt id>-season-<n>` or `movie-<Trakt id>`.'),
  media_type: z.enum(['show', 'movie']),
  trakt_id: z.int(),
  title: z.string(),
  original_title: z.string().nullable(),
  year: z.int().nullable(),
  season: z.int().nullable().describe('Null for a film.'),
};

const groupSchema = z
  .object({
    ...headingShape,
    counts: z.array(
      z.object({
        state: z.enum(playStates),
        reason: z.string().nullable(),
        plays: count,
        items: count.describe('Different episodes or films.'),
      }),
    ),
    numbers: z.string().nullable().describe('Of what stands as asked: `1–12, 14`.'),
    reason: z.string().describe('Why the first of them stands so, in your language.'),
    candidates: z
      .array(
        z.object({
          subject_id: z.int(),
          name: z.string().nullable(),
          name_cn: z.string().nullable(),
        }),
      )
      .describe('Up to three; names are null where Bangumi has not been asked.'),
  })
  .meta({ id: 'MatchGroup' });

export const matchPageSchema = z
  .object({ items: z.array(groupSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'MatchPage' });

const heading = {
  id: 'show-198225-season-1',
  media_type: 'show' as const,
  trakt_id: 198225,
  title: 'Frieren: Beyond Journey’s End',
  original_title: '葬送のフリーレン',
  year: 2023,
  season: 1,
};

export const groupExample: z.infer<typeof groupSchema> = {
  ...heading,
  counts: [{ state: 'parked', reason: 'ambiguous', plays: 12, items: 12 }],
  numbers: '17–28',
  reason: 'It is set aside, for more than one thing on Bangumi could be meant. In detail: …',
  candidates: [{ subject_id: 400602, name: '葬送のフリーレン', name_cn: '葬送的芙莉莲' }],
};

const evidenceSchema = z.array(z.object({ signal: z.string(), detail: z.string() }));

const rowSchema = z.object({
  episode_id: z.int(),
  type: z.int().describe('0: main, 1: special.'),
  sort: z.number(),
  ep: z.number(),
  airdate: z.string().nullable(),
  name: z.string(),
  name_cn: z.string(),
});

const itemSchema = z.object({
  trakt_id: z.int().describe('Of the episode or film.'),
  season: z.int().nullable(),
  number: z.int().nullable(),
  title: z.string().nullable(),
  first_aired: z.string().nullable(),
  plays: z.array(
    z.object({
      state: z.enum(playStates),
      reason: z.string().nullable(),
      plays: count,
      due_at: timeSchema.nullable(),
    }),
  ),
  decision: z
    .object({
      kind: z.enum(['matched', 'parked', 'excluded']),
      reason: z.string().nullable(),
      subject_id: z.int().nullable(),
      episode_id: z.int().nullable(),
      evidence: evidenceSchema.describe('In English.'),
      words: z.string().describe('Where its plays stand and why, in your language.'),
      mapping_id: z.string().nullable().describe('What decides it, if not matching.'),
    })
    .nullable()
    .describe('Null while it waits to be matched.'),
});

const candidateSchema = z.object({
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

export const matchDetailSchema = z
  .object({
    ...headingShape,
    items: z.array(itemSchema),
    candidates: z.array(candidateSchema).describe('Up to eight, most likely first.'),
    mappings: z.array(mappingSchema).describe('That say something of it.'),
    not_asked: z
      .string()
      .nullable()
      .describe('Why Bangumi could not tell all; null when all is known.'),
  })
  .meta({ id: 'MatchDetail' });
type DetailBody = z.infer<typeof matchDetailSchema>;

const rowExample: z.infer<typeof rowSchema> = {
  episode_id: 1227087,
  type: 0,
  sort: 17,
  ep: 17,
  airdate: '2024-01-05',
  name: 'じゃあ元気で',
  name_cn: '',
};

export const matchDetailExample: DetailBody = {
  ...heading,
  items: [
    {
      trakt_id: 4711,
      season: 1,
      number: 17,
      title: 'Take Care',
      first_aired: '2024-01-05T14:00:00.000Z',
      plays: [{ state: 'parked', reason: 'ambiguous', plays: 1, due_at: null }],
      decision: {
        kind: 'parked',
        reason: 'ambiguous',
        subject_id: null,
        episode_id: null,
        evidence: [{ signal: 'id-map', detail: 'bangumi-data puts subject 400602 in season 1' }],
        words:
          'It is set aside, for more than one thing on Bangumi could be meant. In detail: bangumi-data puts subject 400602 in season 1.',
        mapping_id: null,
      },
    },
  ],
  candidates: [
    {
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
    },
  ],
  mappings: [],
  not_asked: null,
};

const toHeading = (group: Pick<ReviewGroup, keyof ReviewGroup & keyof ReviewDetail>) => ({
  id: group.id,
  media_type: group.mediaType,
  trakt_id: group.traktId,
  title: group.title,
  original_title: group.originalTitle,
  year: group.year,
  season: group.season,
});

export const toGroupBody = (group: ReviewGroup): z.infer<typeof groupSchema> => ({
  ...toHeading(group),
  counts: [...group.counts],
  numbers: group.numbers,
  reason: group.reason,
  candidates: group.candidates.map(({ subjectId, name, nameCn }) => ({
    subject_id: subjectId,
    name,
    name_cn: nameCn,
  })),
});

export const toDetailBody = (detail: ReviewDetail): DetailBody => ({
  ...toHeading(detail),
  items: detail.items.map(toItemBody),
  candidates: detail.candidates.map(toCandidateBody),
  mappings: detail.mappings.map(toMappingBody),
  not_asked: detail.notAsked,
});

function toItemBody({ item, standings, decision }: ReviewedItem): DetailBody['items'][number] {
  const isFilm = item.kind === 'movie';
  return {
    trakt_id: item.traktId,
    season: isFilm ? null : item.season,
    number: isFilm ? null : item.number,
    title: isFilm ? item.movie.title : item.title,
    first_aired: isFilm ? item.released : item.firstAired,
    plays: standings.map(({ state, reason, plays, dueAt }) => ({
      state,
      reason,
      plays,
      due_at: toTime(dueAt),
    })),
    decision:
      decision === null
        ? null
        : {
            kind: decision.kind,
            reason: decision.reason,
            subject_id: decision.subjectId,
            episode_id: decision.episodeId,
            evidence: [...decision.evidence],
            words: decision.words,
            mapping_id: decision.mappingId,
          },
  };
}

function toCandidateBody(candidate: ReviewCandidate): DetailBody['candidates'][number] {
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
    evidence: [...candidate.evidence],
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
