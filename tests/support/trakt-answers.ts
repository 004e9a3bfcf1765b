/** Trakt's paging headers for a page that holds everything. */
export const onePage = (itemCount: number, limit = 10): Readonly<Record<string, string>> => ({
  'x-pagination-page': '1',
  'x-pagination-limit': String(limit),
  'x-pagination-page-count': String(Math.ceil(itemCount / limit)),
  'x-pagination-item-count': String(itemCount),
});

export const show = {
  title: 'Frieren',
  original_title: '葬送のフリーレン',
  year: 2023,
  country: 'jp',
  language: 'ja',
  genres: ['anime'],
  ids: {
    trakt: 4,
    slug: 'frieren',
    tvdb: 424536,
    imdb: 'tt22248376',
    tmdb: 209867,
    plex: { guid: 'x' },
  },
};
export const episode = {
  season: 1,
  number: 29,
  number_abs: 29,
  title: 'x',
  first_aired: '2026-01-16T14:00:00.000Z',
  ids: { trakt: 251, tvdb: 1, imdb: null, tmdb: 2 },
};
export const watched = { watched_at: '2026-11-19T20:10:00.000Z', action: 'scrobble' };
