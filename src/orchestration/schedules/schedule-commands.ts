import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
} from '@temporalio/client';
import pLimit from 'p-limit';
import {
  isByRule,
  scheduleIdOf,
  type Asking,
  type Pause,
  type Pauser,
  type ScheduleKind,
  type ScheduleState,
  type Schedules,
} from '../../areas/schedules/index.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { QueueNames } from '../../workflows/contract.js';
import { describeIfFound, type Convergence } from './converge-schedule.js';
import { isOurPause } from './pause-note.js';
import {
  atOnce,
  followSource,
  guarded,
  reconcileSchedules,
  type Reconciliation,
} from './reconcile-schedules.js';
import type { ScheduleSource } from './wanted-schedule.js';
import {
  lookAtSchedule,
  settleLook,
  watchSchedules,
  type Watched,
  type WatchDeps,
} from './watch-schedules.js';

export interface ScheduleCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  /** False = every personal schedule of ours stays paused (`SYNC_ENABLED`). */
  readonly syncEnabled: boolean;
  /** False = every job stays paused (`ENABLE_CRON`). */
  readonly jobsEnabled: boolean;
  readonly book: Schedules;
  /** What there should be, by kind. */
  readonly sources: readonly ScheduleSource[];
  readonly log: Logger;
}

/** A Schedule as Temporal shows it. */
export interface ScheduleView {
  readonly scheduleId: string;
  /** The next times, with jitter; kept up by the server also while paused. */
  readonly nextRuns: readonly Date[];
  readonly paused: boolean;
  readonly pauseNote: string | undefined;
  /** False when paused by an operator or a person: then only `resume` lets it run again. */
  readonly pausedByUs: boolean;
  /** Newest first. */
  readonly recent: readonly ScheduleTickView[];
  readonly skippedOverlap: number;
  readonly missedCatchup: number;
}

export interface ScheduleTickView {
  readonly scheduledAt: Date;
  readonly takenAt: Date;
  readonly workflowId: string;
  readonly workflowRunId: string;
}

export interface ScheduleInspected {
  readonly view: ScheduleView | undefined;
  readonly state: ScheduleState | undefined;
}

/** `held`: somebody paused it whom the asker may not overrule, or there is nothing to ask for by hand. */
export type Asked =
  { readonly outcome: 'done' | 'not-found' } | { readonly outcome: 'held'; readonly pause: Pause };

export interface AskedOfAll {
  readonly done: number;
  /** Paused by others than an operator, and left so. */
  readonly left: number;
  /** Written down, to be brought to Temporal by the next look. */
  readonly failed: number;
}

export interface ScheduleAsking extends Asking {
  /** May end pauses of operators and from outside, too. */
  readonly isAdmin: boolean;
}

export interface ScheduleCommands {
  /** Makes the schedule what its settings say now. Throws InputError when they cannot be used. */
  follow(kind: ScheduleKind, ownerId: string): Promise<Convergence | 'absent'>;
  /** Everything there should be, and nothing else of ours. */
  reconcile(): Promise<Reconciliation>;
  /** Finds what moved without our doing, and what came of each due time. */
  watch(): Promise<Watched>;
  describe(kind: ScheduleKind, ownerId: string): Promise<ScheduleView | undefined>;
  /** How it stands, asked of Temporal now; undefined when there is none. */
  look(kind: ScheduleKind, ownerId: string): Promise<ScheduleState | undefined>;
  /** Both of it, and Temporal is asked once. */
  inspect(kind: ScheduleKind, ownerId: string): Promise<ScheduleInspected>;
  /** A tick now, also while paused; skipped when one is running. */
  trigger(kind: ScheduleKind, ownerId: string): Promise<'done' | 'not-found'>;
  /** Stays paused over restarts, changes of settings and the loss of Temporal's store, until `resume`. */
  pause(kind: ScheduleKind, ownerId: string, asking: ScheduleAsking): Promise<Asked>;
  resume(kind: ScheduleKind, ownerId: string, asking: ScheduleAsking): Promise<Asked>;
  /** Every personal schedule that nobody else has paused. */
  pauseAll(reason: string): Promise<AskedOfAll>;
  /** Ends what `pauseAll` made. */
  resumeAll(reason: string): Promise<AskedOfAll>;
}

export function createScheduleCommands(deps: ScheduleCommandsDeps): ScheduleCommands {
  const { client, queues, book } = deps;
  const parts: WatchDeps = { ...deps, taskQueue: queues.main };

  const follow = async (kind: ScheduleKind, ownerId: string): Promise<Convergence | 'absent'> => {
    const source = deps.sources.find((one) => one.kind === kind);
    return source === undefined ? 'absent' : followSource(parts, source, ownerId);
  };

  return {
    follow,
    reconcile: () => reconcileSchedules(parts),
    watch: () => watchSchedules(parts),
    async describe(kind, ownerId) {
      const found = await describeIfFound(client, scheduleIdOf(kind, ownerId));
      return found === undefined ? undefined : toView(found);
    },
    async look(kind, ownerId) {
      const state = await book.states.find(scheduleIdOf(kind, ownerId));
      return state === undefined ? undefined : lookAtSchedule(parts, state);
    },
    async inspect(kind, ownerId) {
      const scheduleId = scheduleIdOf(kind, ownerId);
      const state = await book.states.find(scheduleId);
      const found = await describeIfFound(client, scheduleId);
      return {
        view: found === undefined ? undefined : toView(found),
        state: state === undefined ? undefined : await settleLook(parts, state, found),
      };
    },
    async trigger(kind, ownerId) {
      try {
        const handle = client.schedule.getHandle(scheduleIdOf(kind, ownerId));
        await handle.trigger(ScheduleOverlapPolicy.SKIP);
        return 'done';
      } catch (thrown) {
        if (thrown instanceof ScheduleNotFoundError) return 'not-found';
        throw thrown;
      }
    },
    pause: (kind, ownerId, asking) => pauseOne({ ...parts, follow }, { kind, ownerId }, asking),
    resume: (kind, ownerId, asking) => resumeOne({ ...parts, follow }, { kind, ownerId }, asking),
    pauseAll: (reason) =>
      askAll(parts, {
        concerns: (pause) => pause === null || isByRule(pause.by),
        ask: (id) => book.states.askPause(id, { by: 'operator', reason }),
        follow,
      }),
    resumeAll: (reason) =>
      askAll(parts, {
        concerns: (pause) => pause?.by === 'operator',
        ask: (id) => book.states.askResume(id, { by: 'operator', reason }),
        follow,
      }),
  };
}

interface One {
  readonly kind: ScheduleKind;
  readonly ownerId: string;
}

type ActingDeps = WatchDeps & Pick<ScheduleCommands, 'follow'>;

async function pauseOne(
  { book, follow }: ActingDeps,
  { kind, ownerId }: One,
  asking: ScheduleAsking,
): Promise<Asked> {
  const state = await book.states.find(scheduleIdOf(kind, ownerId));
  if (state === undefined) return { outcome: 'not-found' };
  if (isHeld(state.pause, asking)) return { outcome: 'held', pause: state.pause };
  if (asking.by === 'connection' && isByHand(state.pause)) return { outcome: 'done' };
  await book.states.askPause(state.scheduleId, asking);
  await follow(kind, ownerId);
  return { outcome: 'done' };
}

async function resumeOne(
  deps: ActingDeps,
  { kind, ownerId }: One,
  asking: ScheduleAsking,
): Promise<Asked> {
  const known = await deps.book.states.find(scheduleIdOf(kind, ownerId));
  if (known === undefined) return { outcome: 'not-found' };
  const { pause } = await lookAtSchedule(deps, known);
  const isOthers = asking.by === 'connection' && pause?.by !== 'connection';
  if (pause === null || isOthers) return { outcome: 'done' };
  if (isByRule(pause.by) || isHeld(pause, asking)) return { outcome: 'held', pause };
  await deps.book.states.askResume(known.scheduleId, asking);
  await deps.follow(kind, ownerId);
  return { outcome: 'done' };
}

const isByHand = (pause: Pause | null): boolean => pause !== null && !isByRule(pause.by);
const ofOperators: readonly Pauser[] = ['operator', 'outside'];

/** Whether a pause stands against what is asked for; the connection's is ended by the connection alone. */
function isHeld(pause: Pause | null, { by, isAdmin }: ScheduleAsking): pause is Pause {
  if (pause === null || pause.by === by) return false;
  if (pause.by === 'connection') return true;
  return ofOperators.includes(pause.by) && !isAdmin && by === 'person';
}

interface AskingAll {
  readonly concerns: (pause: Pause | null) => boolean;
  readonly ask: (scheduleId: string) => Promise<unknown>;
  readonly follow: ScheduleCommands['follow'];
}

async function askAll(
  { book, log }: WatchDeps,
  { concerns, ask, follow }: AskingAll,
): Promise<AskedOfAll> {
  const states = await book.states.ofUser(undefined);
  const concerned = states.filter(({ pause }) => concerns(pause));
  const limit = pLimit(atOnce);
  const outcomes = await Promise.all(
    concerned.map(({ scheduleId, kind }) =>
      limit(async () => {
        const ownerId = scheduleId.slice(scheduleIdOf(kind, '').length);
        await ask(scheduleId);
        return guarded(() => follow(kind, ownerId), { kind, ownerId }, log);
      }),
    ),
  );
  const failed = outcomes.filter((outcome) => outcome === 'failed').length;
  const left = states.filter(({ pause }) => pause !== null && !concerns(pause)).length;
  return { done: concerned.length - failed, left, failed };
}

const toView = ({ scheduleId, state, info }: ScheduleDescription): ScheduleView => ({
  scheduleId,
  nextRuns: info.nextActionTimes,
  paused: state.paused,
  pauseNote: state.paused ? state.note : undefined,
  pausedByUs: state.paused && isOurPause(state.note),
  recent: info.recentActions
    .map(({ scheduledAt, takenAt, action: { workflow } }) => ({
      scheduledAt,
      takenAt,
      workflowId: workflow.workflowId,
      workflowRunId: workflow.firstExecutionRunId,
    }))
    .reverse(),
  skippedOverlap: info.numActionsSkippedOverlap,
  missedCatchup: info.numActionsMissedCatchupWindow,
});
