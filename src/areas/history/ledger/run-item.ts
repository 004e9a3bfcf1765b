import { z } from 'zod';
import { sql } from '../../../platform/database/index.js';
import { titleOf } from './title-of.js';
import { playStates } from '../run.js';

export const runItem = z.object({
  id: z.string(),
  /** `trakt`, or `import` for what came in a file. */
  source: z.string(),
  sourceRef: z.string(),
  mediaType: z.enum(['episode', 'movie']),
  /** Of the series or film; null when the source has not described it yet. */
  title: z.string().nullable(),
  /** Null for films, as is `number`. */
  season: z.int().nullable(),
  number: z.int().nullable(),
  watchedAt: z.date().nullable(),
  state: z.enum(playStates),
  reason: z.string().nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
  /** When a parked play is looked at again. */
  dueAt: z.date().nullable(),
  /** When Bangumi showed it. */
  syncedAt: z.date().nullable(),
  observedAt: z.date(),
});
/** What became of one play by the run that moved it last. */
export type RunItem = Readonly<z.infer<typeof runItem>>;

/** Of a row of `plays` named `p` and its item named `i`, or of none. */
export const runItemColumns = sql`p.id::text, p.source, p.source_ref AS "sourceRef", p.media_type AS "mediaType", ${titleOf} AS title,
  i.season, i.number, p.watched_at AS "watchedAt", p.state, p.reason, p.subject_id AS "subjectId",
  p.episode_id AS "episodeId", p.due_at AS "dueAt", p.synced_at AS "syncedAt", p.observed_at AS "observedAt"`;
