import { afterEach, describe, expect, it } from '@jest/globals';
import { json, startRawServer, type RawServer, type Reply } from '../../support/raw-server.js';
import { access, traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';
import { episode, onePage, show } from '../../support/trakt-answers.js';

let server: RawServer | undefined;

afterEach(async () => {
  await server?.close();
});

/** A client of a server that always says the same, under a prefix and with a trailing slash in its address. */
const traktSaying = async (reply: Reply) => {
  server = await startRawServer(() => reply);
  return traktAt(`${server.url}/proxied/trakt/`);
};

const askedFor = (): string => server?.seen[0]?.url ?? '';

describe('the other reads of Trakt', () => {
  it('flatten last_activities, keep what is unknown and leave out what is null', async () => {
    const trakt = await traktSaying(
      json({
        all: 'a',
        movies: { watched_at: 'b', hidden_at: null },
        podcasts: { heard_at: 'c' },
        notes: null,
      }),
    );
    const activities = await trakt.readLastActivities(access);
    expect(activities).toEqual({ all: 'a', 'movies.watched_at': 'b', 'podcasts.heard_at': 'c' });
  });

  it('read the compact snapshot', async () => {
    const trakt = await traktSaying(json({ '251': ['2026-11-19T20:10:00.000Z'], '16': [] }));
    const snapshot = await trakt.readWatchedSnapshot(access, 'episodes');
    expect(snapshot).toEqual(
      new Map([
        [16, []],
        [251, ['2026-11-19T20:10:00.000Z']],
      ]),
    );
    expect(askedFor()).toBe('/proxied/trakt/sync/watched/episodes?extended=min');
  });

  it.each<readonly [string, Reply]>([
    ['paged', json({ '1': [] }, onePage(250, 100))],
    ['not compact', json([{ plays: 1, movie: show }])],
  ])('refuse a snapshot that is %s', async (_name, reply) => {
    const trakt = await traktSaying(reply);
    const error = await upstreamErrorOf(trakt.readWatchedSnapshot(access, 'movies'));
    expect(error.kind).toBe('malformed');
  });

  it('take an empty list for a snapshot without plays', async () => {
    const trakt = await traktSaying(json([]));
    expect((await trakt.readWatchedSnapshot(access, 'movies')).size).toBe(0);
  });

  it('read seasons with or without episodes', async () => {
    const trakt = await traktSaying(
      json([
        { number: 0, ids: {} },
        { number: 1, episodes: [episode] },
      ]),
    );
    const seasons = await trakt.readSeasons(access, 4);
    expect(seasons.map(({ number, episodes }) => [number, episodes.length])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(askedFor()).toBe('/proxied/trakt/shows/4/seasons?extended=full%2Cepisodes');
  });

  it('read other titles, and leave out rows that name none', async () => {
    const rows = [
      { title: '葬送のフリーレン', country: 'JP' },
      { title: 'Frieren' },
      { title: null, overview: '…', language: 'de', country: null },
      { title: '', country: 'fr' },
    ];
    const titles = [
      { title: '葬送のフリーレン', country: 'jp' },
      { title: 'Frieren', country: null },
    ];
    const trakt = await traktSaying(json(rows));
    expect(await trakt.readAliases(access, { media: 'show', traktId: 4 })).toEqual(titles);
    expect(askedFor()).toBe('/proxied/trakt/shows/4/aliases');
    const ofFilms = await traktSaying(json(rows));
    expect(await ofFilms.readTranslations(access, { media: 'movie', traktId: 5 })).toEqual(titles);
    expect(askedFor()).toBe('/proxied/trakt/movies/5/translations');
  });

  it('refuse other titles that are none', async () => {
    const trakt = await traktSaying(json({ title: 'Frieren' }));
    const reading = trakt.readAliases(access, { media: 'show', traktId: 4 });
    expect((await upstreamErrorOf(reading)).kind).toBe('malformed');
  });

  it('read settings with their limits flattened', async () => {
    const user = { username: 'Sean', vip: true, ids: { slug: 'sean', uuid: 'b6' } };
    const limits = {
      list: { count: 5, item_count: 250 },
      watchlist: { item_count: 250 },
      odd: null,
    };
    const trakt = await traktSaying(json({ user, account: { timezone: 'Asia/Tokyo' }, limits }));
    expect(await trakt.readSettings(access)).toEqual({
      uuid: 'b6',
      slug: 'sean',
      username: 'Sean',
      vip: true,
      timeZone: 'Asia/Tokyo',
      limits: { 'list.count': 5, 'list.item_count': 250, 'watchlist.item_count': 250 },
    });
  });

  it('do with settings that hold little more than a name', async () => {
    const trakt = await traktSaying(json({ user: { username: 'Sean', ids: { slug: 'sean' } } }));
    expect(await trakt.readSettings(access)).toMatchObject({
      uuid: null,
      vip: false,
      timeZone: null,
      limits: {},
    });
  });

  it('read ratings, collection and watchlist by page', async () => {
    const at = '2026-01-01T00:00:00.000Z';
    const headers = onePage(1);
    const rating = await traktSaying(
      json(
        [
          {
            rated_at: at,
            rating: 9,
            type: 'season',
            season: { number: 2, ids: { trakt: 3 } },
            show,
          },
        ],
        headers,
      ),
    );
    expect((await rating.readRatingsPage(access, { page: 1, limit: 10 })).items).toMatchObject([
      {
        type: 'season',
        traktId: 3,
        rating: 9,
        ratedAt: at,
        season: 2,
        show: { ids: { trakt: 4 } },
      },
    ]);
    await server?.close();
    const collection = await traktSaying(
      json(
        [
          {
            last_collected_at: at,
            show,
            seasons: [{ number: 2, episodes: [{ number: 4 }, { number: 3 }] }],
          },
        ],
        headers,
      ),
    );
    expect(
      (await collection.readCollectionPage(access, { type: 'shows', page: 1, limit: 10 })).items,
    ).toMatchObject([
      { type: 'show', traktId: 4, collectedAt: at, seasons: [{ season: 2, number: 3 }] },
    ]);
    await server?.close();
    const watchlist = await traktSaying(
      json(
        [
          { id: 1, listed_at: at, type: 'episode', episode, show },
          { id: 2, type: 'person' },
        ],
        headers,
      ),
    );
    expect((await watchlist.readWatchlistPage(access, { page: 1, limit: 10 })).items).toMatchObject(
      [{ type: 'episode', traktId: 251, listedAt: at }],
    );
  });

  it('refuse a row that lacks the object it is about', async () => {
    const row = { rated_at: '2026-01-01T00:00:00.000Z', rating: 9, type: 'movie' };
    const trakt = await traktSaying(json([row], onePage(1)));
    const error = await upstreamErrorOf(trakt.readRatingsPage(access, { page: 1, limit: 10 }));
    expect(error.message).toContain('/0/movie');
  });
});
