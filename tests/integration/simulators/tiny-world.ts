import type { ScenarioInput } from '../../../src/simulators/index.js';

/** Two cours merged into one Trakt season, a film, a user on each side. */
export const tinyWorld: ScenarioInput = {
  name: 'tiny',
  trakt: {
    client_ids: ['the-client'],
    shows: [
      {
        trakt: 1,
        slug: 'two-cours',
        tmdb: 65942,
        imdb: 'tt5607616',
        title: 'Two Cours',
        original_title: '二クール',
        year: 2016,
        country: 'jp',
        language: 'ja',
        genres: ['animation', 'anime'],
        aliases: [{ title: '兩季', country: 'tw' }, { title: 'Futatsu no Kuuru' }],
        translations: [
          { title: '两季', language: 'zh', country: 'cn' },
          { title: null, language: 'de' },
        ],
        seasons: [
          {
            number: 1,
            runs: [
              { first: 1, count: 3, first_aired: '2016-04-03T16:35:00.000Z' },
              { first: 4, count: 3, first_aired: '2020-07-08T13:30:00.000Z', first_abs: 4 },
            ],
          },
        ],
      },
    ],
    movies: [
      {
        trakt: 7,
        slug: 'a-film',
        tmdb: 378064,
        title: 'A Film',
        year: 2016,
        country: 'jp',
        released: '2016-09-17',
      },
    ],
    users: [
      {
        token: 'trakt-token',
        username: 'ann',
        plays: [
          {
            id: 100,
            show: 1,
            season: 1,
            number: 1,
            count: 6,
            watched_at: '2026-11-01T10:00:00.000Z',
            every_minutes: 1440,
          },
          {
            id: '9007199254740993',
            movie: 7,
            watched_at: '2026-11-10T20:00:00.000Z',
            action: 'watch',
          },
          { id: 90, show: 1, season: 1, number: 1, watched_at: '1970-01-01T00:00:00.000Z' },
        ],
        ratings: [{ item: { show: 1 }, rating: 8, rated_at: '2026-10-01T00:00:00.000Z' }],
        collection: [{ item: { movie: 7 }, collected_at: '2026-10-02T00:00:00.000Z' }],
        watchlist: [{ id: 5, item: { movie: 7 }, listed_at: '2026-10-03T00:00:00.000Z' }],
      },
      { token: 'other-trakt-token', username: 'bob', trakt: 2 },
    ],
  },
  bangumi: {
    subjects: [
      {
        id: 140001,
        name: '二クール',
        name_cn: '两季',
        date: '2016-04-04',
        rows: [
          { first_id: 1001, first_sort: 1, count: 3, airdate: '2016-04-04' },
          { first_id: 1901, first_sort: 1, type: 1, airdate: '2016-05-01' },
        ],
        relations: [{ to: 278826, relation: '续集' }],
      },
      {
        id: 278826,
        name: '二クール 2nd season',
        date: '2020-07-08',
        rows: [{ first_id: 2001, first_sort: 4, count: 3, airdate: '2020-07-08' }],
        relations: [{ to: 140001, relation: '前传' }],
      },
      { id: 117777, name: '映画', date: '2016-09-17', platform: '剧场版' },
      { id: 500, name: 'merged away', merged_into: 140001 },
      { id: 501, name: 'locked', locked: true },
      { id: 502, name: 'hidden', nsfw: true },
    ],
    users: [
      {
        token: 'bangumi-token',
        id: 1,
        username: 'ann',
        collections: [
          {
            subject: 140001,
            type: 4,
            private: true,
            rate: 8,
            comment: 'kept',
            tags: ['TV'],
            done: [1001],
            dropped: [1002],
          },
        ],
      },
      { token: 'read-only-token', id: 2, username: 'bob', may_write: false, sees_nsfw: false },
    ],
  },
};
