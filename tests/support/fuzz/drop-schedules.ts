import type { Watchflow } from '../../../src/main/compose/compose.js';

/** Nobody works for these schedules any more, and some come due every minute on a server that others use. */
export async function dropSchedules({
  db,
  temporal,
}: Pick<Watchflow, 'db' | 'temporal'>): Promise<void> {
  const kept = await db.scheduleState.findMany({ select: { scheduleId: true } });
  for (const { scheduleId } of kept) {
    const handle = temporal.client.schedule.getHandle(scheduleId);
    // Gone already, with the account it belonged to.
    await handle.delete().catch(() => undefined);
  }
}
