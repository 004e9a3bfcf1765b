import { z } from 'zod';
import type { ReviewedChange } from '../../../areas/history/index.js';
import { timeSchema } from '../time.js';
import { evidenceSchema, toEvidence } from './evidence.js';

const place = { subject_id: z.int(), episode_id: z.int().nullable() };

/** What was matched, and would be something else by now. */
export const changeSchema = z
  .object({
    marked: z
      .array(z.object({ ...place, plays: z.int().min(1) }))
      .describe('What Bangumi has marked for you, and keeps; empty where nothing of it is.'),
    previous: z
      .object({
        ...place,
        decided_at: timeSchema,
        id_map_version: z.string(),
        evidence: evidenceSchema,
      })
      .describe('What it was matched to, for everybody.'),
    now: z
      .object({
        kind: z.enum(['matched', 'parked', 'excluded']),
        reason: z.string().nullable(),
        subject_id: z.int().nullable(),
        episode_id: z.int().nullable(),
      })
      .nullable()
      .describe('What would be decided now; null where that is not on record.'),
    evidence: evidenceSchema.describe('What speaks for `now`.'),
    words: z.string().describe('All of it in your language.'),
  })
  .meta({ id: 'MatchChange' });
type ChangeBody = z.infer<typeof changeSchema>;

export const changeExample: ChangeBody = {
  marked: [{ subject_id: 400602, episode_id: 1227087, plays: 1 }],
  previous: {
    subject_id: 400602,
    episode_id: 1227087,
    decided_at: '2026-11-22T09:00:00.000Z',
    id_map_version: 'bangumi-data sha256:5f1c',
    evidence: [{ signal: 'id-map', detail: 'bangumi-data puts subject 400602 in season 1' }],
  },
  now: { kind: 'matched', reason: null, subject_id: 515759, episode_id: 1500001 },
  evidence: [{ signal: 'id-map', detail: 'bangumi-data puts subject 515759 in season 1' }],
  words:
    'Bangumi has it marked as episode 1227087 of subject 400602. By now matching would decide otherwise: it is episode 1500001 of Bangumi’s subject 515759, because …',
};

export function toChangeBody(change: ReviewedChange | null): ChangeBody | null {
  if (change === null) return null;
  const { marked, previous, instead, evidence, words } = change;
  return {
    marked: marked.map(({ plays, ...at }) => ({ ...toPlace(at), plays })),
    previous: {
      ...toPlace(previous),
      decided_at: new Date(previous.decidedAt).toISOString(),
      id_map_version: previous.idMapVersion,
      evidence: toEvidence(previous.evidence),
    },
    now:
      instead === null ? null : { kind: instead.kind, reason: instead.reason, ...toPlace(instead) },
    evidence: toEvidence(evidence),
    words,
  };
}

interface Place<S> {
  readonly subjectId: S;
  readonly episodeId: number | null;
}

const toPlace = <S extends number | null>({ subjectId, episodeId }: Place<S>) => ({
  subject_id: subjectId,
  episode_id: episodeId,
});
