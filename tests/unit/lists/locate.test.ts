import { describe, expect, it } from '@jest/globals';
import { locate, type Locating } from '../../../src/areas/lists/facts/locate.js';
import { namelessTitle } from '../../../src/areas/lists/places/trakt-title.js';

const season = (number: number, episodes: number) => ({
  number,
  traktId: 100 + number,
  episodes,
  days: [`202${number}-01-05`, `202${number}-03-30`],
});
const at = (more: Partial<Locating> = {}) =>
  locate({
    subjectId: 7,
    place: {
      spot: { kind: 'season', season: 1 },
      title: namelessTitle(4),
      origin: 'id-map',
    },
    eps: 12,
    date: '2021-01-06',
    seasons: [season(1, 12), season(2, 12)],
    ...more,
  });

describe('which title of Trakt a subject is', () => {
  it('is the season, whether or not the show’s seasons are known', () => {
    const there = { at: { kind: 'season', showId: 4, season: 1 }, reason: null };
    expect(at()).toEqual(there);
    expect(at({ seasons: undefined })).toEqual(there);
  });

  it('is nowhere while nobody has looked, and nowhere for a reason after that', () => {
    const nowhere = { kind: 'subject', id: 7, showId: null };
    expect(at({ place: null })).toEqual({ at: nowhere, reason: null });
    expect(at({ place: { spot: null, reason: 'no-id', origin: 'id-map' } })).toEqual({
      at: nowhere,
      reason: 'no-id',
    });
  });

  it('is only somewhere in the show where that has no such season', () => {
    expect(at({ seasons: [season(2, 12)] })).toEqual({
      at: { kind: 'subject', id: 7, showId: 4 },
      reason: 'season-missing',
    });
  });

  it('is not a season of quite another time, unless its episodes have told so', () => {
    expect(at({ date: '2018-01-06' })).toMatchObject({ reason: 'season-differs' });
    const place = {
      spot: { kind: 'season', season: 1 },
      title: namelessTitle(4),
      origin: 'matches',
    } as const;
    expect(at({ date: '2018-01-06', place })).toMatchObject({ at: { kind: 'season' } });
  });

  it('is the show, where it is far longer than the season', () => {
    expect(at({ eps: 1100 })).toEqual({ at: { kind: 'show', id: 4 }, reason: null });
    expect(at({ eps: 1100, seasons: [season(1, 12)] })).toMatchObject({ at: { kind: 'season' } });
  });

  it('is the latest season, of which Trakt may not know all yet', () => {
    const place = {
      spot: { kind: 'season', season: 2 },
      title: namelessTitle(4),
      origin: 'id-map',
    } as const;
    expect(at({ place, date: '2022-01-06', seasons: [season(1, 12), season(2, 1)] })).toEqual({
      at: { kind: 'season', showId: 4, season: 2 },
      reason: null,
    });
  });
});
