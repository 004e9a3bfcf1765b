import type { Client } from '@temporalio/client';
import pLimit from 'p-limit';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { historyScheduleId } from '../../workflows/contract.js';
import { convergeSchedule, describeIfFound, type Convergence } from './converge-schedule.js';
import type { DesiredSchedule } from './desired-schedule.js';
import { listScheduleIds } from './list-schedule-ids.js';

export interface ReconcileSchedulesOptions {
  readonly client: Client;
  /** All there should be of this installation. */
  readonly desired: readonly DesiredSchedule[];
  /** Ids to leave as they are, although nothing right can be said about them now. */
  readonly keep?: readonly string[] | undefined;
  /** The installation's main task queue: schedules of others are left alone. */
  readonly taskQueue: string;
  readonly log: Logger;
}

export interface Reconciliation {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly deleted: number;
  /** Left for the next time; each is in the log with its reason. */
  readonly failed: number;
}

const atOnce = 8;
const prefix = historyScheduleId('');

/** Makes Temporal's schedules what they should be. A second time it writes nothing. */
export async function reconcileSchedules(
  options: ReconcileSchedulesOptions,
): Promise<Reconciliation> {
  const { client, desired, log } = options;
  const limit = pLimit(atOnce);
  const outcomes = await Promise.all(
    desired.map((schedule) =>
      limit(() => guarded(() => convergeSchedule(client, schedule), schedule.scheduleId, log)),
    ),
  );
  const orphans = await findOrphans(options);
  const deletions = await Promise.all(
    orphans.map((id) => limit(() => guarded(() => deleteIfOurs(options, id), id, log))),
  );
  const reconciliation = count([...outcomes, ...deletions]);
  log.info(reconciliation, 'reconciled the schedules');
  return reconciliation;
}

type Outcome = Convergence | 'deleted' | 'not-ours' | 'failed';

/** One schedule that cannot be written must not keep the others from being right. */
async function guarded(
  act: () => Promise<Outcome>,
  scheduleId: string,
  log: Logger,
): Promise<Outcome> {
  try {
    return await act();
  } catch (thrown) {
    log.error({ scheduleId, reason: messageOf(thrown) }, 'a schedule could not be reconciled');
    return 'failed';
  }
}

async function findOrphans(options: ReconcileSchedulesOptions): Promise<string[]> {
  const { client, desired, keep = [] } = options;
  const wanted = new Set([...keep, ...desired.map(({ scheduleId }) => scheduleId)]);
  const found = await listScheduleIds(client, prefix);
  return found.filter((id) => !wanted.has(id));
}

/** The list may be behind and says nothing certain; the description does. */
async function deleteIfOurs(
  { client, taskQueue }: ReconcileSchedulesOptions,
  scheduleId: string,
): Promise<Outcome> {
  const found = await describeIfFound(client, scheduleId);
  if (found?.memo?.['watchflow'] !== taskQueue) return 'not-ours';
  await client.schedule.getHandle(scheduleId).delete();
  return 'deleted';
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
