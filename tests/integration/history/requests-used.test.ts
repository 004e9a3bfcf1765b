import { describe, expect, it } from '@jest/globals';
import { historyScheduleId } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople } from '../../support/with-people.js';

const series = anAnime(1);
const other = anAnime(2);
const film = aFilm(3);
const bareFilm = aFilm(4, { hasRow: false });
const tenSeasons = Array.from({ length: 10 }, (_, index) => anAnime(10 + index));

describe('the requests of a sync', () => {
  const world = withPeople({ titles: [series, other, film, bareFilm, ...tenSeasons] });

  it('are at most 3 + 4 and one episode table for twelve episodes of one season, then 2 + 4 for one more', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 11 });
    expect(await ann.sync()).toMatchObject({ status: 'success', certificate: { subjects: 1 } });
    expect(requestsOf(world())).toEqual({ trakt: 2, bangumi: 4, tables: 1 });

    ann.watch(series, { from: 12, at: '2026-11-03T12:00:00.000Z' });
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(requestsOf(world())).toEqual({ trakt: 2, bangumi: 4, tables: 0 });
    expect(Object.keys(ann.onBangumi().episodes[series.subjectId] ?? {})).toHaveLength(12);
  });

  it('are at most 2 + 4 for the first episode of another season, the table apart', async () => {
    const ann = await world().someone();
    ann.watch(other);
    await ann.sync();
    const { trakt, bangumi, tables } = requestsOf(world());
    expect({ trakt, tables }).toEqual({ trakt: 2, tables: 1 });
    expect(bangumi).toBeLessThanOrEqual(4);
  });

  it.each([
    ['with an episode row', film],
    ['without one', bareFilm],
  ])('are at most 2 + 4 for a film %s, which ends as done', async (_what, title) => {
    const ann = await world().someone();
    const [play = ''] = ann.watch(title);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect((await ann.plays())[play]?.state).toBe('proven');
    const { trakt, bangumi } = requestsOf(world());
    expect(trakt).toBe(2);
    expect(bangumi).toBeLessThanOrEqual(4);
  });

  it('are at most 45 to Bangumi for ten seasons of twelve, all told', async () => {
    const ann = await world().someone();
    for (const season of tenSeasons) ann.watch(season, { count: 12 });
    const run = await ann.sync();
    expect(run).toMatchObject({ status: 'success', certificate: { plays: { proven: 120 } } });
    const { trakt, bangumi, tables } = requestsOf(world());
    expect(trakt).toBeLessThanOrEqual(3);
    expect(bangumi + tables).toBeLessThanOrEqual(45);
    expect(run.requests).toMatchObject({ trakt, bangumi: bangumi + tables });
  });

  it('are one, of one activity, for a tick that finds nothing new', async () => {
    const { watchflow, trakt, bangumi, someone } = world();
    const ann = await someone();
    ann.watch(series);
    await ann.sync();
    trakt.resetCounts();
    bangumi.resetCounts();

    await watchflow.schedules.follow('history', ann.userId);
    await watchflow.schedules.trigger('history', ann.userId);
    const tick = await eventually(
      async () =>
        (await watchflow.history.ticks.latest(historyScheduleId(ann.userId))) ?? undefined,
      'the tick to be recorded',
    );
    expect(tick).toMatchObject({ outcome: 'unchanged', why: null });
    expect(requestsOf(world())).toEqual({ trakt: 1, bangumi: 0, tables: 0 });

    const workflowId = await eventually(
      async () =>
        (await watchflow.schedules.describe('history', ann.userId))?.recent[0]?.workflowId,
      'the schedule to tell what it started',
    );
    const handle = watchflow.temporal.client.workflow.getHandle(workflowId);
    expect(await handle.result()).toEqual({ outcome: 'unchanged', why: null });
    const { events } = await handle.fetchHistory();
    const activities = events?.filter(
      ({ activityTaskScheduledEventAttributes: scheduled }) =>
        scheduled !== null && scheduled !== undefined,
    );
    expect(activities).toHaveLength(1);
  });
});
