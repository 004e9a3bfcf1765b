import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { ListRunTrigger } from '../areas/lists/index.js';
import type { RunMode, RunTrigger, SyncMode } from '../areas/history/index.js';
import type { JobName } from './contract/job-table.js';

export { jobNames, jobTable, type JobName } from './contract/job-table.js';

/** Task queues; a suffix keeps test runs on one server apart. */
export interface QueueNames {
  /** Workflows and database work. */
  readonly main: string;
  readonly trakt: string;
  readonly bangumi: string;
}

export const queueNames = (suffix: string): QueueNames => ({
  main: `watchflow${suffix}`,
  trakt: `trakt${suffix}`,
  bangumi: `bangumi${suffix}`,
});

/** The queues that belong to a main queue, for code that only knows where it runs. */
export const queuesOf = (main: string): QueueNames => queueNames(main.slice('watchflow'.length));

/** Workflow id of a person's history sync; a Schedule of the same id drives it. */
export const historyWorkflowId = (userId: string): string => `history:${userId}`;
/** Workflow id of a dry run; it may go on beside a sync. */
export const planWorkflowId = (userId: string, requestId: string): string =>
  `history-plan:${userId}:${requestId}`;
export const historyScheduleId = (userId: string): string => `history:${userId}`;

export const searchAttributes = {
  user: defineSearchAttributeKey('WatchflowUser', SearchAttributeType.KEYWORD),
  kind: defineSearchAttributeKey('WatchflowKind', SearchAttributeType.KEYWORD),
  outcome: defineSearchAttributeKey('WatchflowOutcome', SearchAttributeType.KEYWORD),
};

export type { ListRunTrigger, RunMode, RunTrigger, SyncMode };

/** A person's or program's wish for a run. `requestId` makes a repeated wish the same wish. */
export interface SyncRequest {
  readonly requestId: string;
  readonly mode: RunMode;
  readonly trigger: RunTrigger;
  /** With `undo`: the run that is taken back. */
  readonly undoes?: string | undefined;
}

/** Which run serves a request: a new one, the one under way, or one that starts after it. */
export interface SyncAnswer {
  readonly runId: string;
  readonly outcome: 'started' | 'joined' | 'queued';
}

export interface SyncHistoryInput {
  readonly userId: string;
  /** Set when something other than a request started the workflow (a tick), or a run goes on after continue-as-new. */
  readonly jobs: readonly SyncJob[];
  /** Set when the first job is a run that went on in this execution. `askedAgain`: somebody joined it since the source was asked. */
  readonly goesOn?: { readonly askedAgain: boolean } | undefined;
}

/** One run to be done: its id is made before it starts, so that whoever asked can be told. */
export interface SyncJob {
  readonly runId: string | null;
  readonly mode: RunMode;
  readonly trigger: RunTrigger;
  readonly requestId: string | null;
  readonly undoes?: string | undefined;
}

/**
 * `planning` of a dry run, in place of `marking`; `carrying` of ratings and states; `taking-back` of an undo, and of plays that are gone
 * from Trakt.
 */
export const syncPhases = [
  'waiting',
  'opening',
  'reading',
  'matching',
  'marking',
  'carrying',
  'planning',
  'taking-back',
  'closing',
  'done',
] as const;
export type SyncPhase = (typeof syncPhases)[number];

/** The whole state of a sync as the `progress` query tells it. Counts are of this run. */
export interface SyncProgress {
  readonly runId: string | null;
  readonly mode: RunMode | null;
  readonly phase: SyncPhase;
  readonly pages: { readonly done: number; readonly total: number };
  readonly items: { readonly matched: number; readonly total: number };
  readonly subjects: { readonly done: number; readonly total: number };
  /** Runs asked for that start after this one, and their ids in order. */
  readonly queued: number;
  readonly queuedRuns: readonly string[];
}

export interface RunOutcome {
  readonly runId: string;
  readonly status: string;
}

export interface SyncHistoryResult {
  readonly runs: readonly RunOutcome[];
}

/** A dry run. `requestId` makes a repeated wish the same wish, and `planId` follows from it. */
export interface PlanHistoryInput {
  readonly userId: string;
  readonly planId: string;
  readonly mode: SyncMode;
  readonly trigger: RunTrigger;
  readonly requestId: string;
}

export interface PlanHistoryResult {
  readonly planId: string;
  readonly status: string;
}

/** Workflow id of an import. */
export const importWorkflowId = (importId: string): string => `import:${importId}`;

/** Plays out of a file that was stored before. What it is doing is in Postgres. */
export interface ImportPlaysInput {
  readonly userId: string;
  readonly importId: string;
}

export interface ImportPlaysResult {
  readonly importId: string;
  readonly status: string;
}

/** `progress`: answers on running and closed runs. */
export const progressQuery = defineQuery<SyncProgress>('progress');
/** `request`: answered as soon as it is known which run serves it. */
export const requestUpdate = defineUpdate<SyncAnswer, [SyncRequest]>('request');

/** Workflow id of bringing a list to Trakt. */
export const listWorkflowId = (listId: string): string => `list:${listId}`;
/** Workflow id of bringing all of a person's lists there; a Schedule of the same id drives it. */
export const listsWorkflowId = (userId: string): string => `lists:${userId}`;
export const listDeletionWorkflowId = (listId: string): string => `list-delete:${listId}`;

/** A wish to bring a list to Trakt. `requestId` makes a repeated wish the same wish. */
export interface ListRequest {
  readonly requestId: string;
  readonly trigger: ListRunTrigger;
  /** However many items go. */
  readonly allowsRemovals: boolean;
  /** Made there again if it is gone. */
  readonly relink: boolean;
}

export interface ListJob extends Omit<ListRequest, 'requestId'> {
  readonly runId: string;
  readonly requestId: string | null;
}

export interface ReconcileListInput {
  readonly userId: string;
  readonly listId: string;
  /** Set when something other than a request started it. */
  readonly jobs: readonly ListJob[];
}

export interface ReconcileListResult {
  readonly runs: readonly RunOutcome[];
}

/** `request` of a list: answered as soon as it is known which run serves it. */
export const listRequestUpdate = defineUpdate<SyncAnswer, [ListRequest]>('request');

export interface ReconcileListsInput {
  readonly userId: string;
}

export interface ReconcileListsResult {
  readonly lists: number;
  /** Of those: under way already. */
  readonly joined: number;
}

export interface DeleteListInput {
  readonly userId: string;
  readonly listId: string;
  readonly runId: string;
  /** Between attempts, in ms: doubled each time, up to the longest; a minute to six hours when absent. */
  readonly pace?: { readonly first: number; readonly longest: number } | undefined;
}

/** What came due: a person's sync or their lists, or a job. */
export type ScheduleTickInput =
  | { readonly scheduleId: string; readonly userId: string }
  | { readonly scheduleId: string; readonly listsOf: string }
  | { readonly scheduleId: string; readonly job: JobName };

export interface RunJobInput {
  readonly job: JobName;
  /** Absent: it came due. */
  readonly trigger?: 'schedule' | 'manual' | undefined;
}

/** A run of a job that ended; its id is that of the Temporal run. */
export interface CloseJobInput {
  readonly end:
    | { readonly status: 'SUCCESS'; readonly result: JobReport }
    | { readonly status: 'FAILED'; readonly error: string };
}

/** Counts of what was done. */
export type JobReport = Readonly<Record<string, number>>;

export interface ScheduleTickResult {
  readonly outcome: 'ran' | 'joined' | 'unchanged' | 'skipped';
  readonly why: string | null;
}

/** Workflow id of an attempt to connect by a device code. */
export const deviceWorkflowId = (attemptId: string): string => `device:${attemptId}`;

export interface ConnectDeviceInput {
  readonly userId: string;
  readonly attemptId: string;
}

export interface ConnectDeviceResult {
  /** Questions asked. */
  readonly polls: number;
}

/** Workflow id of the delivery of notifications; its Schedule has the same. One per installation. */
export const deliveriesId = ({ main }: QueueNames): string =>
  `notifications:deliver${main.slice('watchflow'.length)}`;

export interface DeliverNotificationsInput {
  /** How long it waits for a delivery that is due later; one that is due after that is left to the Schedule. */
  readonly patienceMs: number;
}

export interface DeliverNotificationsResult {
  readonly attempted: number;
}

/** `wake`: something new waits. */
export const wakeSignal = defineSignal('wake');

/** What an activity's failure tells besides its type (an upstream error's kind, `needs-reauth` or `torn-read`). */
export interface FailureDetails {
  readonly service: string;
  /** RFC 3339: when to go on, should this failure be the last word. Set for `rate-limited`. */
  readonly retryAt: string | null;
}
