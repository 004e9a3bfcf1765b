import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createHistory } from '../../../src/areas/history/index.js';
import { collectLog } from '../../support/collect-log.js';
import { createCrashPoints } from '../../support/model/crash-points.js';
import { crashable, crashableDatabase } from '../../support/model/crashable.js';
import { anAnime } from '../../support/scenario-builders.js';
import { bangumiAt, traktAt } from '../../support/upstream-clients.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const { subjectId } = series;

describe.each([
  { standing: { type: 3, rate: 0 }, left: ['proven', 'undone'] },
  { standing: { type: 1, rate: 0 }, left: ['undone', 'undone'] },
] as const)('a process killed while it carries a rating to $standing', ({ standing, left }) => {
  const world = withPeople({ titles: [series] });

  /** The use cases in a process that can be killed before and after every request and statement. */
  const aProcess = () => {
    const { watchflow, bangumi, trakt } = world();
    const points = createCrashPoints();
    const { db, connections, matching, notifications, audit, config } = watchflow;
    const clients = { bangumi: bangumiAt(bangumi.url), trakt: traktAt(trakt.url) };
    const history = createHistory({
      db: crashableDatabase(db, points.around),
      bangumi: crashable(clients.bangumi, points.around),
      trakt: clients.trakt,
      connections,
      matching,
      notifications,
      audit,
      clock: { now: () => new Date() },
      log: collectLog().log,
      idMapVersion: () => 'of-the-test',
      defaults: { cron: config.sync.defaultCron, timeZone: config.sync.timeZone },
    });
    const end = (): void => {
      for (const client of [clients.bangumi, clients.trakt]) client.destroy();
    };
    return { history, points, end };
  };

  /** Does a step in a process that dies at the so manieth point from now on, if it comes to that. */
  const killedAt = async (
    point: number,
    { points }: Pick<ReturnType<typeof aProcess>, 'points'>,
    step: () => Promise<unknown>,
  ) => {
    points.dieAfter(point);
    const died = await step().then(
      () => false,
      () => true,
    );
    points.revive();
    return { died, again: step };
  };

  const onBangumi = (ann: Person) => ann.onBangumi().collections[subjectId];
  const marksOf = (runId: string) =>
    world().watchflow.db.mark.findMany({ where: { runId }, orderBy: { episodeId: 'asc' } });
  const statesOf = async (ann: Person) => {
    const rows = await world().watchflow.db.subjectWish.findMany({
      where: { userId: ann.userId },
      orderBy: { origin: 'asc' },
    });
    return rows.map(({ state, reason }) => reason ?? state);
  };

  /** Somebody with a rating and a place in the collection that are gathered and not settled. */
  const wishing = async () => {
    const { history } = world().watchflow;
    const ann = await world().someone();
    const { userId } = ann;
    await history.settings.change(userId, {
      ratings: true,
      collectionState: 'doing',
    });
    world().bangumi.setCollection(subjectId, standing, ann.name);
    const whose = { username: ann.name };
    world().trakt.addToCollection({ show: series.traktId, season: 1, number: 1 }, whose);
    world().trakt.rate({ show: series.traktId }, 8, whose);
    const runId = await begin(userId, {});
    const run = { userId, runId };
    const { carrying } = history;
    await carrying.readLibrary({ ...run, maxPages: 9 }, () => undefined, {});
    await carrying.gather({ ...run, mode: 'normal' });
    await carrying.place({ ...run, limit: 9 }, {});
    await carrying.gather({ ...run, mode: 'normal' });
    return { ann, run };
  };

  const begin = async (userId: string, { undoes }: { undoes?: string }) => {
    const { history } = world().watchflow;
    const id = randomUUID();
    const start = { id, userId, trigger: 'cli', requestId: null, workflowId: 'w' } as const;
    const names = { ...start, workflowRunId: 'r' };
    if (undoes === undefined) await history.openRun({ ...names, mode: 'normal', undoes: null }, {});
    else await history.openUndo({ ...names, mode: 'undo', undoes });
    return id;
  };

  it('has written down what it set, sets it once, and takes it back, wherever it dies', async () => {
    let dies = true;
    for (let point = 1; dies; point += 1) {
      const process = aProcess();
      const { history } = process;
      const { ann, run } = await wishing();
      const isUnrecorded = async () => {
        const marks = await marksOf(run.runId);
        const isSet = onBangumi(ann)?.rate === 8;
        return isSet && !marks.some(({ before, after }) => before === 0 && after === 8);
      };
      const settling = await killedAt(point, process, () =>
        history.carrying.settle({ ...run, subjectId }, {}),
      );
      expect(await isUnrecorded()).toBe(false);
      if (settling.died) await settling.again();
      expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 8 });
      expect(ann.writes()).toHaveLength(1);
      expect(await statesOf(ann)).toEqual(['proven', 'proven']);

      const taking = { undoes: run.runId };
      const taken = { userId: ann.userId, runId: await begin(ann.userId, taking), taking };
      const takingBack = await killedAt(point, process, () =>
        history.takeBack({ ...taken, subjectId }, {}),
      );
      if (takingBack.died) await takingBack.again();
      expect(onBangumi(ann)).toMatchObject(standing);
      expect(ann.writes()).toHaveLength(2);
      expect((await marksOf(run.runId)).map(({ outcome }) => outcome)).not.toContain(null);
      expect(await statesOf(ann)).toEqual(left);
      dies = settling.died || takingBack.died;
      process.end();
    }
  }, 120_000);

  it('knows a rate as its own that it died before reading back, and follows Trakt with it', async () => {
    const { ann, run } = await wishing();
    const process = aProcess();
    for (let point = 1; onBangumi(ann)?.rate !== 8; point += 1)
      await killedAt(point, process, () =>
        process.history.carrying.settle({ ...run, subjectId }, {}),
      );
    process.end();
    expect(await statesOf(ann)).toContain('sent');
    // Else the next run goes on with what that one saw of Trakt.
    await world().watchflow.db.historyRead.updateMany({
      where: { userId: ann.userId, status: 'open' },
      data: { status: 'abandoned' },
    });
    world().trakt.rate({ show: series.traktId }, 6, { username: ann.name });
    await ann.sync();
    expect(onBangumi(ann)).toMatchObject({ type: 3, rate: 6 });
    expect(await statesOf(ann)).toEqual(['proven', 'proven']);
  });
});
