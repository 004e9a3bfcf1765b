import { describe, expect, it } from '@jest/globals';
import type { SyncSettingsChange } from '../../../src/areas/history/index.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const film = aFilm(2);
const short = anAnime(3, { episodes: 2 });
const specials = anAnime(4, { season: 0 });
const unknown = anAnime(5, { hasTmdb: false });

const showOf = ({ traktId }: { readonly traktId: number }) => ({ show: traktId });

describe('states', () => {
  const world = withPeople({ titles: [series, film, short, specials, unknown] });

  const someoneWith = async (settings: SyncSettingsChange): Promise<Person> => {
    const ann = await world().someone();
    await world().watchflow.history.settings.change(ann.userId, settings);
    return ann;
  };
  const statesOf = async (person: Person) => {
    const page = await world().watchflow.history.carrying.list(person.userId, 'states', {
      limit: 100,
    });
    return page.items.map(({ origin, state, reason, subjectId }) => ({
      origin,
      state,
      reason,
      subjectId,
    }));
  };
  const typeOf = (person: Person, { subjectId }: { readonly subjectId: number }) =>
    person.onBangumi().collections[subjectId]?.type;

  it('of the watchlist become wishes, of what is certain, and taking off does nothing', async () => {
    const ann = await someoneWith({ watchlistState: 'wish' });
    const { trakt } = world();
    const whose = { username: ann.name };
    for (const title of [series, specials, unknown]) trakt.putOnWatchlist(showOf(title), whose);
    trakt.putOnWatchlist({ movie: film.traktId }, whose);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect([typeOf(ann, series), typeOf(ann, film)]).toEqual([1, 1]);
    expect(Object.keys(ann.onBangumi().collections)).toHaveLength(2);
    expect(await statesOf(ann)).toEqual(
      expect.arrayContaining([
        { origin: 'watchlist', state: 'proven', reason: null, subjectId: series.subjectId },
        { origin: 'watchlist', state: 'parked', reason: 'unmatched', subjectId: null },
      ]),
    );
    trakt.removeFromWatchlist(showOf(series), whose);
    await ann.sync();
    expect(typeOf(ann, series)).toBe(1);
    const written = ann.writes().length;
    ann.watch(series);
    await ann.sync();
    expect(typeOf(ann, series)).toBe(1);
    expect(ann.writes().length - written).toBe(1);
  });

  it('cannot be rated while they are wishes only', async () => {
    const ann = await someoneWith({ watchlistState: 'wish', ratings: true });
    const whose = { username: ann.name };
    world().trakt.putOnWatchlist(showOf(series), whose);
    world().trakt.rate(showOf(series), 8, whose);
    await ann.sync();
    const { items } = await world().watchflow.history.carrying.list(ann.userId, 'ratings', {
      limit: 9,
    });
    expect(items).toMatchObject([{ state: 'parked', reason: 'only-wished' }]);
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ type: 1, rate: 0 });
  });

  it.each([
    [1, false, 3],
    [2, false, 2],
    [4, false, 4],
    [5, false, 5],
    [4, true, 3],
    [2, true, 2],
  ] as const)('go upwards only: %i, over mine %s, ends as %i', async (before, over, after) => {
    const ann = await someoneWith({ collectionState: 'doing', statesOverOwn: over });
    world().bangumi.setCollection(
      series.subjectId,
      { type: before, comment: 'mine', private: true },
      ann.name,
    );
    world().trakt.addToCollection(
      { show: series.traktId, season: 1, number: 3 },
      { username: ann.name },
    );
    await ann.sync();
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({
      type: after,
      comment: 'mine',
      private: true,
    });
  });

  it('become done with the last episode, once, at three requests more', async () => {
    const ann = await someoneWith({ watchedState: 'done' });
    ann.watch(short);
    await ann.sync();
    expect(typeOf(ann, short)).toBe(3);
    expect(requestsOf(world())).toMatchObject({ trakt: 2, bangumi: 4 });
    ann.watch(short, { from: 2, at: '2026-11-03T12:00:00.000Z' });
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { carried: { states: { proven: 1 } } },
    });
    expect(requestsOf(world())).toMatchObject({ trakt: 2, bangumi: 7 });
    expect(typeOf(ann, short)).toBe(2);
    const written = ann.writes().length;
    const [again = ''] = ann.watch(short, { from: 2, at: '2026-11-09T12:00:00.000Z' });
    await ann.sync();
    expect((await ann.plays())[again]?.state).toBe('proven');
    expect([typeOf(ann, short), ann.writes().length]).toEqual([2, written]);
  });

  it('become done where the person marked the other episodes, and not while any is left', async () => {
    const ann = await someoneWith({ watchedState: 'done' });
    ann.watch(short, { from: 2 });
    await ann.sync();
    expect(typeOf(ann, short)).toBe(3);
    expect(await statesOf(ann)).toMatchObject([{ state: 'parked', reason: 'not-watched-through' }]);
    world().bangumi.setMark(short.row(1), 2, ann.name);
    ann.watch(short, { from: 2, at: '2026-11-09T12:00:00.000Z' });
    await ann.sync();
    expect(typeOf(ann, short)).toBe(2);
  });

  it.each([4, 5] as const)('stay %i where the person put them there', async (type) => {
    const ann = await someoneWith({ watchedState: 'done' });
    world().bangumi.setCollection(short.subjectId, { type }, ann.name);
    ann.watch(short, { count: 2 });
    await ann.sync();
    expect(typeOf(ann, short)).toBe(type);
    expect(await statesOf(ann)).toMatchObject([{ state: 'excluded', reason: 'kept-by-you' }]);
  });

  it('are completed for what was watched before, once that is asked for', async () => {
    const ann = await someoneWith({});
    ann.watch(short, { count: 2 });
    await ann.sync();
    expect(typeOf(ann, short)).toBe(3);
    await world().watchflow.history.settings.change(ann.userId, { watchedState: 'done' });
    await ann.sync();
    expect(typeOf(ann, short)).toBe(2);
  });
});
