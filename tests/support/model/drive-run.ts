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
import type { SyncMode } from '../../../src/workflows/contract.js';

export type RunPlan = Pick<
  TroubledRun,
  'mode' | 'which' | 'deaths' | 'losesRun' | 'goesOn' | 'atOnce'
>;

export const calmly = (mode: SyncMode): RunPlan => ({
  mode,
  which: 0,
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
  const activity = createActivities(world, {
    ...plan,
    losesRun: plan.losesRun && plan.mode !== 'undo',
  });
  const run = { world, plan, activity, of: { userId: world.userId, runId } };
  const undoes = plan.mode === 'undo' ? pickRun(world, plan) : undefined;
  world.runIds.push(runId);
  world.tally.runs += 1;
  world.watch.beginRun();
  world.setRunning(true);
  try {
    await once(run, undoes);
    return runId;
  } catch (error) {
    if (error instanceof RunLost) return null;
    throw error;
  } finally {
    world.points.dieAfter(null);
    await world.answered();
    if (undoes !== undefined) world.memory.undoneAt = world.memory.next();
    world.setRunning(false);
  }
}

const pickRun = ({ runIds }: World, { which }: RunPlan) =>
  runIds[which % Math.max(runIds.length, 1)];

async function once(run: Run, undoes: string | undefined): Promise<void> {
  const working = undoes === undefined ? work(run) : undo(run, undoes);
  const { retryAt, ...rest } = await working.catch((error: unknown) => {
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
  if ((await mark(run)) === 'goes on')
    return work({ ...run, plan: { ...run.plan, goesOn: false } });
  const { due } = await run.activity(attempts.db, () => run.world.history.decideRemovals(run.of));
  if (due > 0) await takeBack(run, 'removals');
  return undisturbed;
}

/** Whoever asked for it sees to it that it ends: it is never lost. */
async function undo(run: Run, undoes: string): Promise<Ending> {
  const { world, of, activity } = run;
  const start = { id: of.runId, userId: of.userId, mode: 'undo', trigger: 'manual' } as const;
  const names = { requestId: null, workflowId: 'model', workflowRunId: 'model', undoes };
  await activity(attempts.db, () => world.history.openUndo({ ...start, ...names }));
  await takeBack(run, { undoes });
  return undisturbed;
}

async function takeBack(
  { world: { history, watch }, plan, of, activity }: Run,
  taking: 'removals' | { readonly undoes: string },
): Promise<void> {
  const nextOf = (after: number) =>
    activity(attempts.db, () =>
      history.subjectsToTakeBack({ userId: of.userId, taking }, { after, limit: plan.atOnce }),
    );
  watch.takesBack(true);
  try {
    for (let ids = await nextOf(0); ids.length > 0; ids = await nextOf(ids.at(-1) ?? 0))
      await markSubjects(ids, {
        mark: (subjectId) =>
          activity(attempts.marking, () => history.takeBack({ ...of, subjectId, taking }, {})),
        park: () => Promise.resolve(),
      });
  } finally {
    watch.takesBack(false);
  }
}

async function openAndRead({ world, plan, of, activity }: Run): Promise<'work' | 'nothing'> {
  const { history } = world;
  const mode = plan.mode === 'undo' ? 'normal' : plan.mode;
  const start = { id: of.runId, userId: of.userId, mode, trigger: 'manual' } as const;
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
