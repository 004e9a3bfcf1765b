import type { AccountActor, Accounts } from '../areas/accounts/index.js';
import type {
  RunFilter,
  RunPage,
  SyncRunView,
  SyncSettings,
  SyncSettingsChange,
} from '../areas/history/index.js';

/** Who stands behind a request: a person, by an API key or signed in with a browser. */
export type Actor = AccountActor;

export type AccountsPort = Pick<Accounts, 'authenticate' | 'authenticateSession'>;

interface SettingsPort {
  read(userId: string): Promise<SyncSettings>;
  /** All or nothing; answers what is now stored. */
  change(userId: string, change: SyncSettingsChange): Promise<SyncSettings>;
}

interface RunsPort {
  /** Newest first. */
  list(userId: string, filter: RunFilter): Promise<RunPage>;
  find(userId: string, runId: string): Promise<SyncRunView | undefined>;
  latest(userId: string): Promise<SyncRunView | undefined>;
}

export interface SyncWish {
  /** A repeated wish of the same id is the same wish. */
  readonly requestId: string;
  readonly mode: 'normal' | 'full';
  readonly trigger: 'manual';
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
  readonly mode: 'normal' | 'full' | null;
  readonly phase: 'waiting' | 'opening' | 'reading' | 'matching' | 'marking' | 'closing' | 'done';
  readonly pages: Share;
  readonly items: { readonly matched: number; readonly total: number };
  readonly subjects: Share;
  /** How many runs wait behind it. */
  readonly queued: number;
  /** Their ids, where known: without them a queued task is not found until it starts. */
  readonly queuedRuns?: readonly string[] | undefined;
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

export interface SchedulesPort {
  /** Makes the schedule what the settings say; safe to repeat. */
  apply(userId: string, settings: SyncSettings): Promise<unknown>;
  /** Undefined when the person has no schedule yet. */
  describe(userId: string): Promise<ScheduleView | undefined>;
}

export interface DependencyState {
  readonly ok: boolean;
  /** For the log; the public answer does not show it. */
  readonly detail?: string | undefined;
  readonly ms: number;
}

export interface HealthPort {
  check(): Promise<{ readonly database: DependencyState; readonly temporal: DependencyState }>;
}

/** What the api asks of the parts below it. */
export interface ApiPorts {
  readonly settings: SettingsPort;
  readonly runs: RunsPort;
  readonly syncs: SyncsPort;
  readonly schedules: SchedulesPort;
  readonly health: HealthPort;
}
