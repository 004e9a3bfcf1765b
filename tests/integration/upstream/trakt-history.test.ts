import { afterEach, describe, expect, it } from '@jest/globals';
import {
  answer,
  json,
  startRawServer,
  type RawServer,
  type Reply,
} from '../../support/raw-server.js';
import { access, traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';
import { episode, onePage, show, watched } from '../../support/trakt-answers.js';

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

describe('readHistoryPage', () => {
  it('reads episodes and films with what extended=full brings', async () => {
    const movie = { title: 'Akira', year: 1988, ids: { trakt: 1 }, released: '1988-07-16' };
    const rows = [
      { id: 2, ...watched, type: 'episode', episode, show },
      { id: 1, watched_at: '1970-01-01T00:00:00.000Z', action: 'watch', type: 'movie', movie },
    ];
    const trakt = await traktSaying(json(rows, onePage(2, 250)));
    const page = await trakt.readHistoryPage(access, { page: 1, limit: 250 });
    expect(page).toMatchObject({ page: 1, limit: 250, pageCount: 1, itemCount: 2, skipped: 0 });
    expect(page.items).toEqual([
      {
        id: '2',
        watchedAt: '2026-11-19T20:10:00.000Z',
        action: 'scrobble',
        type: 'episode',
        episode: {
          ids: { trakt: 251, slug: null, tvdb: 1, imdb: null, tmdb: 2 },
          season: 1,
          number: 29,
          numberAbs: 29,
          title: 'x',
          firstAired: '2026-01-16T14:00:00.000Z',
        },
        show: {
          ids: { trakt: 4, slug: 'frieren', tvdb: 424536, imdb: 'tt22248376', tmdb: 209867 },
          title: 'Frieren',
          originalTitle: '葬送のフリーレン',
          year: 2023,
          country: 'jp',
          language: 'ja',
          genres: ['anime'],
        },
      },
      {
        id: '1',
        watchedAt: '1970-01-01T00:00:00.000Z',
        action: 'watch',
        type: 'movie',
        movie: {
          ids: { trakt: 1, slug: null, tvdb: null, imdb: null, tmdb: null },
          title: 'Akira',
          originalTitle: null,
          year: 1988,
          country: null,
          language: null,
          genres: [],
          released: '1988-07-16',
        },
      },
    ]);
    expect(askedFor()).toBe('/proxied/trakt/sync/history?page=1&limit=250&extended=full');
  });

  it('keeps every digit of a 64-bit history id', async () => {
    const row = JSON.stringify([{ id: 0, ...watched, type: 'episode', episode, show }]);
    const body = row.replace('"id":0', '"id":9223372036854775807');
    const headers = { 'content-type': 'application/json', ...onePage(1) };
    const trakt = await traktSaying(answer(200, body, headers));
    const page = await trakt.readHistoryPage(access, { page: 1, limit: 10 });
    expect(page.items[0]?.id).toBe('9223372036854775807');
  });

  it('asks for no more than 250 and reports the limit that was applied', async () => {
    const trakt = await traktSaying(json([], onePage(0, 100)));
    const page = await trakt.readHistoryPage(access, { page: 1, limit: 10_000 });
    expect(page.limit).toBe(100);
    expect(askedFor()).toContain('limit=250');
  });

  it('takes empty texts and zeros of old rows for nothing', async () => {
    const old = { ...show, original_title: '', year: 0, country: null, genres: null };
    const ids = { trakt: 4, slug: 'a', tvdb: 0, imdb: '', tmdb: null, tvrage: 7 };
    const rows = [
      {
        id: 1,
        ...watched,
        type: 'episode',
        episode: { ...episode, first_aired: '', title: null },
        show: { ...old, ids },
      },
    ];
    const trakt = await traktSaying(json(rows, onePage(1)));
    const page = await trakt.readHistoryPage(access, { page: 1, limit: 10 });
    expect(page.items[0]).toMatchObject({
      show: {
        ids: { tvdb: null, imdb: null, tmdb: null },
        originalTitle: null,
        year: null,
        country: null,
        genres: [],
      },
      episode: { firstAired: null, title: null },
    });
  });

  it('skips rows of types it does not know, and says so', async () => {
    const rows = [
      { id: 5, ...watched, type: 'podcast' },
      { id: 1, ...watched, type: 'episode', episode, show },
    ];
    const trakt = await traktSaying(json(rows, onePage(2)));
    const page = await trakt.readHistoryPage(access, { page: 1, limit: 10 });
    expect(page).toMatchObject({ itemCount: 2, skipped: 1 });
    expect(page.items.map(({ id }) => id)).toEqual(['1']);
  });

  it.each([
    ['none', {}, 'x-pagination-page is missing'],
    [
      'no item count',
      { ...onePage(1), 'x-pagination-item-count': 'many' },
      'item-count is not a count',
    ],
  ])(
    'refuses an answer whose paging headers are incomplete: %s',
    async (_name, headers, message) => {
      const trakt = await traktSaying(json([], headers));
      const error = await upstreamErrorOf(trakt.readHistoryPage(access, { page: 1, limit: 10 }));
      expect(error.kind).toBe('malformed');
      expect(error.message).toContain(message);
    },
  );

  it('names one item and a span of time in path and query', async () => {
    const trakt = await traktSaying(json([], onePage(0)));
    const span = { startAt: '2026-01-01T00:00:00.000Z', endAt: '2026-02-01T00:00:00.000Z' };
    await trakt.readHistoryPage(access, {
      page: 2,
      limit: 10,
      type: 'episodes',
      itemId: 251,
      ...span,
    });
    const url = new URL(askedFor(), 'http://any');
    expect(url.pathname).toBe('/proxied/trakt/sync/history/episodes/251');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      page: '2',
      limit: '10',
      start_at: span.startAt,
      end_at: span.endAt,
      extended: 'full',
    });
  });
});
