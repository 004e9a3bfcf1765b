import { markSubjects } from '../../../src/workflows/mark-subjects.js';
import { attempts, type Run } from './model-run.js';

/** Carries ratings and states as the workflow does. */
export async function carryLibrary(run: Run): Promise<void> {
  const { world, plan, of, activity } = run;
  const { carrying } = world.history;
  const page = { ...of, maxPages: plan.atOnce };
  const read = () => carrying.readLibrary(page, () => undefined, {});
  while (!(await activity(attempts.reading, read)).walked);
  const wished = await gather(run);
  if (wished.seen > 0) {
    let remaining = wished.seen;
    while (remaining > 0)
      ({ remaining } = await activity(attempts.reading, () =>
        carrying.place({ ...of, limit: plan.atOnce }, {}),
      ));
    await gather(run);
  }
  await settleSubjects(run);
}

const gather = ({ world: { history }, plan, of, activity }: Run) =>
  activity(attempts.db, () =>
    history.carrying.gather({ ...of, mode: plan.mode === 'full' ? 'full' : 'normal' }),
  );

async function settleSubjects({ world: { history }, plan, of, activity }: Run): Promise<void> {
  const { carrying } = history;
  const nextOf = (after: number) =>
    activity(attempts.db, () => carrying.subjects(of.userId, { after, limit: plan.atOnce }));
  for (let ids = await nextOf(0); ids.length > 0; ids = await nextOf(ids.at(-1) ?? 0))
    await markSubjects(ids, {
      mark: (subjectId) =>
        activity(attempts.marking, () => carrying.settle({ ...of, subjectId }, {})),
      park: (subjectId, reason) =>
        activity(attempts.db, () => carrying.park({ ...of, subjectId, reason })),
    });
}
