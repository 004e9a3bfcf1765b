import { describe, expect, it } from '@jest/globals';
import { createIdMap } from '../../../src/areas/matching/index.js';
import type { EpisodeRow, MediaItem } from '../../../src/areas/matching/index.js';
import { parseAnimeLists } from '../../../src/areas/matching/id-map/anime-lists.js';
import { parseBangumiExtLinker } from '../../../src/areas/matching/id-map/bangumi-ext-linker.js';
import { createLinkedIds } from '../../../src/areas/matching/id-map/linked-ids.js';
import {
  aMovie,
  anEpisode,
  aTitle,
  eveningInJapan,
  weeklyRows,
} from '../../support/matching/builders.js';
import { anAnimeList, type ListedAnime } from '../../support/matching/data-files.js';
import { decideIn, nothing } from '../../support/matching/decide.js';

interface Listed {
  readonly lists?: readonly ListedAnime[];
  readonly ext?: readonly object[];
  readonly rows?: Readonly<Record<number, readonly EpisodeRow[]>>;
}

/** Subjects whose names are nobody's, without a place at TMDB, with ids of AniDB. */
const items = [
  [10, 1, '2020-01-04'],
  [20, 2, '2020-07-04'],
  [30, 3, '2020-01-04'],
] as const;
const bangumiData = items.map(([bangumi, anidb, begin]) => ({
  title: `某作品 ${bangumi}`,
  begin: eveningInJapan(begin),
  sites: [
    { site: 'bangumi', id: String(bangumi) },
    { site: 'anidb', id: String(anidb) },
  ],
}));
const cour = (subjectId: number, from: string) => weeklyRows({ subjectId, from, count: 12 });
const tables = { 10: cour(10, '2020-01-04'), 20: cour(20, '2020-07-04') };

function decide(item: MediaItem, { lists = [], ext = [], rows = tables }: Listed) {
  const links = createLinkedIds({
    bangumiData,
    animeLists: lists.length === 0 ? [] : parseAnimeLists(anAnimeList(...lists), 'a test'),
    extLinks: ext.length === 0 ? [] : parseBangumiExtLinker(JSON.stringify(ext), 'a test'),
  });
  const facts = {
    ...nothing,
    tables: new Map(Object.entries(rows).map(([id, table]) => [Number(id), table])),
  };
  return decideIn(item, { idMap: createIdMap(bangumiData, 'v', links), facts });
}

const show = aTitle({ title: 'Some Work', tmdb: 999, tvdb: 70, imdb: 'tt7' });
const at = (season: number, number: number, date: string | null) =>
  anEpisode({
    season,
    number,
    show,
    firstAired: date === null ? null : eveningInJapan(date),
  });

const first = { anidb: 1, tvdb: 70 };
const second = { anidb: 2, tvdb: 70, offset: 12 };

describe('a show that only other lists know', () => {
  it('is matched where titles lead nowhere and a row of that number is of that day', () => {
    const { decision, asks } = decide(at(1, 3, '2020-01-18'), { lists: [first, second] });
    expect(decision).toMatchObject({ kind: 'matched', subjectId: 10, episodeId: 100_003 });
    expect(asks.filter((ask) => !/^(?:search|titles):/.test(ask))).toEqual([]);
    expect(decision.evidence.map(({ detail }) => detail)).toContain(
      'anime-lists puts TVDB 70, season 1 at subject 10',
    );
  });

  it('has its second half counted from where the list says it begins', () => {
    const { decision } = decide(at(1, 15, '2020-07-18'), { lists: [first, second] });
    expect(decision).toMatchObject({ kind: 'matched', subjectId: 20, episodeId: 200_003 });
    const alone = decide(at(1, 15, '2020-07-18'), { lists: [second] });
    expect(alone.decision).toMatchObject({ kind: 'matched', subjectId: 20, episodeId: 200_003 });
  });

  it('is matched by the weeks since the first where rows have no dates', () => {
    const rows = { 10: tables[10].map((row) => ({ ...row, airdate: null })) };
    expect(decide(at(1, 3, '2020-01-18'), { lists: [first], rows }).decision).toMatchObject({
      kind: 'matched',
      episodeId: 100_003,
    });
  });

  it.each([
    ['the day is another', at(1, 3, '2020-01-25')],
    ['there is no day', at(1, 3, null)],
    ['the season is another', at(2, 3, '2020-01-18')],
  ])('is parked when %s', (_, item) => {
    expect(decide(item, { lists: [first, second] }).decision).toMatchObject({ kind: 'parked' });
  });

  it('is looked for though neither genre nor country suggests it', () => {
    const foreign = { ...at(1, 3, '2020-01-18'), show: { ...show, genres: [], country: 'us' } };
    expect(decide(foreign, { lists: [first] }).decision).toMatchObject({ kind: 'matched' });
    expect(decide(foreign, {}).decision).toMatchObject({ reason: 'out-of-scope' });
  });

  it('is parked when two linked subjects have that number on that day', () => {
    const both = { ...first, anidb: 3 };
    const rows = { 10: tables[10], 30: cour(30, '2020-01-04') };
    expect(decide(at(1, 3, '2020-01-18'), { lists: [first, both], rows }).decision).toMatchObject({
      kind: 'parked',
      reason: 'ambiguous',
    });
  });
});

describe('a show that only the list which is wrong at times knows', () => {
  const ext = [
    { bgm_id: '10', tvdb_id: '70' },
    { bgm_id: '55', imdb_id: 'tt7' },
  ];

  it('is parked with what it says as candidates, whatever number and day say', () => {
    const { decision, asks } = decide(at(1, 3, '2020-01-18'), { ext });
    expect(decision).toMatchObject({
      kind: 'parked',
      reason: 'unmatched',
      candidates: [
        {
          subjectId: 10,
          evidence: [{ detail: 'bangumi-ext-linker puts TVDB 70 at subject 10' }],
        },
        { subjectId: 55 },
      ],
    });
    expect(asks.filter((ask) => !/^(?:search|titles):/.test(ask))).toEqual([]);
  });
});

describe('a film that only other lists know', () => {
  const movie = aTitle({ title: 'Some Film', tmdb: 999, imdb: 'tt7' });
  const film = (released: string | null) => aMovie({ movie, released });
  const rows = { 10: [] };

  it('is matched where it was released about that day', () => {
    const lists = [{ anidb: 1, imdb: 'tt7' }];
    expect(decide(film('2020-01-05'), { lists, rows }).decision).toMatchObject({
      kind: 'matched',
      subjectId: 10,
      episodeId: null,
    });
    expect(decide(film('2020-03-05'), { lists, rows }).decision).toMatchObject({ kind: 'parked' });
  });

  it('is parked when only the list which is wrong at times knows it', () => {
    const ext = [{ bgm_id: '10', imdb_id: 'tt7' }];
    expect(decide(film('2020-01-05'), { ext, rows }).decision).toMatchObject({
      kind: 'parked',
      candidates: [{ subjectId: 10 }],
    });
  });
});
