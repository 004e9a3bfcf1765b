import { isDeepStrictEqual } from 'node:util';
import { ScheduleNotFoundError } from '@temporalio/client';
import { ValueError } from '@temporalio/common';
import pLimit from 'p-limit';
import { scheduleIdOf } from '../../areas/schedules/index.js';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { describeIfFound, type Convergence } from './converge-schedule.js';
import { followSchedule, type FollowDeps } from './follow-schedule.js';
import { listSchedules } from './list-schedules.js';
import type { ScheduleSource, WantedSchedule } from './wanted-schedule.js';

export interface ReconcileDeps extends FollowDeps {
  readonly sources: readonly ScheduleSource[];
}

export interface Reconciliation {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  /** Left for the next time; each is in the log with its reason. */
  readonly failed: number;
}

/** Calls to Temporal at once. */
export const atOnce = 8;

/** Makes Temporal's schedules what the database wants. A second time it writes nothing. Safe in many processes at once. */
export async function reconcileSchedules(deps: ReconcileDeps): Promise<Reconciliation> {
  const wanted = (await Promise.all(deps.sources.map((source) => source.all()))).flat();
  const limit = pLimit(atOnce);
  const outcomes = await Promise.all(
    wanted.map((one) => limit(() => guarded(() => followSchedule(deps, one), one, deps.log))),
  );
  const strays = await findStrays(deps, wanted);
  const deletions = await Promise.all(
    strays.map((stray) => limit(() => guarded(() => removeStray(deps, stray), stray, deps.log))),
  );
  const reconciliation = count([...outcomes, ...deletions]);
  deps.log.info(reconciliation, 'reconciled the schedules');
  return reconciliation;
}

type Outcome = Convergence | 'deleted' | 'not-ours' | 'failed';

interface Named {
  readonly kind: WantedSchedule['kind'];
  readonly ownerId: string;
}

/** One schedule that cannot be written must not keep the others from being right. */
export async function guarded<T>(
  act: () => Promise<T>,
  { kind, ownerId }: Named,
  log: Logger,
): Promise<T | 'failed'> {
  try {
    return await act();
  } catch (thrown) {
    const scheduleId = scheduleIdOf(kind, ownerId);
    log.error({ scheduleId, reason: messageOf(thrown) }, 'a schedule could not be brought in line');
    return 'failed';
  }
}

interface Stray extends Named {
  readonly source: ScheduleSource;
}

/** Of kinds that we know the wishes of: in Temporal, or only in our books. */
async function findStrays(
  deps: ReconcileDeps,
  wanted: readonly WantedSchedule[],
): Promise<Stray[]> {
  const known = new Set(wanted.map(({ kind, ownerId }) => scheduleIdOf(kind, ownerId)));
  const prefixes = deps.sources.map(({ kind }) => scheduleIdOf(kind, ''));
  const listed = await listSchedules(deps.client, prefixes);
  const booked = await deps.book.states.all();
  const found = new Set([...listed, ...booked].map(({ scheduleId }) => scheduleId));
  return [...found]
    .filter((id) => !known.has(id))
    .flatMap((id) => {
      const source = deps.sources.find(({ kind }) => id.startsWith(scheduleIdOf(kind, '')));
      if (source === undefined) return [];
      const ownerId = id.slice(scheduleIdOf(source.kind, '').length);
      return [{ source, kind: source.kind, ownerId }];
    });
}

/** The list may be behind, and the wish may be new: both are asked again. */
async function removeStray(deps: ReconcileDeps, stray: Stray): Promise<Outcome> {
  const wanted = await stray.source.find(stray.ownerId);
  if (wanted !== undefined) return followSchedule(deps, wanted);
  return removeSchedule(deps, scheduleIdOf(stray.kind, stray.ownerId));
}

/** Schedules of other installations, and those made by hand, are left alone. */
async function removeSchedule(
  deps: FollowDeps,
  scheduleId: string,
): Promise<'deleted' | 'not-ours'> {
  const { client, book } = deps;
  const isOurs = await isOursByMemo(deps, scheduleId);
  if (isOurs) await deleteIfFound(client, scheduleId);
  await book.states.forget([scheduleId]);
  return isOurs ? 'deleted' : 'not-ours';
}

async function isOursByMemo(
  { client, taskQueue }: FollowDeps,
  scheduleId: string,
): Promise<boolean> {
  try {
    const found = await describeIfFound(client, scheduleId);
    return found?.memo?.['watchflow'] === taskQueue;
  } catch (thrown) {
    // Written with a codec that this process lacks: another installation's.
    if (thrown instanceof ValueError) return false;
    throw thrown;
  }
}

async function deleteIfFound(client: FollowDeps['client'], scheduleId: string): Promise<void> {
  try {
    await client.schedule.getHandle(scheduleId).delete();
  } catch (thrown) {
    if (!(thrown instanceof ScheduleNotFoundError)) throw thrown;
  }
}

/** One Schedule as its source wants it now: of two changes at once the older may be written last, so the source is asked again. */
export async function followSource(
  deps: ReconcileDeps,
  source: ScheduleSource,
  ownerId: string,
): Promise<Convergence | 'absent'> {
  for (;;) {
    const wanted = await source.find(ownerId);
    const outcome =
      wanted === undefined
        ? await removeSchedule(deps, scheduleIdOf(source.kind, ownerId)).then(
            () => 'absent' as const,
          )
        : await followSchedule(deps, wanted);
    if (isDeepStrictEqual(await source.find(ownerId), wanted)) return outcome;
  }
}

function count(outcomes: readonly Outcome[]): Reconciliation {
  const of = (wanted: Outcome) => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    created: of('created'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    deleted: of('deleted'),
    failed: of('failed'),
  };
}
