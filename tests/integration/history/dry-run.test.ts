import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFor, type FoundPlan } from '../../support/dry-runs.js';
import { aFilm, anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const other = anAnime(2, { episodes: 3 });
const unknown = anAnime(3, { hasTmdb: false });
const western = anAnime(4, { hasTmdb: false, genres: [] });
const film = aFilm(5);
const filmWithoutRows = aFilm(6, { hasRow: false });
const titles = [series, other, unknown, western, film, filmWithoutRows];

const collectionType = fc.constantFrom(null, 1, 2, 3, 4, 5);
const episode = fc.integer({ min: 1, max: 12 });
const markType = fc.constantFrom(0, 2, 3);

/** What somebody watched on Trakt, and what they had on Bangumi before. */
const story = fc.record({
  episodes: fc.uniqueArray(episode, { maxLength: 6 }),
  marks: fc.array(fc.tuple(episode, markType), { maxLength: 4 }),
  collection: collectionType,
  film: fc.boolean(),
  filmCollection: collectionType,
  unknown: fc.boolean(),
});
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;

/** What a report says a sync will do, in the terms in which a sync is seen to do it. */
function toldBy(report: FoundPlan['report']) {
  if (report === null) return null;
  const { plays, subjects, episodes, writes } = report;
  return {
    writes,
    sent: episodes,
    changed: episodes,
    collections: subjects.collect + subjects.raise,
    proven: plays.mark + plays.doneAlready,
    excluded: plays.keptByUser + plays.excluded,
    parked: plays.parked,
  };
}

describe('a dry run', () => {
  const world = withPeople({ titles });

  /** Everything the person has anywhere, but for what dry runs keep of themselves. */
  const stateOf = async (person: Person) => {
    const { userId } = person;
    const { db } = world().watchflow;
    const where = { userId };
    return {
      bangumi: person.onBangumi(),
      writes: person.writes().length,
      plays: await db.play.findMany({ where, orderBy: { id: 'asc' } }),
      cursor: await db.syncCursor.findMany({ where }),
      runs: await db.syncRun.count({ where }),
      openReads: await db.historyRead.count({ where: { userId, status: 'open' } }),
      staged: await db.stagedPlay.count(),
      matches: await db.match.findMany({ orderBy: { traktItemId: 'asc' } }),
    };
  };

  const live = (person: Person, told: Story): void => {
    const { bangumi } = world();
    for (const number of told.episodes) person.watch(series, { from: number });
    if (told.film) person.watch(filmWithoutRows);
    if (told.unknown) person.watch(unknown);
    const collect = (subjectId: number, type: Story['collection']): void => {
      if (type !== null) bangumi.setCollection(subjectId, { type }, person.name);
    };
    collect(series.subjectId, told.collection);
    collect(filmWithoutRows.subjectId, told.filmCollection);
    if (told.collection === null) return;
    for (const [number, type] of told.marks) bangumi.setMark(series.row(number), type, person.name);
  };

  it('tells what a first sync would do, writes nothing, and the sync then does just that', async () => {
    const ann = await world().someone();
    const { bangumi } = world();
    ann.watch(series, { count: 5 });
    ann.watch(series, { at: '2026-11-09T12:00:00.000Z' });
    ann.watch(other);
    ann.watch(unknown, { count: 2 });
    ann.watch(western);
    ann.watch(film);
    ann.watch(filmWithoutRows);
    bangumi.setCollection(series.subjectId, { type: 3 }, ann.name);
    bangumi.setMark(series.row(2), 2, ann.name);
    bangumi.setMark(series.row(3), 3, ann.name);
    const before = await stateOf(ann);
    const plan = await planFor(world(), ann);
    expect(await stateOf(ann)).toEqual(before);
    expect(plan).toMatchObject({
      status: 'success',
      advice: null,
      report: {
        plays: {
          lookedAt: 12,
          mark: 7,
          doneAlready: 1,
          keptByUser: 1,
          gone: 0,
          parked: 2,
          excluded: 1,
          removed: 0,
        },
        parkedReasons: { unmatched: 2 },
        excludedReasons: { 'out-of-scope': 1 },
        subjects: { touched: 4, collect: 3, raise: 0 },
        episodes: 5,
        writes: 6,
        timelineEntries: 6,
      },
      // Two of them for what else Trakt calls the unknown one.
      requests: { trakt: 4 },
    });
    expect(plan.items.slice(0, 4)).toMatchObject([
      { title: 'Anime 1', season: 1, number: 1, plays: 2, state: 'planned', outcome: 'mark' },
      { number: 2, outcome: 'done-already' },
      { number: 3, outcome: 'kept-by-user' },
      { number: 4, outcome: 'mark', subjectId: series.subjectId, episodeId: series.row(4) },
    ]);
    expect(
      plan.touched.map(({ title, collection, episodes, timelineEntries }) => [
        title,
        { collection, episodes, timelineEntries },
      ]),
    ).toEqual([
      ['Anime 1', { collection: 'keep', episodes: 3, timelineEntries: 1 }],
      ['Anime 2', { collection: 'collect', episodes: 1, timelineEntries: 2 }],
      ['Film 5', { collection: 'collect', episodes: 1, timelineEntries: 2 }],
      ['Film 6', { collection: 'collect', episodes: 0, timelineEntries: 1 }],
    ]);
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { plays: { stored: 12, proven: 8, parked: 2, excluded: 2 } },
    });
    expect(ann.written()).toEqual({ sent: 5, changed: 5, collections: 3 });
  });

  it('agrees with the sync after it whatever was watched and marked', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const ann = await world().someone();
        live(ann, told);
        const { report, status } = await planFor(world(), ann);
        expect([status, ann.writes()]).toEqual(['success', []]);
        const { certificate } = await ann.sync();
        expect(toldBy(report)).toEqual({
          writes: ann.writes().length,
          ...ann.written(),
          proven: certificate?.plays.proven,
          excluded: certificate?.plays.excluded,
          parked: certificate?.plays.parked,
        });
      }),
      { numRuns: 6, seed: 1 },
    );
  }, 180_000);

  it('of what is new since the last sync reads no more than that, and with nothing new asks one question', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    await ann.sync();
    world().trakt.resetCounts();
    world().bangumi.resetCounts();
    const idle = await planFor(world(), ann);
    expect(idle.report).toMatchObject({ plays: { lookedAt: 0 }, writes: 0, timelineEntries: 0 });
    expect(requestsOf(world())).toEqual({ trakt: 1, bangumi: 0, tables: 0 });
    ann.watch(series, { from: 4, at: '2026-11-20T12:00:00.000Z' });
    const plan = await planFor(world(), ann);
    expect(plan.report).toMatchObject({
      plays: { lookedAt: 1, mark: 1 },
      subjects: { touched: 1, collect: 0 },
      episodes: 1,
      writes: 1,
      timelineEntries: 1,
    });
    expect(requestsOf(world())).toEqual({ trakt: 3, bangumi: 2, tables: 0 });
  });

  it('of the whole history tells what is gone from Trakt, and what changed there', async () => {
    const ann = await world().someone();
    const { trakt } = world();
    const [first] = ann.watch(series, { count: 3 });
    await ann.sync();
    trakt.removePlay(first ?? '', { username: ann.name });
    const before = await stateOf(ann);
    expect((await planFor(world(), ann, 'full')).report).toMatchObject({
      plays: { lookedAt: 0, removed: 1 },
    });
    expect(await stateOf(ann)).toEqual(before);
  });

  it('follows the settings: what is left out, and privacy, which leaves no entry for a collection', async () => {
    const ann = await world().someone();
    const { settings } = world().watchflow.history;
    ann.watch(series);
    ann.watch(film);
    await settings.change(ann.userId, { movies: false, privateCollections: true });
    expect((await planFor(world(), ann)).report).toMatchObject({
      plays: { lookedAt: 2, mark: 1, excluded: 1 },
      excludedReasons: { filtered: 1 },
      subjects: { touched: 1, collect: 1 },
      timelineEntries: 1,
    });
  });

  it('tells of a subject that Bangumi no longer has', async () => {
    const ann = await world().someone();
    const { bangumi } = world();
    ann.watch(other);
    await planFor(world(), ann);
    bangumi.faults.add({
      match: { path: new RegExp(`/collections/${other.subjectId}`) },
      fault: { kind: 'status', status: 404, body: { title: 'Not Found' } },
    });
    expect((await planFor(world(), ann)).report).toMatchObject({
      plays: { lookedAt: 1, mark: 0, gone: 1 },
      subjects: { touched: 0 },
      writes: 0,
    });
  });
});
