import { z } from 'zod';

/** Where a play can stand in the ledger. */
export const playStates = [
  'seen',
  'planned',
  'sent',
  'proven',
  'parked',
  'excluded',
  'removed',
] as const;
export type PlayState = (typeof playStates)[number];

/** Why a play waits. */
export const parkReasons = [
  'unmatched',
  'ambiguous',
  'episode-missing',
  'changed',
  'upstream-down',
  'refused',
  'needs-reauth',
  'guard',
  'over-limit',
] as const;
export type ParkReason = (typeof parkReasons)[number];

/** What a person settles in the review. */
export const settledByPerson = [
  'unmatched',
  'ambiguous',
  'changed',
] as const satisfies ParkReason[];

/** How many parked plays wait for a person. */
export const waitingForPerson = (parked: Readonly<Record<string, number>>): number =>
  settledByPerson.reduce((sum, reason) => sum + (parked[reason] ?? 0), 0);

/** Why a play is left alone. */
export const exclusionReasons = ['out-of-scope', 'filtered', 'ignored-by-user', 'undone'] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

export type PlayReason = ParkReason | ExclusionReason;
export const playReason: z.ZodType<PlayReason> = z.enum([...parkReasons, ...exclusionReasons]);

/**
 * How a run ended. `success`: complete read and certificate without a gap; `unchanged`: one request said nothing moved;
 * `incomplete`: ended by itself with a gap that the certificate names, with plays that Bangumi refused, with marks that were to be taken away and
 * are not, or without having read the history in one piece; the others name what stopped it.
 */
export const runStatuses = [
  'running',
  'success',
  'unchanged',
  'incomplete',
  'cancelled',
  'rate-limited',
  'needs-reauth',
  'upstream-down',
  'app-blocked',
  'account-locked',
  'failed',
] as const;
export type RunStatus = (typeof runStatuses)[number];

const count = z.int().min(0);

/** Promised by the source = stored; stored = planned + sent + proven + parked + excluded + removed (`seen` is the gap). */
export const certificateSchema = z.object({
  complete: z.boolean(),
  plays: z.object({
    promised: count,
    /** Ledger rows of this person, removed ones included. */
    stored: count,
    elsewhere: count
      .default(0)
      .describe('Of those: told by an import, and never promised by Trakt.'),
    seen: count,
    planned: count,
    sent: count,
    proven: count,
    parked: count,
    excluded: count,
    removed: count,
  }),
  parkedReasons: z.record(z.string(), count),
  excludedReasons: z.record(z.string(), count),
  /** What does not add up, in words; empty when complete. */
  differences: z.array(z.string()),
  /** Subjects this run touched. */
  subjects: count,
  /** How ratings and states stand, by their state; absent where nobody wants them. */
  carried: z
    .object({ ratings: z.record(z.string(), count), states: z.record(z.string(), count) })
    .optional(),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** Upstream requests, retries counted. */
export interface RequestsUsed {
  readonly trakt: number;
  readonly bangumi: number;
  readonly byEndpoint: Readonly<Record<string, number>>;
}

/** What a sync, or a dry run of one, reads: what is new, or all. */
export const syncModes = ['normal', 'full'] as const;
export type SyncMode = (typeof syncModes)[number];

/** What a run does: a sync, or it takes back what an earlier run set on Bangumi. */
export const runModes = [...syncModes, 'undo'] as const;
export type RunMode = (typeof runModes)[number];

/** Who asked for it. */
export const runTriggers = ['schedule', 'manual', 'cli'] as const;
export type RunTrigger = (typeof runTriggers)[number];

/** A run as people and programs see it. */
export interface SyncRunView {
  readonly id: string;
  readonly userId: string;
  readonly mode: RunMode;
  readonly trigger: RunTrigger;
  readonly requestId: string | null;
  /** With `undo`: the run it takes back. */
  readonly undoes: string | null;
  readonly workflowId: string;
  readonly workflowRunId: string;
  readonly status: RunStatus;
  /** One sentence that says what to do; null when there is nothing to do. */
  readonly advice: string | null;
  readonly retryAt: Date | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly certificate: Certificate | null;
  readonly requests: RequestsUsed;
}

export interface RunFilter {
  readonly status?: RunStatus | undefined;
  readonly mode?: RunMode | undefined;
  readonly trigger?: RunTrigger | undefined;
  /** Started at or after. */
  readonly from?: Date | undefined;
  /** Started before. */
  readonly to?: Date | undefined;
  readonly limit: number;
  /** As given out by the page before. */
  readonly cursor?: string | undefined;
}

export interface RunPage {
  readonly items: readonly SyncRunView[];
  readonly nextCursor: string | null;
}
