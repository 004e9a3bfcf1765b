import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { BangumiClient } from '../../../src/upstream/bangumi/index.js';
import { createHistory } from '../../../src/areas/history/index.js';
import { collectLog } from '../../support/collect-log.js';
import { anAnime } from '../../support/scenario-builders.js';
import { bangumiAt, traktAt } from '../../support/upstream-clients.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const { subjectId } = series;

class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

describe('an undo that is given up after it has written', () => {
  const world = withPeople({ titles: [series] });

  /** The use cases of a process that writes to Bangumi and hears nothing from then on. */
  const aProcess = () => {
    const { db, connections, matching, notifications, audit, config } = world().watchflow;
    const clients = { bangumi: bangumiAt(world().bangumi.url), trakt: traktAt(world().trakt.url) };
    const bangumi: BangumiClient = {
      ...clients.bangumi,
      markEpisodes: async (...asked) => {
        await clients.bangumi.markEpisodes(...asked);
        throw new GivenUp();
      },
      changeCollection: async (...asked) => {
        await clients.bangumi.changeCollection(...asked);
        throw new GivenUp();
      },
    };
    const history = createHistory({
      ...{ db, connections, matching, notifications, audit, bangumi, trakt: clients.trakt },
      clock: { now: () => new Date() },
      log: collectLog().log,
      idMapVersion: () => 'of-the-test',
      defaults: { cron: config.sync.defaultCron, timeZone: config.sync.timeZone },
    });
    const end = (): void => {
      for (const client of [clients.bangumi, clients.trakt]) client.destroy();
    };
    return { history, end };
  };

  const undo = async (
    { userId }: Person,
    { history }: Pick<ReturnType<typeof aProcess>, 'history'>,
    undoes: string,
  ): Promise<void> => {
    const id = randomUUID();
    const names = { requestId: null, workflowId: 'w', workflowRunId: 'r' };
    await history.openUndo({ id, userId, mode: 'undo', trigger: 'cli', undoes, ...names });
    await history.takeBack({ userId, runId: id, subjectId, taking: { undoes } }, {});
  };
  const playsOf = async ({ userId }: Person) =>
    (await world().watchflow.history.standings(userId)).map(({ state }) => state);
  const ratingsOf = async ({ userId }: Person) => {
    const rows = await world().watchflow.history.carrying.list(userId, 'ratings', { limit: 9 });
    return rows.items.map(({ state, reason }) => reason ?? state);
  };
  const given = async () => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, { ratings: true });
    world().bangumi.setCollection(subjectId, { type: 3 }, ann.name);
    return ann;
  };

  it('claims no play that it took away, and goes on where it is asked for again', async () => {
    const ann = await given();
    ann.watch(series, { count: 2 });
    const { id } = await ann.sync();
    expect(await playsOf(ann)).toEqual(['proven', 'proven']);
    const process = aProcess();
    await expect(undo(ann, process, id)).rejects.toThrow(GivenUp);
    process.end();
    expect(ann.onBangumi().episodes[subjectId] ?? {}).toEqual({});
    expect(await playsOf(ann)).toEqual(['excluded', 'excluded']);
    const before = ann.written();
    await ann.sync('full');
    expect(ann.written()).toEqual(before);
    await undo(ann, world().watchflow, id);
    expect(ann.written()).toEqual(before);
    expect(await playsOf(ann)).toEqual(['excluded', 'excluded']);
    expect(await world().watchflow.history.runs.marksOf(id)).toEqual({ 'taken-back': 2 });
  });

  it('claims no rating that it took away', async () => {
    const ann = await given();
    ann.watch(series);
    await ann.sync();
    world().trakt.rate({ show: series.traktId }, 8, { username: ann.name });
    const { id } = await ann.sync();
    expect(await ratingsOf(ann)).toEqual(['proven']);
    const process = aProcess();
    await expect(undo(ann, process, id)).rejects.toThrow(GivenUp);
    process.end();
    expect(ann.onBangumi().collections[subjectId]).toMatchObject({ rate: 0 });
    expect(await ratingsOf(ann)).toEqual(['undone']);
    expect(await playsOf(ann)).toEqual(['proven']);
  });
});
