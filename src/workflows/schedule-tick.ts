import { ParentClosePolicy, startChild, uuid4, workflowInfo } from '@temporalio/workflow';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import type { DecideTick } from '../activities/history/index.js';
import { activityProxies } from './activity-proxies.js';
import {
  historyWorkflowId,
  listsWorkflowId,
  planWorkflowId,
  searchAttributes,
  type JobName,
  type ScheduleTickInput,
  type ScheduleTickResult,
} from './contract.js';
import { applicationFailureOf } from './run-ending.js';
import { planHistory } from './plan-history.js';
import { reconcileLists } from './reconcile-lists.js';
import { runJob } from './run-job.js';
import { syncHistory } from './sync-history.js';

/** Set by the server on what a Schedule starts: the due time, without jitter. */
const scheduledStart = defineSearchAttributeKey(
  'TemporalScheduledStartTime',
  SearchAttributeType.DATETIME,
);

/** Why a tick that ran wrote nothing. */
const dryRun = 'dry-run';

/**
 * One due time of a Schedule. One activity decides; if there is work, the person's sync is started and not awaited.
 * A sync that is under way already has been joined.
 */
export async function scheduleTick(input: ScheduleTickInput): Promise<ScheduleTickResult> {
  const { db } = activityProxies();
  const { typedSearchAttributes, startTime } = workflowInfo();
  const scheduledAt = (typedSearchAttributes.get(scheduledStart) ?? startTime).toISOString();
  const { scheduleId } = input;
  if ('job' in input) {
    const started = await startJob(scheduleId, input.job);
    await db.recordTick({ scheduleId, scheduledAt, ...started });
    return started;
  }
  if ('listsOf' in input) return tickLists({ scheduleId, userId: input.listsOf, scheduledAt });
  const { userId } = input;
  const runId = uuid4();
  const result = await decide({ scheduleId, userId, runId, scheduledAt });
  if (result.outcome === 'ran') {
    const started =
      result.why === dryRun ? await startPlan(userId, runId) : await startSync(userId, runId);
    await db.recordTick({ scheduleId, scheduledAt, ...started });
    return started;
  }
  return result;
}

interface ListsTick {
  readonly scheduleId: string;
  readonly userId: string;
  readonly scheduledAt: string;
}

/** A person's lists are looked at on Trakt whenever they come due: nothing cheaper tells whether somebody changed them there. */
async function tickLists(tick: ListsTick): Promise<ScheduleTickResult> {
  const { db } = activityProxies();
  const { scheduleId, userId, scheduledAt } = tick;
  const { skip } = await db.decideListsTick({ userId });
  const result: ScheduleTickResult =
    skip === null ? await startLists(userId) : { outcome: 'skipped', why: skip };
  await db.recordTick({ scheduleId, scheduledAt, ...result });
  return result;
}

const startLists = (userId: string): Promise<ScheduleTickResult> =>
  startedOrJoined(() =>
    startChild(reconcileLists, {
      workflowId: listsWorkflowId(userId),
      args: [{ userId }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: [
        { key: searchAttributes.user, value: userId },
        { key: searchAttributes.kind, value: 'reconcileLists' },
      ],
      staticSummary: 'Lists to Trakt',
    }),
  );

async function decide(tick: DecideTick): Promise<ScheduleTickResult> {
  const { db, trakt } = activityProxies();
  try {
    const decision = await trakt.decideTick(tick);
    if (decision.kind === 'run') return { outcome: 'ran', why: null };
    if (decision.kind === 'plan') return { outcome: 'ran', why: dryRun };
    return { outcome: decision.kind, why: decision.kind === 'skipped' ? decision.why : null };
  } catch (error) {
    const why = applicationFailureOf(error)?.type;
    if (why === undefined || why === null) throw error;
    const skipped = { outcome: 'skipped', why } as const;
    await db.recordTick({ scheduleId: tick.scheduleId, scheduledAt: tick.scheduledAt, ...skipped });
    return skipped;
  }
}

/** The job's workflow has the id of its schedule: one at a time. */
const startJob = (scheduleId: string, job: JobName): Promise<ScheduleTickResult> =>
  startedOrJoined(() =>
    startChild(runJob, {
      workflowId: scheduleId,
      args: [{ job }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: [{ key: searchAttributes.kind, value: 'runJob' }],
      staticSummary: job,
    }),
  );

const startSync = (userId: string, runId: string): Promise<ScheduleTickResult> =>
  startedOrJoined(() =>
    startChild(syncHistory, {
      workflowId: historyWorkflowId(userId),
      args: [
        {
          userId,
          jobs: [{ runId, mode: 'normal', trigger: 'schedule', requestId: null }],
        },
      ],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      typedSearchAttributes: [
        { key: searchAttributes.user, value: userId },
        { key: searchAttributes.kind, value: 'syncHistory' },
      ],
      staticSummary: 'Trakt history to Bangumi',
    }),
  );

/** A dry run, as the person's settings want it. Its id is new, so there is none to join. */
async function startPlan(userId: string, planId: string): Promise<ScheduleTickResult> {
  await startChild(planHistory, {
    workflowId: planWorkflowId(userId, planId),
    args: [{ userId, planId, mode: 'normal', trigger: 'schedule', requestId: planId }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    typedSearchAttributes: [
      { key: searchAttributes.user, value: userId },
      { key: searchAttributes.kind, value: 'planHistory' },
    ],
    staticSummary: 'Dry run of Trakt history to Bangumi',
  });
  return { outcome: 'ran', why: dryRun };
}

async function startedOrJoined(start: () => Promise<unknown>): Promise<ScheduleTickResult> {
  try {
    await start();
    return { outcome: 'ran', why: null };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError)
      return { outcome: 'joined', why: null };
    throw error;
  }
}
