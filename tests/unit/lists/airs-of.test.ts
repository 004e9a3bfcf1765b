import { describe, expect, it } from '@jest/globals';
import { airsOf, type Airing } from '../../../src/areas/lists/facts/airs-of.js';
import { dayOfDate } from '../../../src/areas/matching/index.js';

const listedAs = (begin: string | null, end: string | null) => ({
  subjectId: 1,
  type: 2,
  names: ['アニメ'],
  begin: dayOfDate(begin),
  end: dayOfDate(end),
  platform: 'TV',
  eps: 0,
  imdb: null,
});
const airs = (more: Partial<Airing> = {}) =>
  airsOf({
    date: '2026-10-04',
    eps: 12,
    listed: null,
    table: undefined,
    now: new Date('2026-11-30T00:00:00Z'),
    ...more,
  });

describe('when a subject is on the air', () => {
  it.each<[string, ReturnType<typeof airs>, ReturnType<typeof airs>]>([
    ['to an end nobody knows', airs(), { from: '2026-10-04', to: null }],
    [
      'to the end that bangumi-data names',
      airs({ listed: listedAs('2026-10-03', '2026-12-20') }),
      { from: '2026-10-04', to: '2026-12-20' },
    ],
    [
      'still, where bangumi-data has a beginning and no end',
      airs({ listed: listedAs('2026-10-04', null) }),
      { from: '2026-10-04', to: 'open' },
    ],
    [
      'no more, where that end is long overdue',
      airs({ date: '2024-10-04', listed: listedAs('2024-10-04', null) }),
      { from: '2024-10-04', to: null },
    ],
    [
      'to the last row of a table that is complete',
      airs({ table: { rows: 12, lastDay: '2026-12-27' } }),
      { from: '2026-10-04', to: '2026-12-27' },
    ],
    [
      'to an unknown end, where the table is not complete',
      airs({ table: { rows: 8, lastDay: '2026-11-27' } }),
      { from: '2026-10-04', to: null },
    ],
    ['for a day, as a film', airs({ eps: 1 }), { from: '2026-10-04', to: '2026-10-04' }],
    ['at no known time', airs({ date: '2027' }), { from: null, to: null }],
    [
      'from the day of bangumi-data, where the wiki has none',
      airs({ date: null, listed: listedAs('2026-10-03', null) }),
      { from: '2026-10-03', to: 'open' },
    ],
  ])('is %s', (_what, found, expected) => {
    expect(found).toEqual(expected);
  });
});
