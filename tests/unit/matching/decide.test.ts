import { describe, expect, it } from '@jest/globals';
import { createIdMap } from '../../../src/areas/matching/index.js';
import type { EpisodeRow, MediaItem, TitleFacts } from '../../../src/areas/matching/index.js';
import {
  addDays,
  aMovie,
  anEpisode,
  aTitle,
  rowsOf,
  weeklyRows,
  aMapItem,
} from '../../support/matching/builders.js';
import type { MapItem } from '../../support/matching/builders.js';
import { decideIn, nothing } from '../../support/matching/decide.js';
import {
  decideWith,
  first,
  firstRows,
  matchedTo,
  on,
  parkedAs,
  second,
} from '../../support/matching/two-cours.js';

describe('the gate', () => {
  it.each([
    ['anime', { genres: ['Anime'], country: 'us' }],
    ['donghua', { genres: ['donghua'], country: null }],
    ['Japan', { genres: [], country: 'jp' }],
    ['Korea', { genres: ['drama'], country: 'kr' }],
    ['no TMDB id', { tmdb: null }],
  ])('parks a title the map does not know that may be on Bangumi: %s', (_, facts) => {
    const show = aTitle({ tmdb: 999, ...facts });
    expect(decideWith(anEpisode({ show }), [first], {})).toEqual(parkedAs('unmatched'));
    expect(decideWith(aMovie({ movie: show }), [first], {})).toEqual(parkedAs('unmatched'));
  });

  it('leaves out what nothing suggests', () => {
    const show = aTitle({ tmdb: 999, genres: ['drama'], country: 'us' });
    const decision = decideWith(anEpisode({ show }), [first], {});
    expect(decision).toMatchObject({
      kind: 'excluded',
      reason: 'out-of-scope',
      evidence: [{ signal: 'gate' }],
    });
  });
});

describe('a season of one subject', () => {
  const decideHere = (facts: Parameters<typeof anEpisode>[0], rows: readonly EpisodeRow[]) =>
    decideWith(anEpisode(facts), [first], { 1: rows });

  it('is matched by number and date', () => {
    const decision = decideHere({ number: 5, ...on('2020-02-01') }, firstRows);
    expect(decision).toEqual(matchedTo(1, 10_005));
    expect(decision.evidence.map(({ signal }) => signal)).toEqual(
      expect.arrayContaining(['id-map', 'number', 'air-date']),
    );
  });

  it('is matched by number alone when no date is known', () => {
    expect(decideHere({ number: 5 }, firstRows)).toEqual(matchedTo(1, 10_005));
    const undated = firstRows.map((row) => ({ ...row, airdate: null }));
    expect(decideHere({ number: 5, ...on('2020-02-01') }, undated)).toEqual(matchedTo(1, 10_005));
  });

  it('takes a late night for the day before, as the wiki does', () => {
    // 25:30 on Saturday is 01:30 on Sunday in Japan and 16:30 on Saturday in UTC.
    expect(decideHere({ number: 5, firstAired: '2020-02-01T16:30:00.000Z' }, firstRows)).toEqual(
      matchedTo(1, 10_005),
    );
  });

  it('waits when number and date name different rows', () => {
    const decision = decideHere({ number: 5, ...on('2020-02-22') }, firstRows);
    expect(decision).toEqual(parkedAs('ambiguous'));
    expect(decision).toMatchObject({ candidates: [{ subjectId: 1, episodeId: 10_005 }] });
  });

  it('forgives a slip of two days in the wiki', () => {
    const slipped = firstRows.map((row) =>
      row.sort === 5 ? { ...row, airdate: '2020-02-03' } : row,
    );
    expect(decideHere({ number: 5, ...on('2020-02-01') }, slipped)).toEqual(matchedTo(1, 10_005));
  });

  it('trusts the number when the wiki dates a row years off, by another run', () => {
    const elsewhere = firstRows.map((row) =>
      row.sort === 5 ? { ...row, airdate: '2015-05-05' } : row,
    );
    expect(decideHere({ number: 5, ...on('2020-02-01') }, elsewhere)).toEqual(matchedTo(1, 10_005));
  });

  it('does not take an undated row that lies elsewhere by its neighbours', () => {
    const undated = firstRows.map((row) => (row.sort === 5 ? { ...row, airdate: null } : row));
    expect(decideHere({ number: 5, ...on('2020-02-01') }, undated)).toEqual(matchedTo(1, 10_005));
    expect(decideHere({ number: 5, ...on('2020-03-14') }, undated)).toEqual(parkedAs('ambiguous'));
  });

  it('waits for a row that is not listed yet', () => {
    const listed = firstRows.slice(0, 8);
    expect(decideHere({ number: 9, ...on('2020-02-29') }, listed)).toEqual(
      parkedAs('episode-missing', 1),
    );
    expect(decideHere({ number: 1, ...on('2020-01-04') }, [])).toEqual(
      parkedAs('episode-missing', 1),
    );
  });

  it('does not hold a subject for certain when the number and date are past its end', () => {
    expect(decideHere({ number: 13, ...on('2020-07-04') }, firstRows)).toEqual(
      parkedAs('unmatched'),
    );
    expect(decideHere({ number: 13 }, firstRows)).toEqual(parkedAs('unmatched'));
  });

  it('waits when the subject is gone', () => {
    expect(decideWith(anEpisode(), [first], {})).toEqual(parkedAs('unmatched'));
  });

  it('tells rows of one day apart by number', () => {
    const dropped = firstRows.map((row) => ({ ...row, airdate: '2020-01-04' }));
    expect(decideHere({ number: 9, ...on('2020-01-04') }, dropped)).toEqual(matchedTo(1, 10_009));
  });
});

describe('odd numbers of the wiki', () => {
  const decideHere = (facts: Parameters<typeof anEpisode>[0], rows: readonly EpisodeRow[]) =>
    decideWith(anEpisode(facts), [first], { 1: rows });
  const weekly = (sorts: readonly number[]) =>
    rowsOf(
      sorts.map((sort, index) => ({
        id: 500 + index,
        sort,
        airdate: addDays('2020-01-04', index * 7),
      })),
    );

  it('go on from the season before while TMDB begins at 1', () => {
    const rows = weeklyRows({ subjectId: 2, from: '2020-07-04', count: 12, firstSort: 13 });
    const map = [first, { ...second, key: 'tv/100/season/2' }];
    const decision = decideWith(anEpisode({ season: 2, number: 1, ...on('2020-07-04') }), map, {
      1: firstRows,
      2: rows,
    });
    expect(decision).toEqual(matchedTo(2, 20_001));
  });

  it('begin with a prologue: the date tells whether TMDB counts it', () => {
    const rows = weekly([0, 1, 2, 3]);
    expect(decideHere({ number: 1, ...on('2020-01-04') }, rows)).toEqual(matchedTo(1, 500));
    expect(decideHere({ number: 1, ...on('2020-01-11') }, rows)).toEqual(matchedTo(1, 501));
    expect(decideHere({ number: 1 }, rows)).toEqual(parkedAs('ambiguous'));
    const sameDay = rows.map((row) => ({ ...row, airdate: '2020-01-04' }));
    expect(decideHere({ number: 1, ...on('2020-01-04') }, sameDay)).toEqual(parkedAs('ambiguous'));
  });

  it('begin with a fraction', () => {
    const rows = weekly([1.1, 1.2, 2, 3]).map((row) =>
      row.id === 501 ? { ...row, airdate: '2020-01-04' } : row,
    );
    expect(decideHere({ number: 1, ...on('2020-01-04') }, rows)).toEqual(matchedTo(1, 500));
    expect(decideHere({ number: 2, ...on('2020-01-18') }, rows)).toEqual(matchedTo(1, 502));
  });

  it('hold a recap that TMDB counts: position and date agree', () => {
    const rows = weekly([1, 2, 2.5, 3, 4]);
    expect(decideHere({ number: 3, ...on('2020-01-18') }, rows)).toEqual(matchedTo(1, 502));
    expect(decideHere({ number: 4, ...on('2020-01-25') }, rows)).toEqual(matchedTo(1, 503));
    expect(decideHere({ number: 5, ...on('2020-02-01') }, rows)).toEqual(matchedTo(1, 504));
  });

  it('hold a recap that TMDB does not count: the list position is never taken for a number', () => {
    const rows = weekly([1, 2, 2.5, 3, 4]);
    expect(decideHere({ number: 3, ...on('2020-01-25') }, rows)).toEqual(matchedTo(1, 503));
    expect(decideHere({ number: 3 }, rows)).toEqual(matchedTo(1, 503));
  });

  it('count a recap as a whole episode: its name and the date tell', () => {
    const rows = weekly([1, 2, 3, 4, 5]).map((row) =>
      row.sort === 3 ? { ...row, name: '総集編' } : row,
    );
    expect(decideHere({ number: 3, ...on('2020-01-25') }, rows)).toEqual(matchedTo(1, 503));
    expect(decideHere({ number: 4, ...on('2020-02-01') }, rows)).toEqual(matchedTo(1, 504));
  });
});

describe('what is looked up', () => {
  /** Episode tables, by subject. */
  const asked = (item: MediaItem, map: readonly MapItem[]) =>
    looked(item, map)
      .filter((key) => key.startsWith('table:'))
      .map((key) => Number(key.slice('table:'.length)));
  const looked = (item: MediaItem, map: readonly MapItem[]) => {
    const idMap = createIdMap(map.map(aMapItem), 'v');
    return decideIn(item, { idMap, facts: nothing }).asks;
  };

  it('is the title where the map does not know the show', () => {
    const show = aTitle({ title: 'A -Show-', tmdb: 999, country: 'cn' });
    expect(looked(anEpisode({ show }), [first])).toEqual(['search:2:A Show']);
    expect(looked(aMovie({ movie: { ...show, genres: [] } }), [first])).toEqual([
      'search:2+6:A Show',
      'titles:movie:1',
    ]);
  });

  describe('of other titles', () => {
    const unknown = aTitle({ traktId: 7, title: 'Yoake no Tan', tmdb: 999 });
    const askedOfTrakt = (show: TitleFacts, more: object = on('2020-01-04')) =>
      looked(anEpisode({ show, ...more }), [first]).filter((key) => key.startsWith('titles:'));

    it('is asked where the titles that came with it lead nowhere', () => {
      expect(askedOfTrakt(unknown)).toEqual(['titles:show:7']);
      expect(askedOfTrakt({ ...unknown, country: null, genres: [] })).toEqual(['titles:show:7']);
    });

    it('is not asked where they lead to a subject of that title', () => {
      expect(askedOfTrakt({ ...unknown, title: 'subject 1' })).toEqual([]);
    });

    it.each([
      ['a series', { genres: ['drama'], country: 'us' }],
      ['a cartoon', { genres: ['animation', 'comedy'], country: 'us' }],
      ['a drama of no country', { genres: ['drama'], country: null }],
    ])('is not asked for what nothing says is of Asia: %s', (_, facts) => {
      expect(askedOfTrakt({ ...unknown, ...facts })).toEqual([]);
    });

    it('is not asked of an episode without a date: no title could decide it', () => {
      expect(askedOfTrakt(unknown, {})).toEqual([]);
    });
  });

  it('is one table where the map names the subject', () => {
    const seasons = [first, { ...second, key: 'tv/100/season/2' }];
    expect(asked(anEpisode({ season: 2, number: 3, ...on('2020-07-18') }), seasons)).toEqual([2]);
  });

  it('is also the earlier cours of the one on the air', () => {
    expect(asked(anEpisode({ number: 3, ...on('2020-01-18') }), [first, second])).toEqual([1]);
    expect(asked(anEpisode({ number: 15, ...on('2020-07-18') }), [first, second])).toEqual([1, 2]);
  });
});
