import { setTimeout as wait } from 'node:timers/promises';
import type { Watchflow } from '../../../src/main/compose/compose.js';
import { historyScheduleId } from '../../../src/workflows/contract.js';
import { workflowSizes } from './workflow-size.js';

export interface TickSeen {
  readonly outcome: string;
  readonly scheduledAt: Date;
  readonly recordedAt: Date;
  /** When the server says it was due, with the jitter by which it spreads equal times; absent when it has forgotten. */
  readonly dueAt: Date | undefined;
}

/** Every tick recorded for a due time since then; and of one of them, its activities and events. */
export async function ticksSince(watchflow: Watchflow, since: Date) {
  const rows = await watchflow.db.scheduleTick.findMany({ where: { scheduledAt: { gte: since } } });
  const scheduleIds = [...new Set(rows.map(({ scheduleId }) => scheduleId))];
  const due = new Map<string, Date>();
  for (const scheduleId of scheduleIds)
    for (const { scheduledAt } of await recentActions(watchflow, scheduleId))
      due.set(`${scheduleId} ${minuteOf(scheduledAt)}`, scheduledAt);
  const ticks = rows.map(({ scheduleId, ...row }): TickSeen => ({
    ...row,
    dueAt: due.get(`${scheduleId} ${minuteOf(row.scheduledAt)}`),
  }));
  return { ticks, sizes: await sizesOfOne(watchflow, since) };
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / 60_000);

async function recentActions({ temporal }: Watchflow, scheduleId: string) {
  const { info } = await temporal.client.schedule.getHandle(scheduleId).describe();
  return info.recentActions;
}

/** Of any tick that has ended since. */
async function sizesOfOne(watchflow: Watchflow, since: Date) {
  const query = `WorkflowType = 'scheduleTick' AND ExecutionStatus = 'Completed' AND StartTime > '${since.toISOString()}'`;
  for await (const { workflowId } of watchflow.temporal.client.workflow.list({ query }))
    return workflowSizes(watchflow, workflowId, since);
  return [];
}

/** Milliseconds after which a tick that was not recorded is missed. */
const patience = 30_000;

/** How many ticks of theirs are recorded, as soon as there are so many, or patience ends. */
export async function ticksRecorded(
  { db }: Watchflow,
  userIds: readonly string[],
  wanted: number,
): Promise<number> {
  const deadline = Date.now() + patience;
  for (;;) {
    const scheduleId = { in: userIds.map(historyScheduleId) };
    const recorded = await db.scheduleTick.count({ where: { scheduleId } });
    if (recorded >= wanted || Date.now() > deadline) return recorded;
    await wait(50);
  }
}

/** Triggers a Schedule each and waits until their ticks are recorded; answers how many were. */
export async function triggerTicks(
  watchflow: Watchflow,
  userIds: readonly string[],
): Promise<number> {
  const before = await ticksRecorded(watchflow, userIds, 0);
  await Promise.all(userIds.map((userId) => watchflow.schedules.trigger('history', userId)));
  return (await ticksRecorded(watchflow, userIds, before + userIds.length)) - before;
}
