import { describe, expect, it } from '@jest/globals';
import { historyScheduleId } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople } from '../../support/with-people.js';

const series = anAnime(1, { episodes: 60 });
const film = aFilm(2);
const withoutTmdb = anAnime(3, { hasTmdb: false });
const western = anAnime(4, { hasTmdb: false, genres: [] });
const specials = anAnime(5, { season: 0 });
const filmWithoutRows = aFilm(6, { hasRow: false });

describe('an odd history', () => {
  const world = withPeople({
    titles: [series, film, withoutTmdb, western, specials, filmWithoutRows],
  });

  it('may be empty', async () => {
    const ann = await world().someone();
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { complete: true, plays: { promised: 0, stored: 0 }, subjects: 0 },
    });
    expect(requestsOf(world())).toEqual({ trakt: 2, bangumi: 0, tables: 0 });
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
    expect(requestsOf(world())).toEqual({ trakt: 1, bangumi: 0, tables: 0 });
  });

  it('may hold plays of an unknown date, of the same minute, of one episode, and ids above 2^53', async () => {
    const ann = await world().someone();
    const unknown = ann.watch(series, { at: '1970-01-01T00:00:00.000Z' });
    const sameMinute = [
      ...ann.watch(series, { from: 2, at: '2026-11-01T12:00:10.000Z' }),
      ...ann.watch(series, { from: 3, at: '2026-11-01T12:00:20.000Z' }),
    ];
    const again = ann.watch(series, { from: 2, at: '2026-11-05T12:00:00.000Z' });
    const large = ['9007199254740993', '9007199254740995'].flatMap((id, index) =>
      ann.watch(series, { from: 4 + index, id }),
    );
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { complete: true, plays: { promised: 6, stored: 6, proven: 6 } },
    });
    const plays = await ann.plays();
    expect(Object.keys(plays).sort()).toEqual(
      [...unknown, ...sameMinute, ...again, ...large].sort(),
    );
    const stored = await world().watchflow.db.play.findFirst({
      where: { userId: ann.userId, sourceRef: unknown[0] ?? '' },
    });
    expect(stored).toMatchObject({ watchedAt: null, watchedAtGiven: '1970-01-01T00:00:00.000Z' });
    expect(ann.written()).toEqual({ sent: 5, changed: 5, collections: 1 });
  });

  it('may show a row twice where pages meet, which is stored once', async () => {
    const { trakt, someone } = world();
    const ann = await someone();
    ann.watch(series, { count: 5 });
    trakt.faults.add({
      match: { path: '/sync/history' },
      fault: { kind: 'clamp-page', limit: 3 },
    });
    // A play that comes while page 2 is read pushes the last row of page 1 onto it.
    const slow = trakt.faults.add({
      match: { path: /page=2/ },
      times: 1,
      fault: { kind: 'delay', ms: 300 },
    });
    const { runId } = await ann.ask();
    await eventually(() => Promise.resolve(slow.fired() > 0 ? true : undefined), 'page 2');
    ann.watch(series, { from: 6, at: '2026-11-09T12:00:00.000Z' });
    expect(await ann.closed(runId)).toMatchObject({
      status: 'success',
      certificate: { plays: { promised: 6, stored: 6, proven: 6 } },
    });
    expect(ann.written()).toMatchObject({ sent: 6, changed: 6 });
  });

  it('parks what looks like anime without an id to go by, and leaves the rest of the world out', async () => {
    const ann = await world().someone();
    const [anime = ''] = ann.watch(withoutTmdb);
    const [other = ''] = ann.watch(western);
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: {
        complete: true,
        parkedReasons: { unmatched: 1 },
        excludedReasons: { 'out-of-scope': 1 },
      },
    });
    const plays = await ann.plays();
    expect(plays[anime]).toMatchObject({ state: 'parked', reason: 'unmatched' });
    expect(plays[other]).toMatchObject({ state: 'excluded', reason: 'out-of-scope' });
    // One search for the title that looks like anime and its other names, none for the other.
    expect(requestsOf(world())).toEqual({ trakt: 4, bangumi: 1, tables: 0 });
    expect(await ann.sync()).toMatchObject({ status: 'unchanged' });
  });

  it.each([
    { what: 'films', title: film, season: 1, off: { movies: false } },
    { what: 'episodes', title: series, season: 1, off: { episodes: false } },
    { what: 'specials', title: specials, season: 0, off: { specials: false } },
  ])(
    'leaves out $what that are switched off from the first, and takes them back when switched on',
    async ({ title, season, off }) => {
      const { watchflow, someone } = world();
      const ann = await someone();
      const on = Object.fromEntries(Object.keys(off).map((name) => [name, true]));
      await watchflow.history.settings.change(ann.userId, off);
      const [play = ''] = ann.watch(title, { season });
      expect(await ann.sync()).toMatchObject({
        status: 'success',
        certificate: { complete: true },
      });
      expect((await ann.plays())[play]).toMatchObject({ state: 'excluded', reason: 'filtered' });
      expect(ann.writes()).toEqual([]);

      await watchflow.history.settings.change(ann.userId, on);
      await watchflow.schedules.follow('history', ann.userId);
      await watchflow.schedules.trigger('history', ann.userId);
      await eventually(
        async () =>
          (await watchflow.history.ticks.latest(historyScheduleId(ann.userId))) ?? undefined,
        'the tick',
      );
      const { id } = await eventually(async () => {
        const latest = await watchflow.history.runs.latest(ann.userId);
        return latest?.trigger === 'schedule' ? latest : undefined;
      }, 'a run that the tick started');
      await ann.closed(id);
      expect((await ann.plays())[play]?.state).not.toBe('excluded');
      expect((await ann.plays())[play]?.reason).not.toBe('filtered');
    },
  );

  it('forgets a removed play in the ledger and leaves Bangumi as it is', async () => {
    const { trakt, someone } = world();
    const ann = await someone();
    const [first = '', second = ''] = ann.watch(series, { count: 3 });
    await ann.sync();
    const before = ann.onBangumi();

    trakt.removePlay(first, { username: ann.name, movesActivity: false });
    expect(await ann.sync('full')).toMatchObject({
      status: 'success',
      certificate: { plays: { promised: 2, stored: 3, proven: 2, removed: 1 } },
    });
    trakt.removePlay(second, { username: ann.name });
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { plays: { promised: 1, stored: 3, proven: 1, removed: 2 } },
    });
    expect((await ann.plays())[first]?.state).toBe('removed');
    expect(ann.onBangumi()).toEqual(before);
  });

  it('follows a date that was edited, without writing anything', async () => {
    const { trakt, watchflow, someone } = world();
    const ann = await someone();
    const [play = ''] = ann.watch(series, { count: 2 });
    await ann.sync();
    trakt.editPlay(play, { watchedAt: '2026-10-01T20:15:00.000Z' }, { username: ann.name });
    expect(await ann.sync()).toMatchObject({ status: 'success', certificate: { complete: true } });
    const row = await watchflow.db.play.findFirst({
      where: { userId: ann.userId, sourceRef: play },
    });
    expect(row).toMatchObject({ state: 'proven', watchedAtGiven: '2026-10-01T20:15:00.000Z' });
    expect(ann.written()).toMatchObject({ sent: 2 });
  });

  it('says nothing of the privacy of a collection that it only makes done', async () => {
    const { watchflow, bangumi, someone } = world();
    const ann = await someone();
    const own = { type: 1, private: false, rate: 0, comment: 'mine', tags: ['a'] } as const;
    bangumi.setCollection(filmWithoutRows.subjectId, own, ann.name);
    await watchflow.history.settings.change(ann.userId, { privateCollections: true });
    ann.watch(filmWithoutRows);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(ann.onBangumi().collections[filmWithoutRows.subjectId]).toEqual({ ...own, type: 2 });
  });

  it('makes private collections for whoever asked for it', async () => {
    const { watchflow, someone } = world();
    const ann = await someone();
    await watchflow.history.settings.change(ann.userId, { privateCollections: true });
    ann.watch(series);
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    expect(ann.onBangumi().collections[series.subjectId]).toMatchObject({ type: 3, private: true });
  });
});
