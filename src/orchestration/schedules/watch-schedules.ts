import { WorkflowNotFoundError, type Client, type ScheduleDescription } from '@temporalio/client';
import pLimit from 'p-limit';
import {
  scheduleIdOf,
  type Accounted,
  type ScheduleState,
  type Schedules,
  type ServerFacts,
} from '../../areas/schedules/index.js';
import { describeIfFound } from './converge-schedule.js';
import { followSchedule, observe } from './follow-schedule.js';
import { listSchedules, type ListedSchedule } from './list-schedules.js';
import { noteOf } from './pause-note.js';
import { atOnce, guarded, type ReconcileDeps } from './reconcile-schedules.js';

export interface WatchDeps extends ReconcileDeps {
  readonly book: Schedules;
}

export interface Watched {
  /** Brought in line, because a change had not reached Temporal. */
  readonly followed: number;
  /** Looked at, because they were paused or resumed from outside. */
  readonly looked: number;
  readonly due: number;
  readonly paused: number;
  readonly skipped: number;
  readonly missed: number;
  readonly failed: number;
}

/**
 * Finds what moved without our doing: changes that died on their way to Temporal, pauses made with Temporal's own tools, and due
 * times that nothing became of. Costs one list of all schedules, and calls only for those with news.
 */
export async function watchSchedules(deps: WatchDeps): Promise<Watched> {
  const { followed, failed } = await followChanges(deps);
  const looked = await lookAtMoved(deps);
  const states = await deps.book.states.all();
  const limit = pLimit(atOnce);
  const accounts = await Promise.all(
    states.map((state) =>
      limit(() => guarded(() => accountSchedule(deps, state), named(state), deps.log)),
    ),
  );
  const done = accounts.filter((one) => one !== 'failed');
  const sum = (of: (one: Accounted) => number) => done.reduce((total, one) => total + of(one), 0);
  const watched = {
    followed,
    looked,
    due: sum(({ due }) => due),
    paused: sum(({ paused }) => paused),
    skipped: sum(({ skipped }) => skipped),
    missed: sum(({ missed }) => missed),
    failed: failed + accounts.length - done.length,
  };
  deps.log.debug(watched, 'watched the schedules');
  return watched;
}

const named = ({ kind, scheduleId }: ScheduleState) => ({
  kind,
  ownerId: scheduleId.slice(scheduleIdOf(kind, '').length),
});

/** What the database wants and Temporal was not told, because somebody died between the two. */
async function followChanges(deps: WatchDeps): Promise<{ followed: number; failed: number }> {
  const wanted = (await Promise.all(deps.sources.map((source) => source.all()))).flat();
  const states = new Map((await deps.book.states.all()).map((state) => [state.scheduleId, state]));
  const behind = wanted.filter(({ kind, ownerId, version }) => {
    const state = states.get(scheduleIdOf(kind, ownerId));
    return state === undefined || state.pending || state.appliedVersion !== version;
  });
  const limit = pLimit(atOnce);
  const outcomes = await Promise.all(
    behind.map((one) => limit(() => guarded(() => followSchedule(deps, one), one, deps.log))),
  );
  const failed = outcomes.filter((outcome) => outcome === 'failed').length;
  return { followed: behind.length - failed, failed };
}

async function lookAtMoved(deps: WatchDeps): Promise<number> {
  const prefixes = deps.sources.map(({ kind }) => scheduleIdOf(kind, ''));
  const listed = await listSchedules(deps.client, prefixes);
  const states = new Map((await deps.book.states.all()).map((state) => [state.scheduleId, state]));
  const moved = listed.flatMap((one) => {
    const state = states.get(one.scheduleId);
    return state !== undefined && hasMoved(one, state) ? [state] : [];
  });
  const limit = pLimit(atOnce);
  await Promise.all(
    moved.map((state) =>
      limit(() => guarded(() => lookAtSchedule(deps, state), named(state), deps.log)),
    ),
  );
  return moved.length;
}

const hasMoved = ({ paused, note }: ListedSchedule, { pause }: ScheduleState): boolean =>
  paused ? pause === null || noteOf(pause) !== (note ?? '') : pause !== null;

/** Asks Temporal how a Schedule stands, and writes down what others did to it. */
export async function lookAtSchedule(
  deps: Pick<WatchDeps, 'client' | 'book'>,
  state: ScheduleState,
): Promise<ScheduleState> {
  return settleLook(deps, state, await describeIfFound(deps.client, state.scheduleId));
}

/** The same of what Temporal has answered, after `state` was read. */
export async function settleLook(
  deps: Pick<WatchDeps, 'book'>,
  state: ScheduleState,
  found: ScheduleDescription | undefined,
): Promise<ScheduleState> {
  // What was asked for and is on its way is no news; what is gone is made anew by whoever reconciles.
  if (found === undefined || state.pending) return state;
  await observe(deps, state, { pause: found.state });
  return (await deps.book.states.find(state.scheduleId)) ?? state;
}

async function accountSchedule(deps: WatchDeps, state: ScheduleState): Promise<Accounted> {
  return deps.book.account(state, () => serverFacts(deps.client, state.scheduleId));
}

async function serverFacts(client: Client, scheduleId: string): Promise<ServerFacts> {
  const found = await describeIfFound(client, scheduleId);
  return {
    skippedOverlap: found?.info.numActionsSkippedOverlap ?? 0,
    missedCatchup: found?.info.numActionsMissedCatchupWindow ?? 0,
    fateOf: (due) => fateOf(client, `${scheduleId}-${due.toISOString().slice(0, 19)}Z`),
  };
}

async function fateOf(client: Client, workflowId: string): Promise<'open' | 'closed' | 'none'> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return status.name === 'RUNNING' ? 'open' : 'closed';
  } catch (thrown) {
    if (thrown instanceof WorkflowNotFoundError) return 'none';
    throw thrown;
  }
}
