import { randomUUID } from 'node:crypto';
import { markSubjects } from '../../../src/workflows/mark-subjects.js';
import {
  applicationFailureOf,
  endingOf,
  undisturbed,
  type Ending,
} from '../../../src/workflows/run-ending.js';
import { createActivities, RunLost, type RunActivity } from './activity.js';
import type { World } from './open-world.js';
import type { TroubledRun } from './story.js';

export type RunPlan = Pick<TroubledRun, 'mode' | 'deaths' | 'losesRun' | 'goesOn' | 'atOnce'>;

export const calmly = (mode: RunPlan['mode']): RunPlan => ({
  mode,
  deaths: [],
  losesRun: false,
  goesOn: false,
  atOnce: 1000,
});

interface Run {
  readonly world: World;
  readonly plan: RunPlan;
  readonly of: { readonly userId: string; readonly runId: string };
  readonly activity: RunActivity;
}

/** As many attempts as the workflow gives. */
const attempts = { db: 30, reading: 8, marking: 7 };
const manySubjects = 8;

/** Drives the use cases as the workflow does; answers the run's id, or null when the run was lost with its process. */
export async function driveRun(world: World, plan: RunPlan): Promise<string | null> {
  const runId = randomUUID();
  const activity = createActivities(world, plan);
  const run = { world, plan, activity, of: { userId: world.userId, runId } };
  world.tally.runs += 1;
  world.watch.beginRun();
  world.setRunning(true);
  try {
    await syncOnce(run);
    return runId;
  } catch (error) {
    if (error instanceof RunLost) return null;
    throw error;
  } finally {
    world.points.dieAfter(null);
    await world.answered();
    world.setRunning(false);
  }
}

async function syncOnce(run: Run): Promise<void> {
  const { retryAt, ...rest } = await work(run).catch((error: unknown) => {
    if (error instanceof RunLost) throw error;
    return endingOf(error);
  });
  const at = retryAt === null ? null : new Date(retryAt);
  await run.activity(attempts.db, () =>
    run.world.history.closeRun({ ...run.of, ...rest, retryAt: at }),
  );
}

async function work(run: Run): Promise<Ending> {
  const opened = await openAndRead(run);
  if (opened === 'nothing') return { ...undisturbed, stoppedBy: 'unchanged' };
  await match(run);
  if ((await mark(run)) === 'done') return undisturbed;
  return work({ ...run, plan: { ...run.plan, goesOn: false } });
}

async function openAndRead({ world, plan, of, activity }: Run): Promise<'work' | 'nothing'> {
  const { history } = world;
  const start = { id: of.runId, userId: of.userId, mode: plan.mode, trigger: 'manual' } as const;
  const names = { requestId: null, workflowId: 'model', workflowRunId: 'model' };
  const opened = await activity(attempts.reading, () =>
    history.openRun({ ...start, ...names }, {}),
  );
  if (opened.next !== 'read') return opened.next;
  const { readId } = opened;
  const pages = { ...of, readId, maxPages: plan.atOnce, isWeary: false, onPage: () => undefined };
  try {
    while (!(await activity(attempts.reading, () => history.readPages(pages, {}))).walked);
  } catch (error) {
    if (applicationFailureOf(error)?.type === 'torn-read')
      await activity(attempts.db, () => history.abandonRead(readId));
    throw error;
  }
  await activity(attempts.db, () => history.closeRead(readId));
  return 'work';
}

async function match({ world: { history }, plan, of, activity }: Run): Promise<void> {
  let { items } = await activity(attempts.db, () => history.countWaiting(of.userId));
  while (items > 0) {
    const matched = await activity(attempts.reading, () =>
      history.matchPlays({ ...of, limit: plan.atOnce }, {}),
    );
    items = matched.remaining;
  }
}

async function mark({ world: { history }, plan, of, activity }: Run): Promise<'done' | 'goes on'> {
  const nextOf = (after: number) =>
    activity(attempts.db, () => history.subjectsToMark(of.userId, { after, limit: plan.atOnce }));
  const { subjects } = await activity(attempts.db, () => history.countWaiting(of.userId));
  if (subjects >= manySubjects)
    await activity(attempts.reading, () => history.readCollections(of, {}));
  let subjectIds = await nextOf(0);
  while (subjectIds.length > 0) {
    await markSubjects(subjectIds, {
      mark: (subjectId) =>
        activity(attempts.marking, (again) => history.markSubject({ ...of, subjectId, again }, {})),
      park: (subjectId, reason) =>
        activity(attempts.db, () => history.parkSubject({ ...of, subjectId, reason })),
    });
    if (plan.goesOn) return 'goes on';
    subjectIds = await nextOf(subjectIds.at(-1) ?? 0);
  }
  return 'done';
}
