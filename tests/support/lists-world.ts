import type { ScenarioInput } from '../../src/simulators/index.js';
import { planted } from './upstream-clients.js';

const listedAt = '2026-02-01T00:00:00.000Z';

export const freeToken = 'planted-free-token-5e21';

/** A long show, three films; a VIP with a mixed list and one of 5,000 episodes; a free account with five lists. */
export const listsWorld: ScenarioInput = {
  name: 'lists',
  trakt: {
    client_ids: [planted.clientId],
    shows: [
      {
        trakt: 4,
        slug: 'long-show',
        tmdb: 40,
        tvdb: 400,
        imdb: 'tt0000004',
        title: 'Long Show',
        year: 2020,
        seasons: [
          { number: 1, runs: [{ first: 1, count: 5_000, first_aired: null }] },
          { number: 2, runs: [{ first: 1, count: 600, first_aired: null }] },
        ],
      },
    ],
    movies: [1, 2, 3].map((trakt) => ({
      trakt,
      slug: `film-${trakt}`,
      tmdb: 100 + trakt,
      imdb: `tt100000${trakt}`,
      title: `Film ${trakt}`,
      year: 2020,
    })),
    users: [
      {
        token: planted.token,
        username: 'sean',
        lists: [
          {
            id: 50,
            name: 'Mixed',
            description: 'Of everything',
            display_numbers: true,
            privacy: 'public',
            updated_at: listedAt,
            items: [
              { id: 901, item: { movie: 1 }, listed_at: listedAt },
              { id: 902, item: { show: 4 }, listed_at: listedAt },
              { id: 903, item: { show: 4, season: 2 }, listed_at: listedAt },
              { id: 904, item: { show: 4, season: 1, number: 3 }, listed_at: listedAt },
            ],
          },
          {
            id: 51,
            name: 'Every episode',
            items: [
              {
                id: 1_001,
                item: { show: 4, season: 1, number: 1 },
                count: 5_000,
                listed_at: listedAt,
              },
            ],
          },
        ],
      },
      {
        token: freeToken,
        username: 'kim',
        trakt: 2,
        vip: false,
        lists: [60, 61, 62, 63, 64].map((id) => ({ id, name: `List ${id}` })),
        list_limits: { item_count: 3 },
      },
    ],
  },
  bangumi: {},
};
