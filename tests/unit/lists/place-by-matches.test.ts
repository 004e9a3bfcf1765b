import { describe, expect, it } from '@jest/globals';
import {
  placeByMatches,
  type MatchCount,
} from '../../../src/areas/lists/places/place-by-matches.js';
import { namelessTitle } from '../../../src/areas/lists/places/trakt-title.js';

const count = (season: number | null, episodes: number, more: Partial<MatchCount> = {}) => ({
  subjectId: 1,
  origin: 'matches' as const,
  kind: 'show' as const,
  titleId: 5,
  season,
  episodes,
  itemId: 77,
  ...more,
});

const spotOf = (counts: readonly [MatchCount, ...MatchCount[]], eps = 12) =>
  placeByMatches({ counts, eps, titleOf: ({ titleId }) => namelessTitle(titleId) });

describe('where matches put a subject', () => {
  it.each<[string, readonly [MatchCount, ...MatchCount[]], object]>([
    ['its one season', [count(2, 3)], { kind: 'season', season: 2 }],
    ['the season with most of it', [count(1, 1), count(2, 3)], { kind: 'season', season: 2 }],
    ['the show, where no season has more than half', [count(1, 2), count(2, 2)], { kind: 'show' }],
    ['the film', [count(0, 4), count(null, 1, { kind: 'movie', titleId: 9 })], { kind: 'movie' }],
    [
      'the whole show, if a person says so',
      [count(null, 1, { origin: 'mapping' })],
      { kind: 'show' },
    ],
    [
      'where a person puts it, however many were matched elsewhere',
      [count(1, 12), count(3, 1, { origin: 'mapping' })],
      { kind: 'season', season: 3 },
    ],
    ['a regular season before specials', [count(0, 2), count(1, 2)], { kind: 'show' }],
    ['several specials', [count(0, 2)], { kind: 'specials' }],
  ])('is %s', (_what, counts, spot) => {
    expect(spotOf(counts).spot).toEqual(spot);
  });

  it('is the one special that a subject of one episode is', () => {
    expect(spotOf([count(0, 1)], 1).spot).toEqual({ kind: 'episode', season: 0, episodeId: 77 });
    expect(spotOf([count(0, 1)], 3).spot).toEqual({ kind: 'specials' });
  });

  it('is of the show that holds most, and says what else there is', () => {
    const place = spotOf([count(1, 2), count(1, 5, { titleId: 6 })]);
    expect(place).toMatchObject({ spot: { kind: 'season', season: 1 }, title: { traktId: 6 } });
    expect(place.evidence.map(({ detail }) => detail)).toEqual([
      "5 of what it holds was matched from Trakt's show 6, season 1",
      "2 of what it holds was matched from Trakt's show 5, season 1",
    ]);
  });
});
