import type { SyncMode } from '../../../src/areas/history/index.js';
import { calmly, driveRun } from './drive-run.js';
import type { Faults } from './at-quiet.js';
import type { World } from './open-world.js';

/** Calm runs until nothing moves any more: what was read before the last changes is read once more. */
const runsToQuiet = 4;

/** A day on, what Bangumi lacked is asked for again. */
const aDay = 25;

/** Lets schedules and runs work in peace until they say that nothing is to be done, today and a day later. */
export async function settle(world: World, mode: SyncMode): Promise<Faults> {
  if (mode === 'full') await driveRun(world, calmly('full'));
  const unquiet = await untilQuiet(world);
  if (unquiet.length > 0) return unquiet;
  const { history, userId } = world;
  const standings = await history.standings(userId);
  const isParked = standings.some(({ state }) => state === 'parked');
  if (!isParked && !(await someAreRefused(world))) return [];
  world.clock.moveOn(aDay);
  // What was refused again and again waits longer, except for a full run.
  await driveRun(world, calmly('full'));
  return untilQuiet(world);
}

/** Ratings or states. */
async function someAreRefused({ history, userId }: World): Promise<boolean> {
  const refused = { limit: 1, state: 'parked', reason: 'refused' } as const;
  const found = await Promise.all(
    (['ratings', 'states'] as const).map((what) => history.carrying.list(userId, what, refused)),
  );
  return found.some(({ items }) => items.length > 0);
}

async function untilQuiet(world: World): Promise<Faults> {
  const { history, userId, clock } = world;
  for (let count = 1; count <= runsToQuiet; count += 1) {
    const tick = await history.decideTick(userId, {});
    if (tick.kind === 'skipped') clock.moveOn(2);
    else if (tick.kind === 'run') await driveRun(world, calmly('normal'));
    else return faultsOfLastRun(world);
  }
  return [`not quiet after ${runsToQuiet} ticks`];
}

/** A tick finds nothing to do exactly when a run would find nothing to do. */
async function faultsOfLastRun(world: World): Promise<Faults> {
  const { history, userId } = world;
  const runId = (await driveRun(world, calmly('normal'))) ?? '';
  const run = await history.runs.find(userId, runId);
  if (run?.status !== 'unchanged') return [`a tick found nothing, a run ended as ${run?.status}`];
  return run.certificate?.differences ?? ['no certificate'];
}
