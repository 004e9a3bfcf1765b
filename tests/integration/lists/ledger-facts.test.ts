import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { addPlays, addTable, episodesOf, matchEpisodes } from '../../support/ledger-rows.js';
import { userId, withFacts } from '../../support/list-facts-world.js';

const subjects = [11, 12, 13, 14, 15, 16, 17].map((id) => ({
  id,
  name: `アニメ ${id}`,
  date: '2020-01-08',
  eps: 12,
}));
const weekly = (count: number) => [{ first: 1, count, first_aired: '2020-01-08T14:00:00.000Z' }];
const aShow = (trakt: number, seasons: readonly number[]) => ({
  trakt,
  slug: `show-${trakt}`,
  tmdb: trakt * 10,
  title: `Show ${trakt}`,
  original_title: `アニメ ${trakt}`,
  year: 2020,
  seasons: seasons.map((count, at) => ({ number: at + 1, runs: weekly(count) })),
});

describe('what the ledger knows of titles', () => {
  const world = withFacts({
    shows: [aShow(1, [12]), aShow(2, [12, 12]), aShow(3, [40, 40, 40]), aShow(4, [12, 12])],
    subjects,
    collections: [11, 13].map((subject) => ({ subject, type: 3 as const })),
  });
  const play = (subjectId: number | null, number: number, more: object = {}) => ({
    userId,
    showId: 1,
    season: 1,
    subjectId,
    number,
    at: '2026-03-01T12:00:00.000Z',
    ...more,
  });

  it('is how many main episodes of how many were watched, and when last', async () => {
    const { db } = world();
    await matchEpisodes(db, episodesOf({ showId: 1, season: 1, subjectId: 11 }, 14));
    await addTable(db, 11, { main: 12, specials: 2 });
    await addPlays(db, [
      play(11, 1),
      // Twice the same, a special, one that is gone, and two that wait.
      play(11, 1, { at: '2026-05-01T12:00:00.000Z' }),
      play(11, 13, { at: '2026-04-01T12:00:00.000Z' }),
      play(11, 2, { state: 'removed', at: '2026-09-01T12:00:00.000Z' }),
      play(11, 3, { state: 'parked', reason: 'upstream-down' }),
      play(11, 4, { state: 'parked', reason: 'episode-missing', episodeId: null }),
    ]);
    expect(await world().titleOf(11)).toMatchObject({
      key: 'season:101',
      names: { ja: 'アニメ 11', en: 'Show 1' },
      state: 'doing',
      progress: { watched: 2, total: 12, parked: 2 },
      watchedAt: new Date('2026-05-01T12:00:00.000Z'),
    });
  });

  it('also of what is not collected', async () => {
    const { db } = world();
    await matchEpisodes(db, episodesOf({ showId: 2, season: 2, subjectId: 12 }, 2));
    await addPlays(db, [play(12, 1, { showId: 2, season: 2 })]);
    expect(await world().titleOf(12)).toMatchObject({
      key: 'season:202',
      state: null,
      progress: { watched: 1, total: null, parked: 0 },
      addedAt: new Date('2026-03-01T12:00:00.000Z'),
    });
  });

  it('places by matches before any list of ids, and asks nobody: most episodes say which season', async () => {
    const { db, trakt } = world();
    trakt.resetCounts();
    await matchEpisodes(db, [
      ...episodesOf({ showId: 4, season: 2, subjectId: 13 }, 3),
      ...episodesOf({ showId: 4, season: 1, subjectId: 13 }, 1),
    ]);
    expect(await world().titleOf(13)).toMatchObject({ key: 'season:402' });
    expect(trakt.counts()).toEqual({ 'GET /shows/{id}/seasons': 1 });
    const kept = await db.subjectPlace.findUniqueOrThrow({ where: { subjectId: 13 } });
    expect(kept).toMatchObject({
      origin: 'matches',
      evidence: [
        { detail: "3 of what it holds was matched from Trakt's show 4, season 2" },
        { detail: "1 of what it holds was matched from Trakt's show 4, season 1" },
      ],
    });
  });

  it('takes a subject that is spread over seasons for the show', async () => {
    const { db } = world();
    await matchEpisodes(db, [
      ...episodesOf({ showId: 3, season: 1, subjectId: 14 }, 2),
      ...episodesOf({ showId: 3, season: 2, subjectId: 14 }, 2),
    ]);
    await addPlays(db, [play(14, 1, { showId: 3 })]);
    expect(await world().titleOf(14)).toMatchObject({ key: 'show:3', seasonNumber: null });
  });

  it('follows matching when it decides otherwise', async () => {
    const { db } = world();
    await db.match.updateMany({ where: { subjectId: 13, season: 2 }, data: { subjectId: 15 } });
    expect(await world().titleOf(13)).toMatchObject({ key: 'season:401' });
    await db.match.deleteMany({ where: { subjectId: 13 } });
    expect(await world().titleOf(13)).toMatchObject({ key: 'subject:13' });
  });

  it('lets a mapping decide: one shared by all for all, one of a person for that person alone', async () => {
    const { db, facts } = world();
    const mapping = (more: object) => ({
      id: randomUUID(),
      mediaType: 'show',
      traktId: 4n,
      season: 1,
      action: 'map',
      subjectId: 11,
      origin: 'api',
      ...more,
    });
    await db.mapping.create({ data: mapping({}) });
    expect(await world().titleOf(11)).toMatchObject({ key: 'season:401' });
    await db.mapping.create({ data: mapping({ traktId: 2n, userId, season: 1 }) });
    expect(await world().titleOf(11)).toMatchObject({ key: 'season:201' });
    const other = 'u_other';
    await facts.readCollection({ userId: other, freshMs: 0, maxPages: 9 }, {});
    const { titles } = await facts.knownTitles(other);
    expect(titles.find((one) => one.subjects.includes(11))?.key).toBe('season:401');
  });

  it('counts a film that has no rows', async () => {
    const { db } = world();
    await db.traktItem.create({
      data: {
        mediaType: 'movie',
        traktItemId: 9n,
        facts: {
          kind: 'movie',
          released: '2020-01-08',
          movie: {
            traktId: 9,
            title: 'A Film',
            originalTitle: '映画',
            year: 2020,
            tmdb: null,
            country: 'jp',
            genres: ['anime'],
          },
        },
      },
    });
    await db.match.create({
      data: {
        mediaType: 'movie',
        traktItemId: 9n,
        kind: 'matched',
        subjectId: 16,
        evidence: [],
        idMapVersion: 'v',
      },
    });
    await db.play.create({
      data: {
        userId,
        source: 'trakt',
        sourceRef: 'film',
        mediaType: 'movie',
        traktItemId: 9n,
        watchedAtGiven: '',
        action: 'watch',
        state: 'proven',
        subjectId: 16,
      },
    });
    expect(await world().titleOf(16)).toMatchObject({
      key: 'movie:9',
      names: { ja: '映画', en: 'A Film' },
      progress: { watched: 1, total: 1 },
      watchedAt: null,
      type: 'anime',
    });
  });

  it('tells of plays whose subject nobody knows at their season, or at the show', async () => {
    const { db } = world();
    await matchEpisodes(db, [
      ...episodesOf({ showId: 8, season: 1, subjectId: null }, 2),
      ...episodesOf({ showId: 3, season: 3, subjectId: null }, 1),
    ]);
    await addPlays(db, [
      play(null, 1, { showId: 8, state: 'parked', reason: 'unmatched' }),
      play(null, 2, { showId: 8, state: 'parked', reason: 'ambiguous' }),
      play(null, 1, { showId: 3, season: 3, state: 'parked', reason: 'unmatched' }),
    ]);
    const { titles } = await world().known();
    expect(titles.find(({ key }) => key === 'show:8')).toMatchObject({
      subjects: [],
      names: { en: 'Show 8' },
      progress: { watched: 0, total: null, parked: 2 },
    });
    // Nobody has asked for the seasons of show 3, as no subject is in one of them.
    expect(titles.find(({ key }) => key === 'show:3')).toMatchObject({
      subjects: [14],
      progress: { watched: 1, parked: 1 },
    });
  });

  it('has ratings and lists of Trakt as the sync has read them', async () => {
    const { db } = world();
    const at = new Date('2026-06-01T00:00:00.000Z');
    const row = (
      kind: string,
      [traktId, titleId]: readonly [number, number],
      more: object = {},
    ) => ({
      userId,
      part: 'ratings',
      mediaType: kind,
      traktId: BigInt(traktId),
      titleId: BigInt(titleId),
      rating: 8,
      at,
      facts: {
        title: {
          title: `Show ${titleId}`,
          originalTitle: '節',
          year: 2020,
          country: 'jp',
          genres: ['anime'],
        },
      },
      ...more,
    });
    await db.libraryItem.createMany({
      data: [
        row('season', [202, 2], { season: 2, rating: 7 }),
        row('show', [2, 2], { rating: 9 }),
        row('season', [8801, 88], { season: 1 }),
        row('episode', [2020003, 2], { season: 2, rating: 10 }),
        row('movie', [9, 9], { part: 'watchlist', rating: null }),
      ],
    });
    const { titles } = await world().known();
    const title = (key: string) => titles.find((one) => one.key === key);
    expect(title('season:202')).toMatchObject({
      subjects: [12],
      rates: { trakt: { rating: 7, at }, bangumi: null },
    });
    expect(title('show:2')).toMatchObject({ subjects: [], rates: { trakt: { rating: 9 } } });
    expect(title('season:8801')).toMatchObject({ show: 'show:88', seasonNumber: 1, subjects: [] });
    expect(title('episode:2020003')).toMatchObject({ show: 'show:2', season: 'season:202' });
    expect(title('movie:9')).toMatchObject({ subjects: [16], addedAt: at });
    expect(new Set(titles.map(({ key }) => key)).size).toBe(titles.length);
  });
});
