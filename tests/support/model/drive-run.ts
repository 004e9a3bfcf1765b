import { randomUUID } from 'node:crypto';
import { markSubjects } from '../../../src/workflows/mark-subjects.js';
import {
  applicationFailureOf,
  endingOf,
  undisturbed,
  type Ending,
} from '../../../src/workflows/run-ending.js';
import { createActivities, RunLost } from './activity.js';
import { carryLibrary } from './carry-library.js';
import type { World } from './open-world.js';
import { attempts, type Run, type RunPlan } from './model-run.js';
import type { RunMode } from '../../../src/areas/history/index.js';

export const calmly = (mode: RunMode, which = 0): RunPlan => ({
  mode,
  which,
  deaths: [],
  losesRun: false,
  goesOn: false,
  atOnce: 1000,
});

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
  const { found, carries } = await openAndRead(run);
  if (found === 'nothing') return { ...undisturbed, stoppedBy: 'unchanged' };
  await match(run);
  if ((await mark(run)) === 'goes on')
    return work({ ...run, plan: { ...run.plan, goesOn: false } });
  const { due } = await run.activity(attempts.db, () => run.world.history.decideRemovals(run.of));
  if (due > 0) await takeBack(run, 'removals');
  if (carries) await carryLibrary(run);
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

interface Found {
  readonly found: 'work' | 'nothing';
  readonly carries: boolean;
}

async function openAndRead({ world, plan, of, activity }: Run): Promise<Found> {
  const { history } = world;
  const mode = plan.mode === 'undo' ? 'normal' : plan.mode;
  const start = { id: of.runId, userId: of.userId, mode, trigger: 'manual' } as const;
  const names = { requestId: null, workflowId: 'model', workflowRunId: 'model' };
  const opened = await activity(attempts.reading, () =>
    history.openRun({ ...start, ...names }, {}),
  );
  const carries = opened.carries === true;
  if (opened.next !== 'read') return { found: opened.next, carries };
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
  return { found: 'work', carries };
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
