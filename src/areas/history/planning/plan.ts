import { z } from 'zod';
import type { MediaItem } from '../../matching/index.js';
import { plannedRemovalsSchema } from '../removals/planned-removal.js';
import type { RequestsUsed, RunTrigger, SyncMode } from '../run.js';

/**
 * How a dry run ended. `success`: everything a sync would do is known; the others name what stopped it, as for a run.
 */
export const planStatuses = [
  'running',
  'success',
  'cancelled',
  'rate-limited',
  'needs-reauth',
  'upstream-down',
  'app-blocked',
  'account-locked',
  'incomplete',
  'failed',
] as const;
export type PlanStatus = (typeof planStatuses)[number];

/** What a sync would do about an item it matched; `gone`: Bangumi no longer has the subject or the episode's row. */
export const planOutcomes = ['mark', 'done-already', 'kept-by-user', 'gone'] as const;
export type PlanOutcome = (typeof planOutcomes)[number];

export const planItemStates = ['planned', 'parked', 'excluded'] as const;
export type PlanItemState = (typeof planItemStates)[number];

export const planCollections = ['collect', 'raise', 'keep'] as const;
export type PlanCollection = (typeof planCollections)[number];

const count = z.int().min(0);

/** What a sync would do, in numbers. */
export const planReportSchema = z.object({
  /** Plays a sync would move, by what becomes of them; `removed`: it would note as gone from Trakt. */
  plays: z.object({
    lookedAt: count,
    mark: count,
    doneAlready: count,
    keptByUser: count,
    gone: count,
    parked: count,
    excluded: count,
    removed: count,
  }),
  parkedReasons: z.record(z.string(), count),
  excludedReasons: z.record(z.string(), count),
  /** Subjects it would write to, and what. */
  subjects: z.object({ touched: count, collect: count, raise: count }),
  /** Different episodes it would mark as watched. */
  episodes: count,
  /** Write requests to Bangumi. */
  writes: count,
  /** Ratings and states it would write, those it counts as done already, and the others; absent where nobody wants them. */
  carried: z
    .object({
      ratings: count,
      states: count,
      completions: count,
      doneAlready: count,
      parked: count,
      excluded: count,
    })
    .optional(),
  /** What it would do about marks of plays that are gone; absent where none is. */
  removals: plannedRemovalsSchema.optional(),
  /** Entries the person's public timeline on Bangumi would get, at most. */
  timelineEntries: count,
});
export type PlanReport = z.infer<typeof planReportSchema>;

/** A dry run as people and programs see it. */
export interface PlanView {
  readonly id: string;
  readonly userId: string;
  readonly mode: SyncMode;
  readonly trigger: RunTrigger;
  readonly requestId: string;
  readonly workflowId: string;
  readonly workflowRunId: string;
  readonly status: PlanStatus;
  /** One sentence that says what to do; null when there is nothing to do. */
  readonly advice: string | null;
  readonly retryAt: Date | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Null until it has ended. */
  readonly report: PlanReport | null;
  readonly requests: RequestsUsed;
}

/** An episode or film in a plan. */
export interface PlanItem {
  readonly position: number;
  readonly mediaType: MediaItem['kind'];
  /** Of the series or film. */
  readonly title: string | null;
  readonly season: number | null;
  readonly number: number | null;
  readonly plays: number;
  readonly state: PlanItemState | null;
  readonly reason: string | null;
  readonly subjectId: number | null;
  readonly episodeId: number | null;
  readonly outcome: PlanOutcome | null;
}

export interface PlanItemFilter {
  readonly state?: PlanItemState | undefined;
  readonly outcome?: PlanOutcome | undefined;
  readonly limit: number;
  /** As given out by the page before. */
  readonly cursor?: string | undefined;
}

export interface PlanSubject {
  readonly subjectId: number;
  /** Of a series or film that leads there, as Trakt has it. */
  readonly title: string | null;
  readonly collection: PlanCollection;
  readonly episodes: number;
  readonly timelineEntries: number;
}
