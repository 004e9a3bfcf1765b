import { describe, expect, it } from '@jest/globals';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const series = anAnime(1);
const film = aFilm(2, { hasRow: false });
const wished = anAnime(3);

describe('what lists know after a sync', () => {
  const world = withPeople({ titles: [series, film, wished] });

  const refresh = async (userId: string) => {
    const { facts: listFacts } = world().watchflow.lists;
    const read = { userId, maxPages: 9 };
    expect(await listFacts.readCollection({ ...read, freshMs: 0 }, {})).toEqual({ complete: true });
    expect(await listFacts.readLibrary(read, {})).toEqual({ complete: true });
    const placing = { userId, limit: 9, seasons: true };
    expect(await listFacts.placeSubjects(placing, {})).toEqual({ waiting: 0 });
    return listFacts.knownTitles(userId);
  };

  it('is plays, collection and ratings in one, by Trakt’s ids', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3, at: '2026-11-01T12:00:00.000Z' });
    ann.watch(film);
    await ann.sync();
    world().bangumi.setCollection(wished.subjectId, { type: 1 }, ann.name);
    world().trakt.rate({ show: series.traktId, season: 1 }, 9, { username: ann.name });
    const { titles, notPlaced } = await refresh(ann.userId);
    expect(notPlaced).toEqual([]);
    const of = (subjectId: number) => titles.find((one) => one.subjects.includes(subjectId));
    expect(of(series.subjectId)).toMatchObject({
      key: `season:${series.traktId}01`,
      show: `show:${series.traktId}`,
      state: 'doing',
      progress: { watched: 3, total: 12, parked: 0 },
      rates: { trakt: { rating: 9 }, bangumi: null },
      watchedAt: new Date('2026-11-01T12:48:00.000Z'),
    });
    expect(of(film.subjectId)).toMatchObject({
      key: `movie:${film.traktId}`,
      state: 'done',
      progress: { watched: 1, total: 1, parked: 0 },
    });
    expect(of(wished.subjectId)).toMatchObject({
      key: `season:${wished.traktId}01`,
      state: 'wish',
      progress: { watched: 0, total: 12 },
    });
    expect(titles).toHaveLength(3);
  });

  it('costs one request a side while nothing moves', async () => {
    const ann = await world().someone();
    ann.watch(series);
    await ann.sync();
    await refresh(ann.userId);
    world().trakt.resetCounts();
    world().bangumi.resetCounts();
    await refresh(ann.userId);
    expect(world().trakt.counts()).toEqual({ 'GET /sync/last_activities': 1 });
    expect(world().bangumi.counts()).toEqual({ 'GET /v0/users/{username}/collections': 1 });
  });

  it('carries nothing over that nobody asked for', async () => {
    const ann = await world().someone();
    ann.watch(series);
    world().trakt.rate({ show: series.traktId, season: 1 }, 4, { username: ann.name });
    await ann.sync();
    await refresh(ann.userId);
    ann.watch(series, { from: 2 });
    await ann.sync();
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ rate: 0 });
  });

  it('is gone with the person’s account on Bangumi, when that is to be forgotten', async () => {
    const ann = await world().someone();
    ann.watch(series);
    await ann.sync();
    await refresh(ann.userId);
    const { connecting, lists } = world().watchflow;
    await connecting.disconnect({ userId: ann.userId, service: 'bangumi' }, { purge: true });
    expect(await lists.facts.knownTitles(ann.userId)).toMatchObject({
      titles: [],
      collectionReadAt: null,
    });
  });
});
