import {
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
} from '@temporalio/client';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { historyScheduleId, type QueueNames } from '../../workflows/contract.js';
import { convergeSchedule, describeIfFound, type Convergence } from './converge-schedule.js';
import {
  desiredSchedule,
  type DesiredSchedule,
  type ScheduleSettings,
} from './desired-schedule.js';
import { isOurPause } from './pause-note.js';
import { reconcileSchedules, type Reconciliation } from './reconcile-schedules.js';

export interface ScheduleCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  /** False = every schedule of ours stays paused (`SYNC_ENABLED`). */
  readonly syncEnabled: boolean;
  readonly log: Logger;
}

export interface UserSchedule {
  readonly userId: string;
  readonly settings: ScheduleSettings;
}

export interface ScheduleView {
  readonly scheduleId: string;
  /** The next times, without jitter; kept up by the server also while paused. */
  readonly nextRuns: readonly Date[];
  readonly paused: boolean;
  readonly pauseNote: string | undefined;
  /** False when paused by an operator or a person: then only `unpause` lets it run again. */
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

/** Commands on a schedule that is not there answer 'not-found'. */
export interface ScheduleCommands {
  /** Makes the person's schedule what the settings say. Throws InputError when the cron cannot be used. */
  apply(userId: string, settings: ScheduleSettings): Promise<Convergence>;
  /** For every user at once, at start; schedules of users not named are deleted. */
  reconcile(users: readonly UserSchedule[]): Promise<Reconciliation>;
  describe(userId: string): Promise<ScheduleView | undefined>;
  /** A tick now, also while paused; skipped when one is running. */
  trigger(userId: string): Promise<'done' | 'not-found'>;
  /** Stays paused over restarts and changes of settings until `unpause`. */
  pause(userId: string, reason: string): Promise<'done' | 'not-found'>;
  unpause(userId: string, reason: string): Promise<'done' | 'not-found'>;
  /** A tick under way goes on. */
  delete(userId: string): Promise<'done' | 'not-found'>;
}

export function createScheduleCommands(deps: ScheduleCommandsDeps): ScheduleCommands {
  const { client, queues, syncEnabled, log } = deps;
  const context = { taskQueue: queues.main, syncEnabled };
  const handle = (userId: string) => client.schedule.getHandle(historyScheduleId(userId));

  return {
    apply: async (userId, settings) =>
      await convergeSchedule(client, desiredSchedule(userId, settings, context)),
    async reconcile(users) {
      const { desired, keep } = wishesOf(users, deps);
      const done = await reconcileSchedules({ client, taskQueue: queues.main, log, desired, keep });
      return { ...done, failed: done.failed + keep.length };
    },
    async describe(userId) {
      const found = await describeIfFound(client, historyScheduleId(userId));
      return found === undefined ? undefined : toView(found);
    },
    trigger: (userId) => ifFound(() => handle(userId).trigger(ScheduleOverlapPolicy.SKIP)),
    pause: (userId, reason) => ifFound(() => handle(userId).pause(`paused: ${reason}`)),
    unpause: (userId, reason) => ifFound(() => handle(userId).unpause(`resumed: ${reason}`)),
    delete: (userId) => ifFound(() => handle(userId).delete()),
  };
}

/** Settings that cannot be used leave that person's schedule as it is, instead of stopping everyone's. */
function wishesOf(
  users: readonly UserSchedule[],
  { queues, syncEnabled, log }: ScheduleCommandsDeps,
) {
  const desired: DesiredSchedule[] = [];
  const keep: string[] = [];
  for (const { userId, settings } of users) {
    try {
      desired.push(desiredSchedule(userId, settings, { taskQueue: queues.main, syncEnabled }));
    } catch (thrown) {
      keep.push(historyScheduleId(userId));
      log.error(
        { userId, reason: messageOf(thrown) },
        'a schedule cannot be made from these settings',
      );
    }
  }
  return { desired, keep };
}

async function ifFound(act: () => Promise<void>): Promise<'done' | 'not-found'> {
  try {
    await act();
    return 'done';
  } catch (thrown) {
    if (thrown instanceof ScheduleNotFoundError) return 'not-found';
    throw thrown;
  }
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
