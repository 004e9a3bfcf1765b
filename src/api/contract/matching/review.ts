import { z } from 'zod';
import {
  playStates,
  reviewStates,
  type ReviewDetail,
  type ReviewedItem,
  type ReviewGroup,
} from '../../../areas/history/index.js';
import { languageQuery } from '../language.js';
import { nextCursorSchema, pageQuery } from '../page.js';
import { timeSchema, toTime } from '../time.js';
import { changeExample, changeSchema, toChangeBody } from './change.js';
import { candidateExample, candidateSchema, toCandidateBody } from './candidate.js';
import { evidenceSchema, toEvidence } from './evidence.js';
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
      '`parked`: waits for you; `changed`: matched to something else than it would be now, whether it waits or is marked already; `missing`: waits for an episode to be listed; `matched`; `ignored`; `out-of-scope`: nothing suggests that it is on Bangumi.',
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
    change: changeSchema
      .nullable()
      .describe('Of the first; null where it is matched as it was, or you have said what it is.'),
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
  change: changeExample,
};

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
  change: changeSchema
    .nullable()
    .describe('Null where it is matched as it was, or you have said what it is.'),
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
      change: null,
    },
  ],
  candidates: [candidateExample],
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
  change: toChangeBody(group.change),
});

export const toDetailBody = (detail: ReviewDetail): DetailBody => ({
  ...toHeading(detail),
  items: detail.items.map(toItemBody),
  candidates: detail.candidates.map(toCandidateBody),
  mappings: detail.mappings.map(toMappingBody),
  not_asked: detail.notAsked,
});

function toItemBody({
  item,
  standings,
  decision,
  change,
}: ReviewedItem): DetailBody['items'][number] {
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
            evidence: toEvidence(decision.evidence),
            words: decision.words,
            mapping_id: decision.mappingId,
          },
    change: toChangeBody(change),
  };
}
