import type { AccountActor, Accounts } from '../areas/accounts/index.js';
import type { Audit, AuditLogs } from '../areas/audit/index.js';
import type {
  ChangingSettings,
  ExplainPlay,
  Explanation,
  PlayFilter,
  PlanItem,
  PlanItemFilter,
  PlannedRemoval,
  PlanSubject,
  PlanView,
  Review,
  RunFilter,
  RunItem,
  Removals,
  RunItemFilter,
  RunMark,
  RunMarkFilter,
  RunMode,
  RunPage,
  RunRetry,
  SettingsVersionPage,
  SyncMode,
  SyncRunView,
  SyncSettings,
  SyncSettingsChange,
  WishFilter,
  WishView,
} from '../areas/history/index.js';
import type { Exports, Imports } from '../areas/portable/index.js';
import type { Files } from '../areas/files/index.js';
import type { Lists } from '../areas/lists/index.js';
import type { Translation } from '../areas/translation/index.js';
import type { Usage } from '../areas/usage/index.js';
import type { IdMapData } from '../areas/matching/index.js';
import type {
  Pause,
  PersonalKind,
  ScheduleSummary,
  Tick,
  TickPage,
} from '../areas/schedules/index.js';
import type { Connections } from '../areas/connections/index.js';
import type { SyncPhase } from '../orchestration/commands.js';
import type { ConnectionCommands } from '../orchestration/connections/connection-commands.js';
import type { ImportCommands } from '../orchestration/imports.js';
import type {
  CleanupPlanItem,
  HealthWatch,
  JobRun,
  JobRunWish,
  JobStatistics,
} from '../areas/maintenance/index.js';
import type { JobAsked, JobName } from '../orchestration/jobs.js';
import type { ListCommands } from '../orchestration/lists.js';
import type { Asked, ScheduleAsking } from '../orchestration/schedules/schedule-commands.js';

import type { Metrics } from '../platform/observability/create-metrics.js';
import type { Page, PageWish } from '../platform/lib/page-cursor.js';
import type { Notifications } from '../areas/notifications/index.js';

/** Who stands behind a request: a person, by an API key or signed in with a browser. */
export type Actor = AccountActor;

export interface AccountDeletionPort {
  /**
   * Nobody gets in any more at once; `deleting` when removing everything takes longer than a caller should wait.
   * Throws AccountError `last-admin`, NotFoundError.
   */
  delete(userId: string): Promise<'deleted' | 'deleting'>;
}

interface SettingsPort {
  read(userId: string): Promise<SyncSettings>;
  /** To show times by. */
  timeZoneOf(userId: string): Promise<string>;
  /** All or nothing; answers what is now stored. Throws SettingsConflictError. */
  change(
    userId: string,
    change: SyncSettingsChange,
    options: ChangingSettings,
  ): Promise<SyncSettings>;
  /** Brings back a version as a new one. Throws NotFoundError, SettingsConflictError. */
  revert(userId: string, version: number, options: ChangingSettings): Promise<SyncSettings>;
  /** Newest first. */
  versions(
    userId: string,
    page: { readonly limit: number; readonly before: number | undefined },
  ): Promise<SettingsVersionPage>;
}

interface OfRun {
  readonly userId: string;
  readonly runId: string;
}

interface RunsPort {
  /** Newest first. */
  list(userId: string, filter: RunFilter): Promise<RunPage>;
  find(userId: string, runId: string): Promise<SyncRunView | undefined>;
  latest(userId: string): Promise<SyncRunView | undefined>;
  /** Plays the run was the last to move. Throws InputError for a cursor that is not ours. */
  items(run: OfRun, filter: RunItemFilter): Promise<Page<RunItem>>;
  titleBeingMarked(userId: string): Promise<string | null>;
  /** What the run set on Bangumi. Throws InputError for a cursor that is not ours. */
  marks(runId: string, filter: RunMarkFilter): Promise<Page<RunMark>>;
  /** How much of that came to what when it was taken back; `open`: nobody tried yet. */
  marksOf(runId: string): Promise<Readonly<Record<string, number>>>;
  /** Puts what it parked back into line. */
  retry(run: OfRun): Promise<RunRetry>;
}

interface PlaysPort {
  /** Latest in the ledger first. Throws InputError for a cursor that is not ours. */
  list(userId: string, filter: PlayFilter): Promise<Page<RunItem>>;
  /** Throws NotFoundError. */
  explain(wish: ExplainPlay): Promise<Explanation>;
}

type ImportsPort = Pick<Imports, 'receive' | 'list' | 'faults'> &
  Pick<ImportCommands, 'start' | 'find' | 'remove'>;

export type ListsPort = Pick<
  Lists['keeping'],
  'find' | 'create' | 'change' | 'takeAway' | 'page' | 'items' | 'preview'
> &
  ListCommands & { readonly runs: Lists['runs'] };

export type ListTicket = Awaited<ReturnType<ListCommands['request']>>;

interface WishesPort {
  /** Moved last first. Throws InputError for a cursor that is not ours. */
  list(userId: string, what: 'ratings' | 'states', filter: WishFilter): Promise<Page<WishView>>;
}

export interface SyncWish {
  /** A repeated wish of the same id is the same wish. */
  readonly requestId: string;
  readonly mode: RunMode;
  readonly trigger: 'manual';
  /** With `undo`: the run that is taken back. */
  readonly undoes?: string | undefined;
}

interface SyncTicket {
  readonly runId: string;
  readonly outcome: 'started' | 'joined' | 'queued';
  readonly workflowId: string;
}

interface Share {
  readonly done: number;
  readonly total: number;
}

/** The state of the sync under way; `runId` null or phase `done` when none is. */
export interface ProgressView {
  readonly runId: string | null;
  readonly mode: SyncRunView['mode'] | null;
  readonly phase: SyncPhase;
  readonly pages: Share;
  readonly items: { readonly matched: number; readonly total: number };
  readonly subjects: Share;
  /** How many runs wait behind it. */
  readonly queued: number;
  /** Their ids, where known: without them a queued task is not found until it starts. */
  readonly queuedRuns?: readonly string[] | undefined;
}

interface PlanTicket {
  readonly planId: string;
  readonly outcome: 'started' | 'joined';
  readonly workflowId: string;
}

interface PlansPort {
  request(userId: string, wish: SyncWish & { readonly mode: SyncMode }): Promise<PlanTicket>;
  /** Newest first. Throws InputError for a cursor that is not ours. */
  list(userId: string, page: PageWish): Promise<Page<PlanView>>;
  find(userId: string, planId: string): Promise<PlanView | undefined>;
  /** In the order of titles. Throws InputError for a cursor that is not ours. */
  items(planId: string, filter: PlanItemFilter): Promise<Page<PlanItem>>;
  subjects(planId: string, page: PageWish): Promise<Page<PlanSubject>>;
  /** Plays that are gone. */
  removals(planId: string, page: PageWish): Promise<Page<PlannedRemoval>>;
  /** Undefined unless it is under way and answers. */
  progress(plan: PlanView): Promise<ProgressView | undefined>;
  cancel(plan: PlanView): Promise<'cancelling' | 'not-running'>;
}

interface SyncsPort {
  request(userId: string, wish: SyncWish): Promise<SyncTicket>;
  /** Undefined when no sync of this person ever ran. */
  progress(userId: string): Promise<ProgressView | undefined>;
  cancel(userId: string): Promise<'cancelling' | 'not-running'>;
}

interface TickView {
  readonly at: Date;
  readonly outcome: string;
  readonly why: string | null;
}

export interface ScheduleView {
  readonly nextRuns: readonly Date[];
  readonly paused: boolean;
  readonly pauseNote: string | null;
  readonly lastTick: TickView | null;
}

/** How a schedule stands, asked of Temporal now. */
export interface ScheduleStanding {
  readonly pause: (Pause & { readonly since: Date }) | null;
  /** A pause or its end is on its way to Temporal. */
  readonly pending: boolean;
  readonly lastTick: Tick | null;
}

export interface SchedulesPort {
  /** Of people's lists, as the operator configured it: five cron fields or an interval. */
  readonly listsTiming: string;
  /** Makes the schedule what its settings say now; safe to repeat. */
  follow(kind: PersonalKind, userId: string): Promise<unknown>;
  /** Undefined when the person has no schedule yet. */
  describe(userId: string): Promise<ScheduleView | undefined>;
  /** Undefined when the person has no such schedule yet. */
  look(kind: PersonalKind, userId: string): Promise<ScheduleStanding | undefined>;
  pause(kind: PersonalKind, userId: string, asking: ScheduleAsking): Promise<Asked>;
  resume(kind: PersonalKind, userId: string, asking: ScheduleAsking): Promise<Asked>;
  trigger(kind: PersonalKind, userId: string): Promise<'done' | 'not-found'>;
  /** Newest first. Throws InputError for a cursor that is not ours. */
  ticks(
    kind: PersonalKind,
    userId: string,
    page: { readonly limit: number; readonly cursor: string | undefined },
  ): Promise<TickPage>;
  /** Of one person, or of everybody. */
  summary(userId: string | undefined): Promise<ScheduleSummary>;
}

/** What was uploaded. */
export interface FilesPort extends Omit<Files, 'reconcile' | 'removeAllOf'> {
  /** Starts the job, or joins the one under way. */
  requestReconcile(): Promise<JobAsked>;
}

export interface IdMapPort extends Pick<IdMapData, 'view' | 'rollBack'> {
  /** Starts the refresh, or joins the one under way. */
  requestRefresh(): Promise<JobAsked>;
}

/** A job, and how it fares. */
export interface JobView {
  readonly name: JobName;
  /** What it may change, in words. */
  readonly touches: string;
  readonly state: 'scheduled' | 'paused' | 'absent';
  readonly pause: (Pause & { readonly since: Date }) | null;
  readonly timing: string;
  /** That says when. */
  readonly variable: string;
  readonly timeZone: string;
  readonly timeoutMinutes: number;
  readonly attempts: number;
  /** Null while nothing is due. */
  readonly nextRunAt: Date | null;
  readonly lastRun: JobRun | null;
  readonly statistics: JobStatistics & { readonly days: number };
}

interface JobAsking {
  readonly actorId: string;
  readonly reason: string;
}

export interface JobsPort {
  list(): Promise<readonly JobView[]>;
  find(name: JobName): Promise<JobView>;
  runs(name: JobName, wish: JobRunWish): Promise<Page<JobRun>>;
  /** Starts it, or joins the run under way; undefined: there is nothing for it to do as this is configured. */
  request(name: JobName): Promise<JobAsked | undefined>;
  /** What `cleanup` would remove now. */
  cleanupPlan(): Promise<readonly CleanupPlanItem[]>;
  pause(name: JobName, asking: JobAsking): Promise<Asked>;
  resume(name: JobName, asking: JobAsking): Promise<Asked>;
}

export interface DependencyState {
  readonly ok: boolean;
  /** For the log; the public answer does not show it. */
  readonly detail?: string | undefined;
  readonly ms: number;
}

export interface HealthPort {
  check(): Promise<Readonly<Record<'database' | 'temporal' | 'files' | 'cache', DependencyState>>>;
}

export type ConnectionsPort = Pick<Connections, 'list'> &
  Omit<ConnectionCommands, 'pollDevice' | 'heal'>;

/** What the api asks of the parts below it. */
export interface ApiPorts {
  readonly accounts: Accounts;
  readonly accountDeletion: AccountDeletionPort;
  readonly audit: Audit;
  readonly auditLogs: Omit<AuditLogs, 'forget'>;
  readonly notifications: Pick<Notifications, 'inbox' | 'settings' | 'channels' | 'mailLinks'>;
  readonly connections: ConnectionsPort;
  readonly settings: SettingsPort;
  readonly runs: RunsPort;
  readonly plays: PlaysPort;
  readonly wishes: WishesPort;
  readonly syncs: SyncsPort;
  readonly plans: PlansPort;
  readonly imports: ImportsPort;
  readonly exports: Exports;
  readonly review: Review;
  readonly lists: ListsPort;
  readonly removals: Removals;
  readonly schedules: SchedulesPort;
  readonly idMap: IdMapPort;
  readonly jobs: JobsPort;
  readonly files: FilesPort;
  readonly translation: Omit<Translation, 'hurry' | 'state'>;
  readonly usage: Pick<
    Usage,
    | 'meter'
    | 'keyLimits'
    | 'relayKeys'
    | 'standing'
    | 'limitsOf'
    | 'series'
    | 'exportUsage'
    | 'exportKeys'
  >;
  readonly metrics: Pick<Metrics, 'request' | 'render'>;
  readonly health: HealthPort;
  readonly systemHealth: Pick<HealthWatch, 'latest' | 'page'>;
}
