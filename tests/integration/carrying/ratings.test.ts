import { describe, expect, it } from '@jest/globals';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople, type Person } from '../../support/with-people.js';
import type { SyncSettingsChange } from '../../../src/areas/history/index.js';

const series = anAnime(1);
const film = aFilm(2);
const other = anAnime(3);
const unwatched = anAnime(4);

/** Trakt's id of the show's first season, as the simulator makes it. */
const seasonOf = ({ traktId }: { readonly traktId: number }, season = 1) => ({
  show: traktId,
  season,
});
const showOf = ({ traktId }: { readonly traktId: number }) => ({ show: traktId });

describe('ratings', () => {
  const world = withPeople({ titles: [series, film, other, unwatched] });

  const someoneWith = async (settings: SyncSettingsChange): Promise<Person> => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, settings);
    return ann;
  };
  const rate = (
    { name: username }: Person,
    item: Parameters<ReturnType<typeof world>['trakt']['rate']>[0],
    rating: number | null,
  ) => {
    world().trakt.rate(item, rating, { username });
  };
  const ratingsOf = async (person: Person) => {
    const { items } = await world().watchflow.history.carrying.list(person.userId, 'ratings', {
      limit: 100,
    });
    return items.map(({ mediaType, value, state, reason, subjectId }) => ({
      mediaType,
      value,
      state,
      reason,
      subjectId,
    }));
  };

  it('of a watched season and film are carried over, proven by a read, in one request each', async () => {
    const ann = await someoneWith({ ratings: true });
    ann.watch(series, { count: 3 });
    ann.watch(film);
    rate(ann, seasonOf(series), 8);
    rate(ann, { movie: film.traktId }, 9);
    rate(ann, { show: series.traktId, season: 1, number: 1 }, 10);
    const run = await ann.sync();
    expect(run).toMatchObject({
      status: 'success',
      certificate: { carried: { ratings: { proven: 2, excluded: 1 } } },
    });
    expect(ann.onBangumi().collections).toMatchObject({
      [series.subjectId]: { type: 3, rate: 8 },
      [film.subjectId]: { rate: 9 },
    });
    expect(await ratingsOf(ann)).toEqual(
      expect.arrayContaining([
        {
          mediaType: 'season',
          value: 8,
          state: 'proven',
          reason: null,
          subjectId: series.subjectId,
        },
        { mediaType: 'movie', value: 9, state: 'proven', reason: null, subjectId: film.subjectId },
        {
          mediaType: 'episode',
          value: 10,
          state: 'excluded',
          reason: 'episode-rating',
          subjectId: null,
        },
      ]),
    );
    expect(requestsOf(world())).toMatchObject({ trakt: 3 });
    const writes = ann
      .writes()
      .filter(({ endpoint }) => endpoint.startsWith('PATCH') && !endpoint.endsWith('episodes'));
    expect(writes.map(({ type, timelineEntry }) => [type, timelineEntry])).toEqual([
      [null, false],
      [null, false],
    ]);
    const before = ann.writes().length;
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(requestsOf(world())).toEqual({ trakt: 1, bangumi: 0, tables: 0 });
    expect(ann.writes()).toHaveLength(before);
  });

  it('cost nothing where they are not wanted', async () => {
    const ann = await world().someone();
    ann.watch(series);
    rate(ann, seasonOf(series), 8);
    await ann.sync();
    expect(requestsOf(world())).toMatchObject({ trakt: 2, bangumi: 4 });
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ rate: 0 });
    rate(ann, seasonOf(series), 7);
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(requestsOf(world())).toEqual({ trakt: 1, bangumi: 0, tables: 0 });
  });

  it('that move alone lead to no read of the history, and are followed where the rate is ours', async () => {
    const ann = await someoneWith({ ratings: true });
    ann.watch(series);
    rate(ann, showOf(series), 6);
    await ann.sync();
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ rate: 6 });
    rate(ann, showOf(series), 7);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(world().trakt.counts()).toEqual({
      'GET /sync/last_activities': 1,
      'GET /sync/ratings': 1,
    });
    expect(requestsOf(world())).toEqual({ trakt: 2, bangumi: 3, tables: 0 });
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ rate: 7 });
    rate(ann, showOf(series), null);
    await ann.sync();
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ rate: 7 });
    expect(await ratingsOf(ann)).toMatchObject([{ state: 'removed' }]);
  });

  it.each([
    ['fill', '2030-01-01T00:00:00.000Z', 4, 'rated-by-you'],
    ['overwrite', '2020-01-01T00:00:00.000Z', 9, null],
    ['newest', '2030-01-01T00:00:00.000Z', 9, null],
    ['newest', '2020-01-01T00:00:00.000Z', 4, 'rated-later-by-you'],
  ] as const)('with %s, rated on Trakt at %s, meet a rate of one’s own as %i', async (...told) => {
    const [ratingPolicy, at, rateAfter, reason] = told;
    const ann = await someoneWith({ ratings: true, ratingPolicy });
    const words = { type: 3, rate: 4, comment: 'mine', tags: ['own'], private: true } as const;
    world().bangumi.setCollection(series.subjectId, words, ann.name);
    ann.watch(series);
    world().trakt.rate(showOf(series), 9, { username: ann.name, at });
    await ann.sync();
    expect(ann.onBangumi().collections[series.subjectId]).toEqual({ ...words, rate: rateAfter });
    expect(await ratingsOf(ann)).toMatchObject([
      { state: reason === null ? 'proven' : 'excluded', reason },
    ]);
  });

  it('stay ours where another rating of the subject takes over', async () => {
    const ann = await someoneWith({ ratings: true });
    ann.watch(series);
    rate(ann, seasonOf(series), 9);
    await ann.sync();
    rate(ann, showOf(series), 7);
    rate(ann, seasonOf(series), null);
    await ann.sync();
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ rate: 7 });
  });

  it('that wait for more than a wish go with the state that makes it more', async () => {
    const ann = await someoneWith({ ratings: true });
    world().bangumi.setCollection(series.subjectId, { type: 1 }, ann.name);
    ann.watch(series);
    rate(ann, showOf(series), 8);
    await ann.sync();
    expect(await ratingsOf(ann)).toMatchObject([{ state: 'parked', reason: 'only-wished' }]);
    await world().watchflow.history.settings.change(ann.userId, { collectionState: 'doing' });
    const item = { show: series.traktId, season: 1, number: 1 };
    world().trakt.addToCollection(item, { username: ann.name });
    await ann.sync();
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ type: 3, rate: 8 });
  });

  it('wait until a play makes the collection', async () => {
    const ann = await someoneWith({ ratings: true });
    rate(ann, showOf(other), 9);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(await ratingsOf(ann)).toMatchObject([{ state: 'parked', reason: 'not-collected' }]);
    expect(ann.writes()).toEqual([]);
    ann.watch(other);
    await ann.sync();
    expect(await ratingsOf(ann)).toMatchObject([{ state: 'proven', subjectId: other.subjectId }]);
    expect(ann.onBangumi().collections[other.subjectId]).toMatchObject({ rate: 9 });
  });
});
