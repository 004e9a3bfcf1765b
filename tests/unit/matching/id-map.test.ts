import { describe, expect, it } from '@jest/globals';
import { createIdMap, loadIdMap } from '../../../src/areas/matching/index.js';
import { collectLog } from '../../support/collect-log.js';
import { aMapItem } from '../../support/matching/builders.js';

const places = (key: string) => {
  const idMap = createIdMap([aMapItem({ id: 7, key })], 'v');
  return { show: idMap.show(100), movie: idMap.movie(100) };
};

describe('createIdMap', () => {
  it.each([
    ['tv/100', { season: 1, start: 1, startIsGiven: false }],
    ['tv/100-some-title', { season: 1, start: 1, startIsGiven: false }],
    ['tv/100/season/3', { season: 3, start: 1, startIsGiven: false }],
    ['tv/100/season/0', { season: 0, start: 1, startIsGiven: false }],
    ['tv/100/season/1/episode/29', { season: 1, start: 29, startIsGiven: true }],
    ['tv/100/season/0/episode/18', { season: 0, start: 18, startIsGiven: true }],
  ])('places %s', (key, expected) => {
    expect(places(key).show).toEqual([expect.objectContaining({ subjectId: 7, ...expected })]);
    expect(places(key).movie).toEqual([]);
  });

  it('keeps films and series with the same number apart', () => {
    expect(places('movie/100').movie).toHaveLength(1);
    expect(places('movie/100').show).toEqual([]);
  });

  it.each(['person/100', 'tv/', 'tv/100/season/x', '100', ''])('ignores the key %j', (key) => {
    expect(places(key)).toEqual({ show: [], movie: [] });
  });

  it('places an item with several ids at each of them', () => {
    const item = { ...aMapItem({ id: 7, key: 'tv/100' }) };
    const sites = [
      ...item.sites,
      { site: 'tmdb', id: 'tv/100/season/2' },
      { site: 'bangumi', id: '8' },
    ];
    const idMap = createIdMap([{ ...item, sites }], 'v');
    expect(idMap.show(100).map(({ season, subjectId }) => [season, subjectId])).toEqual([
      [1, 7],
      [1, 8],
      [2, 7],
      [2, 8],
    ]);
  });

  it('leads from a subject back to where it is placed', () => {
    const items = [
      aMapItem({ id: 7, key: 'tv/100/season/1/episode/13' }),
      aMapItem({ id: 8, key: 'movie/100' }),
    ];
    const idMap = createIdMap(items, 'v');
    expect(idMap.placesOf(7)).toEqual([
      { kind: 'show', tmdb: 100, season: 1, start: 13, startIsGiven: true },
    ]);
    expect(idMap.placesOf(8)).toMatchObject([{ kind: 'movie', tmdb: 100 }]);
    expect(idMap.placesOf(9)).toEqual([]);
    expect(idMap.links.ofSubject(7)).toEqual([]);
  });

  it('takes begin and end as days in Japan, an empty one as unknown', () => {
    const items = [
      { ...aMapItem({ id: 7, key: 'tv/100' }), begin: '2016-04-03T16:35:00.000Z', end: '' },
    ];
    const [entry] = createIdMap(items, 'v').show(100);
    expect(entry).toMatchObject({ begin: Date.parse('2016-04-04') / 86_400_000, end: null });
  });
});

describe('the packaged id map', () => {
  it('names its version and places thousands of subjects', async () => {
    const idMap = await loadIdMap({ log: collectLog().log });
    expect(idMap.version).toMatch(/^bangumi-data \d+\.\d+\.\d+$/);
    expect(idMap.size).toBeGreaterThan(8000);
    expect(idMap.show(65336).map(({ season, subjectId }) => [season, subjectId])).toEqual([
      [1, 147068],
      [2, 211567],
    ]);
  });
});
