import { describe, expect, it } from '@jest/globals';
import { parseAnimeLists } from '../../../src/areas/matching/id-map/anime-lists.js';
import { parseBangumiExtLinker } from '../../../src/areas/matching/id-map/bangumi-ext-linker.js';
import { createLinkedIds } from '../../../src/areas/matching/id-map/linked-ids.js';
import { InputError } from '../../../src/platform/lib/errors.js';
import { anAnimeList, type ListedAnime } from '../../support/matching/data-files.js';

const lists = (...all: readonly ListedAnime[]) => parseAnimeLists(anAnimeList(...all), 'a test');
const links = (...all: readonly object[]) => parseBangumiExtLinker(JSON.stringify(all), 'a test');

const faultsOf = (act: () => unknown) => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof InputError) return thrown.faults;
    throw thrown;
  }
  return [];
};

/** Bangumi subject and AniDB id, as bangumi-data joins them. */
const item = (bangumi: number, anidb: number) => ({
  title: `title ${bangumi}`,
  sites: [
    { site: 'bangumi', id: String(bangumi) },
    { site: 'anidb', id: String(anidb) },
  ],
});

describe('parseAnimeLists', () => {
  it('reads ids, seasons, offsets and mappings of episodes', () => {
    const mappings =
      '<mapping anidbseason="0" tvdbseason="0">;1-3;2-4+5;6-0;</mapping>' +
      '<mapping anidbseason="1" tvdbseason="2" start="13" end="24" offset="-12"/>';
    const [entry] = lists({ anidb: 5, tvdb: 70, season: 'a', imdb: 'tt1,tt2,unknown', mappings });
    expect(entry).toEqual({
      anidb: 5,
      tvdb: 70,
      tvdbSeason: null,
      episodeOffset: 0,
      tmdbTv: null,
      tmdbSeason: null,
      tmdbOffset: 0,
      tmdbMovies: [],
      imdb: ['tt1', 'tt2'],
      mappings: [
        {
          anidbSeason: 0,
          tvdbSeason: 0,
          tmdbSeason: null,
          start: null,
          end: null,
          offset: 0,
          pairs: [
            [1, [3]],
            [2, [4, 5]],
            [6, []],
          ],
        },
        {
          anidbSeason: 1,
          tvdbSeason: 2,
          tmdbSeason: null,
          start: 13,
          end: 24,
          offset: -12,
          pairs: [],
        },
      ],
    });
  });

  it('takes words in place of a TVDB id for none', () => {
    expect(lists({ anidb: 7, tvdb: 'movie', season: '' })).toMatchObject([
      { anidb: 7, tvdb: null, tvdbSeason: null },
    ]);
  });

  it('leaves out an entry with a number nobody can read, and its neighbours not', () => {
    const mappings = '<mapping anidbseason="1" tvdbseason="2" start="x" end="3"/>';
    const entries = lists(
      { anidb: 1, tvdb: 10 },
      { anidb: 2, tvdb: 20, mappings },
      { anidb: 3, tvdb: 30 },
    );
    expect(entries.map(({ anidb }) => anidb)).toEqual([1, 3]);
  });

  it.each([
    ['torn XML', anAnimeList({ anidb: 1 }).slice(0, 150), { place: 'line 3', message: /not XML/ }],
    ['another root', '<list/>', { place: 'line 1', message: /expected <anime-list>, got <list>/ }],
    [
      'no id',
      '<anime-list>\n<anime tvdbid="5"/></anime-list>',
      { place: 'line 2', message: /no usable anidbid/ },
    ],
    [
      'nothing in it',
      '<anime-list></anime-list>',
      { place: '/anime-list', message: /no anime in it/ },
    ],
    ['a page', '<html><br></html>', { place: 'line 1', message: /not XML|expected <anime-list>/ }],
    ['nothing', '', { place: 'line 1', message: /not XML/ }],
  ])('says where and what is wrong with %s', (_, text, { place, message }) => {
    const faults = faultsOf(() => parseAnimeLists(text, 'a test'));
    expect(faults[0]?.place).toContain(place);
    expect(faults[0]?.message).toMatch(message);
    expect(faults.length).toBeLessThanOrEqual(5);
  });
});

describe('parseBangumiExtLinker', () => {
  it('reads the ids, and takes what nobody can read for none', () => {
    const [full, bare] = links(
      { bgm_id: '8', anidb_id: '5373', tmdb_id: 'tv/3/season/2', imdb_id: 'tt11', tvdb_id: '79' },
      { bgm_id: '9', anidb_id: 'none', imdb_id: 5 },
    );
    expect(full).toEqual({
      subjectId: 8,
      tmdb: { kind: 'tv', tmdb: 3, season: 2, start: null },
      tvdb: 79,
      imdb: 'tt11',
      anidb: 5373,
    });
    expect(bare).toEqual({ subjectId: 9, tmdb: null, tvdb: null, imdb: null, anidb: null });
  });

  it.each([
    ['no JSON', '[{"bgm_id": "1"', { place: '/', message: /not JSON/ }],
    ['no list', '{}', { place: '/', message: /array/ }],
    ['an empty list', '[]', { place: '/', message: /./ }],
    [
      'no subject',
      '[{"bgm_id":"1"},{"bgm_id":"x"}]',
      { place: '/1/bgm_id', message: /expected a number/ },
    ],
  ])('says where and what is wrong with %s', (_, text, { place, message }) => {
    const [fault] = faultsOf(() => parseBangumiExtLinker(text, 'a test'));
    expect(fault?.place).toBe(place);
    expect(fault?.message).toMatch(message);
  });
});

const noIds = { tmdb: null, tvdb: null, imdb: null };

describe('createLinkedIds', () => {
  it('finds the subjects of a TVDB season over their AniDB ids, by where they begin', () => {
    const ids = createLinkedIds({
      bangumiData: [item(20, 2), item(10, 1), item(30, 3)],
      animeLists: lists(
        { anidb: 1, tvdb: 70 },
        { anidb: 2, tvdb: 70, offset: 12 },
        { anidb: 3, tvdb: 70, season: 2 },
      ),
    });
    expect(ids.ofShow({ ...noIds, tvdb: 70 }, 1)).toEqual([
      { subjectId: 10, season: 1, start: 1, source: 'anime-lists', by: 'TVDB 70' },
      { subjectId: 20, season: 1, start: 13, source: 'anime-lists', by: 'TVDB 70' },
    ]);
    expect(ids.ofShow({ ...noIds, tvdb: 70 }, 2).map(({ subjectId }) => subjectId)).toEqual([30]);
    expect(ids.ofShow({ ...noIds, tvdb: 71 }, 1)).toEqual([]);
  });

  it('places a title that is numbered through in the seasons its mappings name, and elsewhere without season', () => {
    const mappings =
      '<mapping anidbseason="0" tvdbseason="3">;1-1;</mapping>' +
      '<mapping anidbseason="1" tvdbseason="1" start="1" end="12"/>' +
      '<mapping anidbseason="1" tvdbseason="2" start="13" end="24" offset="-8"/>' +
      '<mapping anidbseason="1" tvdbseason="0">;25-7;26-6;27-0;</mapping>';
    const ids = createLinkedIds({
      bangumiData: [item(10, 1)],
      animeLists: lists({ anidb: 1, tvdb: 70, season: 'a', mappings }),
    });
    const at = (season: number) =>
      ids.ofShow({ ...noIds, tvdb: 70 }, season).map((one) => [one.season, one.start]);
    expect([at(1), at(2), at(0), at(3)]).toEqual([[[1, 1]], [[2, 5]], [[0, 6]], [[null, 1]]]);
  });

  it('ranks what BangumiExtLinker says last, and does not let it say again what is known', () => {
    const ids = createLinkedIds({
      bangumiData: [item(10, 1)],
      animeLists: lists(
        { anidb: 1, tvdb: 70, offset: 24, imdb: 'tt1' },
        { anidb: 2, tvdb: 70, imdb: 'tt1' },
      ),
      extLinks: links(
        { bgm_id: '10', anidb_id: '2', tvdb_id: '70', imdb_id: 'tt1' },
        { bgm_id: '11', anidb_id: '2' },
        { bgm_id: '12', tvdb_id: '70' },
      ),
    });
    expect(ids.ofShow({ ...noIds, tvdb: 70 }, 1)).toEqual([
      { subjectId: 10, season: 1, start: 25, source: 'anime-lists', by: 'TVDB 70' },
      { subjectId: 11, season: 1, start: 1, source: 'bangumi-ext-linker', by: 'TVDB 70' },
      { subjectId: 12, season: null, start: null, source: 'bangumi-ext-linker', by: 'TVDB 70' },
    ]);
    expect(
      ids.ofMovie({ ...noIds, imdb: 'tt1' }).map(({ subjectId, source }) => [subjectId, source]),
    ).toEqual([
      [10, 'anime-lists'],
      [11, 'bangumi-ext-linker'],
    ]);
  });

  it('finds films and shows by TMDB and IMDb, too', () => {
    const ids = createLinkedIds({
      bangumiData: [item(10, 1), item(20, 2)],
      animeLists: lists(
        { anidb: 1, tmdb: 900, tmdbSeason: 2, tmdbOffset: 12 },
        { anidb: 2, film: 900, imdb: 'tt2' },
      ),
      extLinks: links({ bgm_id: '30', tmdb_id: 'tv/900' }, { bgm_id: '40', tmdb_id: 'movie/900' }),
    });
    const tmdb = { ...noIds, tmdb: 900 };
    expect(ids.ofShow(tmdb, 2)).toEqual([
      { subjectId: 10, season: 2, start: 13, source: 'anime-lists', by: 'TMDB 900' },
      { subjectId: 30, season: null, start: null, source: 'bangumi-ext-linker', by: 'TMDB 900' },
    ]);
    expect(ids.ofShow(tmdb, null).map(({ subjectId }) => subjectId)).toEqual([10, 30]);
    expect(ids.ofShow(tmdb, 1).map(({ subjectId }) => subjectId)).toEqual([30]);
    expect(ids.ofMovie(tmdb).map(({ subjectId }) => subjectId)).toEqual([20, 40]);
    expect(ids.ofMovie({ ...noIds, imdb: 'tt2' }).map(({ by }) => by)).toEqual(['IMDb tt2']);
  });

  it('leads from a subject back to every id that leads there', () => {
    const ids = createLinkedIds({
      bangumiData: [item(10, 1)],
      animeLists: lists({ anidb: 1, tvdb: 70, season: 2, offset: 12, film: 900, imdb: 'tt1' }),
      extLinks: links({ bgm_id: '30', tmdb_id: 'tv/901' }),
    });
    const source = 'anime-lists';
    expect(ids.ofSubject(10)).toEqual([
      { kind: 'show', idType: 'tvdb', id: '70', season: 2, start: 13, source },
      { kind: 'movie', idType: 'tmdb', id: '900', season: null, start: null, source },
      { kind: 'either', idType: 'imdb', id: 'tt1', season: null, start: null, source },
    ]);
    expect(ids.ofSubject(30)).toMatchObject([{ kind: 'show', idType: 'tmdb', id: '901' }]);
    expect(ids.ofSubject(40)).toEqual([]);
  });

  it('knows nothing without files', () => {
    const ids = createLinkedIds({ bangumiData: [item(10, 1)] });
    expect([ids.ofShow({ ...noIds, tvdb: 70 }, 1), ids.ofMovie({ ...noIds, imdb: 'tt1' })]).toEqual(
      [[], []],
    );
  });
});
