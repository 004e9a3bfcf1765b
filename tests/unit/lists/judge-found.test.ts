import { describe, expect, it } from '@jest/globals';
import type { Hint } from '../../../src/areas/lists/places/choose-hint.js';
import { judgeFound } from '../../../src/areas/lists/places/judge-found.js';
import { judgeSeason } from '../../../src/areas/lists/places/season-on-trakt.js';
import { namelessTitle, type TraktTitle } from '../../../src/areas/lists/places/trakt-title.js';

const aHint = (more: Partial<Hint> = {}): Hint => ({
  kind: 'show',
  idType: 'tmdb',
  id: '40',
  season: 1,
  start: 1,
  source: 'bangumi-data',
  ...more,
});
const found = (more: Partial<TraktTitle> = {}): TraktTitle => ({
  ...namelessTitle(4),
  title: 'Fruits Basket',
  originalTitle: 'フルーツバスケット',
  year: 2019,
  begin: '2019-04-05',
  ...more,
});
const judge = (
  subject: { readonly names?: readonly string[]; readonly date?: string | null },
  title: Partial<TraktTitle> = {},
  hint: Partial<Hint> = {},
) => {
  const judged = { names: ['フルーツバスケット'], date: '2019-04-06', ...subject };
  const { kind, ...rest } = judgeFound(judged, aHint(hint), found(title));
  return 'reason' in rest ? `${kind}: ${rest.reason}` : kind;
};
const other = { names: ['別の作品', '另一部作品'] };
const latin = { title: 'The Other One', originalTitle: null };

describe('the second signal', () => {
  it.each<[string, string, string]>([
    ['name and day', judge({}), 'agrees'],
    [
      'the name alone, in either script',
      judge({ names: ['水果篮子', 'ふるーつばすけっと'], date: null }),
      'agrees',
    ],
    ['the English name', judge({ names: ['果物籠', 'Fruits Basket'] }), 'agrees'],
    ['the day alone', judge(other), 'agrees'],
    [
      'the year, where names cannot be compared',
      judge({ ...other, date: '2019-09-01' }, latin),
      'agrees',
    ],
    [
      'the year against another name',
      judge({ ...other, date: '2019-09-01' }),
      'open: title-differs',
    ],
    ['nothing', judge({ ...other, date: null }, latin), 'open: nothing-agrees'],
    ['a remake of the same name', judge({ date: '2001-07-05' }), 'differs: date-differs'],
    [
      'another year, without a day',
      judge({ date: '2001-07-05' }, { begin: null }),
      'differs: date-differs',
    ],
    ['a later season', judge({ date: '2021-04-06' }, {}, { season: 3 }), 'agrees'],
    [
      'a later season that was before it all',
      judge({ date: '2001-07-05' }, {}, { season: 3 }),
      'differs: date-differs',
    ],
    [
      'a later season by another name',
      judge({ ...other, date: '2021-04-06' }, {}, { season: 3 }),
      'open: title-differs',
    ],
    ['the second cour of a season', judge({ date: '2020-07-06' }, {}, { start: 13 }), 'agrees'],
    [
      'a film shown abroad half a year later',
      judge({ date: '2018-11-01' }, {}, { kind: 'movie', season: null }),
      'agrees',
    ],
  ])('is %s', (_what, verdict, expected) => {
    expect(verdict).toBe(expected);
  });

  it('has to be both for a list of which one link in twelve is wrong', () => {
    const source = { source: 'bangumi-ext-linker' } as const;
    expect(judge({}, {}, source)).toBe('agrees');
    expect(judge({ date: null }, {}, source)).toBe('open: nothing-agrees');
    expect(judge(other, {}, source)).toBe('open: nothing-agrees');
  });
});

describe('the dates of a season', () => {
  const season = {
    number: 2,
    traktId: 9,
    episodes: 3,
    days: ['2020-01-01', '2020-01-08', '2020-07-01'],
  };

  it.each([
    ['2020-01-05', 'agrees'],
    ['2020-07-03', 'agrees'],
    ['2020-04-01', 'unknown'],
    ['2019-11-01', 'unknown'],
    ['2019-06-01', 'differs'],
    ['2021-01-01', 'differs'],
    [null, 'unknown'],
    ['2020', 'unknown'],
  ])('say of %s: %s', (date, verdict) => {
    expect(judgeSeason(date, season)).toBe(verdict);
  });

  it('say nothing where there are none', () => {
    expect(judgeSeason('2020-01-05', { ...season, days: [] })).toBe('unknown');
  });
});
