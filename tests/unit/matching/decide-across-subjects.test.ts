import { describe, expect, it } from '@jest/globals';
import { addDays, aMovie, anEpisode, rowsOf, weeklyRows } from '../../support/matching/builders.js';
import {
  continuing,
  decideWith,
  first,
  firstRows,
  matchedTo,
  on,
  parkedAs,
  restarting,
  second,
} from '../../support/matching/two-cours.js';

describe('a season of several subjects', () => {
  const keyed = [first, { ...second, key: 'tv/100/season/1/episode/13' }];

  it('is told apart by the start episodes of the map', () => {
    const tables = { 1: firstRows, 2: restarting };
    expect(decideWith(anEpisode({ number: 12 }), keyed, tables)).toEqual(matchedTo(1, 10_012));
    expect(decideWith(anEpisode({ number: 13 }), keyed, tables)).toEqual(matchedTo(2, 20_001));
    expect(decideWith(anEpisode({ number: 24, ...on('2020-09-19') }), keyed, tables)).toEqual(
      matchedTo(2, 20_012),
    );
  });

  it('does not run past a cour because its prologue makes the wiki count one more', () => {
    // TMDB: 1–12, 13–24 and then a cour without a start episode; the second has a prologue and so an ep 13.
    const third = { id: 3, key: 'tv/100', begin: '2021-01-02', end: '2021-03-20' };
    const rows = weeklyRows({ subjectId: 2, from: '2020-06-27', count: 13, firstSort: 0 });
    const decision = decideWith(anEpisode({ number: 25 }), [...keyed, third], {
      1: firstRows,
      2: rows,
    });
    expect(decision).toEqual(parkedAs('ambiguous'));
  });

  it.each([
    ['going on', continuing],
    ['beginning again', restarting],
  ])('is told apart by date where the map has no start episodes, numbers %s', (_, rows) => {
    const tables = { 1: firstRows, 2: rows };
    const map = [first, second];
    expect(decideWith(anEpisode({ number: 12, ...on('2020-03-21') }), map, tables)).toEqual(
      matchedTo(1, 10_012),
    );
    expect(decideWith(anEpisode({ number: 13, ...on('2020-07-04') }), map, tables)).toEqual(
      matchedTo(2, 20_001),
    );
    expect(decideWith(anEpisode({ number: 20, ...on('2020-08-22') }), map, tables)).toEqual(
      matchedTo(2, 20_008),
    );
  });

  it('does not take a later cour whose own number and date fit a number of the first', () => {
    const decision = decideWith(anEpisode({ number: 5, ...on('2020-08-01') }), [first, second], {
      1: firstRows,
      2: restarting,
    });
    expect(decision).toEqual(parkedAs('ambiguous'));
  });

  it('is told apart without dates only where wiki numbers and counts agree', () => {
    const map = [first, second];
    const item = anEpisode({ number: 20 });
    expect(decideWith(item, map, { 1: firstRows, 2: continuing })).toEqual(matchedTo(2, 20_008));
    expect(decideWith(item, map, { 1: firstRows, 2: restarting })).toEqual(parkedAs('ambiguous'));
    expect(decideWith(item, map, { 2: continuing })).toEqual(parkedAs('ambiguous'));
  });

  it('tells rows of one day apart by number', () => {
    const dropped = continuing.map((row) => ({ ...row, airdate: '2020-07-04' }));
    const decision = decideWith(anEpisode({ number: 15, ...on('2020-07-04') }), [first, second], {
      1: firstRows,
      2: dropped,
    });
    expect(decision).toEqual(matchedTo(2, 20_003));
  });

  it('waits for the next row of the cour on the air', () => {
    const map = [first, { ...second, end: undefined }];
    const tables = { 1: firstRows, 2: continuing.slice(0, 3) };
    expect(decideWith(anEpisode({ number: 16, ...on('2020-07-25') }), map, tables)).toEqual(
      parkedAs('episode-missing', 2),
    );
  });

  it('waits when a third cour has begun that the map does not know', () => {
    const decision = decideWith(anEpisode({ number: 25, ...on('2021-01-02') }), [first, second], {
      1: firstRows,
      2: continuing,
    });
    expect(decision).toEqual(parkedAs('unmatched'));
  });
});

describe('a season the map does not have', () => {
  const seasons = [first, { ...second, key: 'tv/100/season/2' }];
  const tables = { 1: firstRows, 2: restarting };

  it('is found by date and number when TMDB merged it into the first', () => {
    expect(decideWith(anEpisode({ number: 13, ...on('2020-07-04') }), seasons, tables)).toEqual(
      matchedTo(2, 20_001),
    );
    const going = { ...tables, 2: continuing };
    expect(decideWith(anEpisode({ number: 20, ...on('2020-08-22') }), seasons, going)).toEqual(
      matchedTo(2, 20_008),
    );
  });

  it('is found by date and number when TMDB split it', () => {
    const merged = [first, second];
    const item = anEpisode({ season: 2, number: 8, ...on('2020-08-22') });
    expect(decideWith(item, merged, tables)).toEqual(matchedTo(2, 20_008));
    expect(decideWith(item, merged, { 1: firstRows, 2: continuing })).toEqual(matchedTo(2, 20_008));
  });

  it('is not guessed without a date', () => {
    expect(decideWith(anEpisode({ season: 3, number: 1 }), seasons, tables)).toEqual(
      parkedAs('unmatched'),
    );
  });

  it('is not guessed from a date without a number', () => {
    const decision = decideWith(
      anEpisode({ season: 3, number: 7, ...on('2020-07-11') }),
      seasons,
      tables,
    );
    expect(decision.kind).toBe('parked');
  });

  describe('of a long-runner', () => {
    const show = [{ id: 1, key: 'tv/100', begin: '2018-01-06', end: undefined }];
    const rows = { 1: weeklyRows({ subjectId: 1, from: '2018-01-06', count: 150 }) };
    const airdateOf = (number: number) => addDays('2018-01-06', (number - 1) * 7);

    it('is found by the absolute number and the date', () => {
      expect(
        decideWith(anEpisode({ season: 2, number: 63, ...on(airdateOf(63)) }), show, rows),
      ).toEqual(matchedTo(1, 10_063));
    });

    it('waits when its numbers begin again: a date that is a week off would name the next row', () => {
      expect(
        decideWith(anEpisode({ season: 2, number: 5, ...on(airdateOf(63)) }), show, rows),
      ).toEqual(parkedAs('ambiguous'));
    });

    it('is found without a date only by two equal absolute numbers', () => {
      expect(decideWith(anEpisode({ season: 2, number: 63, numberAbs: 63 }), show, rows)).toEqual(
        matchedTo(1, 10_063),
      );
      expect(decideWith(anEpisode({ season: 2, number: 63 }), show, rows)).toEqual(
        parkedAs('unmatched'),
      );
      expect(decideWith(anEpisode({ season: 2, number: 5, numberAbs: 63 }), show, rows)).toEqual(
        parkedAs('unmatched'),
      );
    });
  });
});

describe('specials', () => {
  const special = {
    id: 3,
    key: 'tv/100/season/0/episode/4',
    begin: '2020-12-31',
    end: '2020-12-31',
  };
  const specialRows = rowsOf([{ id: 900, sort: 1, airdate: '2020-12-31' }]);

  it('that the map names are subjects of their own', () => {
    const item = anEpisode({ season: 0, number: 4 });
    expect(decideWith(item, [first, special], { 1: firstRows, 3: specialRows })).toEqual(
      matchedTo(3, 900),
    );
  });

  it('that follow a named one need the date', () => {
    const rows = rowsOf(
      [1, 2].map((sort) => ({
        id: 899 + sort,
        sort,
        airdate: addDays('2020-12-31', (sort - 1) * 30),
      })),
    );
    const map = [first, special];
    const item = anEpisode({ season: 0, number: 5, ...on('2021-01-30') });
    expect(decideWith(item, map, { 3: rows })).toEqual(matchedTo(3, 901));
    expect(decideWith({ ...item, firstAired: null }, map, { 3: rows })).toEqual(
      parkedAs('unmatched'),
    );
    expect(decideWith({ ...item, ...on('2022-01-01') }, map, { 3: rows })).toEqual(
      parkedAs('unmatched'),
    );
  });

  it('are found by the date of a recap row that stands alone', () => {
    const rows = rowsOf(
      [1, 2, 2.5, 3].map((sort, index) => ({
        id: 500 + index,
        sort,
        airdate: addDays('2020-01-04', index * 7),
      })),
    );
    const item = anEpisode({ season: 0, number: 1, ...on('2020-01-18') });
    expect(decideWith(item, [first], { 1: rows })).toEqual(matchedTo(1, 502));
  });

  it('beside a regular episode are not guessed', () => {
    const rows = rowsOf([
      { id: 500, sort: 1, airdate: '2020-01-04' },
      { id: 501, sort: 1, airdate: '2020-01-04', type: 1 },
    ]);
    const item = anEpisode({ season: 0, number: 1, ...on('2020-01-04') });
    expect(decideWith(item, [first], { 1: rows })).toEqual(parkedAs('unmatched'));
  });

  it('never take a regular row', () => {
    const item = anEpisode({ season: 0, number: 5, ...on('2020-02-01') });
    expect(decideWith(item, [first], { 1: firstRows })).toEqual(parkedAs('unmatched'));
  });
});

describe('films', () => {
  const film = { id: 5, key: 'movie/100', begin: '2020-10-16' };

  it('without rows are matched to their subject', () => {
    expect(decideWith(aMovie(), [film], { 5: [] })).toEqual(matchedTo(5, null));
  });

  it('with one main row are matched to it', () => {
    const rows = rowsOf([
      { id: 700, sort: 1 },
      { id: 701, sort: 1, type: 1 },
    ]);
    expect(decideWith(aMovie(), [film], { 5: rows })).toEqual(matchedTo(5, 700));
  });

  it('with several rows, or gone from Bangumi, wait', () => {
    const rows = rowsOf([1, 2].map((sort) => ({ id: 700 + sort, sort })));
    expect(decideWith(aMovie(), [film], { 5: rows })).toEqual(parkedAs('ambiguous', 5));
    expect(decideWith(aMovie(), [film], {})).toEqual(parkedAs('unmatched'));
  });

  it('that share an id are told apart by their release', () => {
    const films = [film, { id: 6, key: 'movie/100', begin: '2021-10-16' }];
    const tables = { 5: [], 6: [] };
    expect(decideWith(aMovie({ released: '2021-10-15' }), films, tables)).toEqual(
      matchedTo(6, null),
    );
    expect(decideWith(aMovie(), films, tables)).toEqual(parkedAs('ambiguous'));
  });
});
