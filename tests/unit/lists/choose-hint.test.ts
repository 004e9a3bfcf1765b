import { describe, expect, it } from '@jest/globals';
import { chooseHint } from '../../../src/areas/lists/places/choose-hint.js';
import type { MappedPlace, SubjectLink } from '../../../src/areas/matching/index.js';

const place = (more: Partial<MappedPlace> = {}): MappedPlace => ({
  kind: 'show',
  tmdb: 40,
  season: 1,
  start: 1,
  startIsGiven: false,
  ...more,
});
const link = (more: Partial<SubjectLink> = {}): SubjectLink => ({
  kind: 'show',
  idType: 'tvdb',
  id: '400',
  season: 2,
  start: 1,
  source: 'anime-lists',
  ...more,
});
const hintOf = (places: MappedPlace[], links: SubjectLink[] = [], isFilm = false) =>
  chooseHint({ places, links, isFilm });

describe('which id a subject is looked for by', () => {
  it('is that of bangumi-data before any other', () => {
    expect(hintOf([place({ season: 2, start: 13 })], [link()])).toEqual({
      kind: 'show',
      idType: 'tmdb',
      id: '40',
      season: 2,
      start: 13,
      source: 'bangumi-data',
    });
  });

  it('is the film of what is filed as a special too', () => {
    const places = [place({ season: 0 }), place({ kind: 'movie', tmdb: 7, season: 0 })];
    expect(hintOf(places)).toMatchObject({ kind: 'movie', id: '7', season: null });
  });

  it('names no season where there are several, and specials only alone', () => {
    expect(hintOf([place(), place({ season: 2 })])).toMatchObject({ season: null });
    expect(hintOf([place({ season: 0 }), place({ season: 2 })])).toMatchObject({ season: 2 });
    expect(hintOf([place({ season: 0 })])).toMatchObject({ season: 0 });
  });

  it('is none where lists know none, or lead to several shows', () => {
    expect(hintOf([])).toBe('no-id');
    expect(hintOf([place(), place({ tmdb: 41 })])).toBe('ambiguous');
    expect(hintOf([], [link(), link({ id: '401' })])).toBe('ambiguous');
  });

  it('is of TMDB before TVDB before IMDb, and of anime-lists before BangumiExtLinker', () => {
    const imdb = link({ kind: 'either', idType: 'imdb', id: 'tt4', season: null, start: null });
    const ext = link({ source: 'bangumi-ext-linker', idType: 'tmdb', id: '1' });
    expect(hintOf([], [ext, imdb, link()])).toMatchObject({ idType: 'tvdb', season: 2 });
    expect(hintOf([], [ext, imdb])).toMatchObject({ idType: 'imdb', kind: 'show', season: null });
    expect(hintOf([], [imdb], true)).toMatchObject({ idType: 'imdb', kind: 'movie' });
    expect(hintOf([], [ext])).toMatchObject({ source: 'bangumi-ext-linker', id: '1' });
  });
});
