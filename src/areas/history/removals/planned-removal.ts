import { z } from 'zod';
import type { MarkOutcome } from '../taking-back/mark.js';
import { questionReasons, type RemovalDecision } from './removal.js';

/** What a sync would do about the mark of a play that is gone. */
export const plannedRemovalOutcomes = [
  /** By the policy. */
  'kept',
  'still-watched',
  'not-ours',
  /** The person would be asked. */
  'ask',
  'unmark',
  /** Bangumi shows already what was there before. */
  'as-before',
  'changed-since',
  'gone',
  'cannot-be-removed',
] as const satisfies (RemovalDecision | MarkOutcome | 'ask' | 'unmark' | 'as-before')[];
export type PlannedRemovalOutcome = (typeof plannedRemovalOutcomes)[number];

const count = z.int().min(0);

/** The same in numbers. */
export const plannedRemovalsSchema = z.object({
  /** By outcome. */
  plays: z.record(z.string(), count),
  /** Different marks that would be taken away. */
  marks: count,
  /** Why the person would be asked; null: they would not. */
  asks: z.enum(questionReasons).nullable(),
});
export type PlannedRemovals = z.infer<typeof plannedRemovalsSchema>;

/** A play that is gone, in a dry run. */
export interface PlannedRemoval {
  readonly position: number;
  /** Of the series or film. */
  readonly title: string | null;
  readonly season: number | null;
  readonly number: number | null;
  readonly subjectId: number;
  /** Null: the subject as a whole. */
  readonly episodeId: number | null;
  /** Null until it is known. */
  readonly outcome: PlannedRemovalOutcome | null;
}
