import { describe, expect, it } from '@jest/globals';
import { passing } from '../../support/lists/evaluating.js';

describe('a condition', () => {
  it('lets nothing pass that is not known, unless asked to', () => {
    const years = [{ year: 1999 }, { year: 2020 }, { year: null }];
    expect(passing({ by: 'year', from: 2000 }, ...years)).toEqual([2]);
    expect(passing({ by: 'year', from: 2000, or_unknown: true }, ...years)).toEqual([2, 3]);
    expect(passing({ by: 'not', of: { by: 'year', from: 2000 } }, ...years)).toEqual([1, 3]);
  });

  it('may be about the unrated alone', () => {
    const rates = { trakt: null, bangumi: { rating: 5, at: null } };
    expect(passing({ by: 'own-rating', or_unknown: true }, { rates }, {})).toEqual([2]);
    expect(passing({ by: 'own-rating', from: 5, or_unknown: true }, { rates }, {})).toEqual([1, 2]);
  });

  it('on Bangumi’s score may ask for enough votes', () => {
    const scores = [
      { score: 9, votes: 3 },
      { score: 7, votes: 900 },
      { score: 7, votes: null },
    ];
    expect(passing({ by: 'bangumi-score', from: 7, votes_at_least: 100 }, ...scores)).toEqual([2]);
    expect(passing({ by: 'bangumi-score', to: 8 }, ...scores)).toEqual([2, 3]);
  });

  it('takes words whatever their case and width', () => {
    const tagged = [{ tags: ['ＳＦ', '百合'] }, { tags: ['sf'] }, { tags: [] }];
    expect(passing({ by: 'tags', any: ['SF'] }, ...tagged)).toEqual([1, 2]);
    expect(passing({ by: 'tags', all: ['sf', '百合'] }, ...tagged)).toEqual([1]);
    expect(passing({ by: 'tags', any: ['sf'], none: ['百合'] }, ...tagged)).toEqual([2]);
    expect(passing({ by: 'genres', none: ['drama'] }, { genres: ['Drama'] }, {})).toEqual([2]);
  });

  it('finds words of a title in any language, simplified or traditional', () => {
    const names = [
      { names: { zh: '葬送的芙莉蓮', ja: null, en: null } },
      { names: { zh: null, ja: '葬送のフリーレン', en: 'Frieren: Beyond Journey’s End' } },
    ];
    expect(passing({ by: 'title', contains: '芙莉莲' }, ...names)).toEqual([1]);
    expect(passing({ by: 'title', contains: 'FRIEREN beyond' }, ...names)).toEqual([2]);
  });

  it('on kind, type, country and state names what may be', () => {
    expect(passing({ by: 'kind', in: ['show'] }, {})).toEqual([]);
    expect(
      passing({ by: 'type', in: ['anime'] }, { type: 'anime' }, { type: 'live-action' }),
    ).toEqual([1]);
    expect(passing({ by: 'country', in: ['jp'] }, { country: 'cn' }, { country: 'jp' })).toEqual([
      2,
    ]);
    expect(passing({ by: 'state', in: ['wish'] }, { state: 'done' }, { state: 'wish' })).toEqual([
      2,
    ]);
  });

  it('knows what is airing by the person’s day', () => {
    const aired = [
      { airs: { from: '2026-10-05', to: '2026-12-21' } },
      { airs: { from: '2026-10-05', to: 'open' } },
      { airs: { from: '2026-10-05', to: null } },
      { airs: { from: '2026-10-05', to: '2026-11-30' } },
      { airs: { from: '2026-12-01', to: 'open' } },
      { airs: { from: '2026-12-02', to: 'open' } },
    ];
    expect(passing({ by: 'airing' }, ...aired)).toEqual([1, 2, 5]);
  });

  it('knows this season, the last and the next', () => {
    const premieres = ['2026-09-30', '2026-10-01', '2026-12-31', '2027-01-01', '2025-10-01'].map(
      (from) => ({ airs: { from, to: null } }),
    );
    expect(passing({ by: 'premiered', season: 'previous' }, ...premieres)).toEqual([1]);
    expect(passing({ by: 'premiered', season: 'current' }, ...premieres)).toEqual([2, 3]);
    expect(passing({ by: 'premiered', season: 'next' }, ...premieres)).toEqual([4]);
  });

  it('on progress is in per cent of what there is', () => {
    const progress = (watched: number, total: number | null) => ({
      progress: { watched, total, parked: 0 },
    });
    const begun = [progress(3, 12), progress(11, 12), progress(5, null), progress(1, 0)];
    expect(passing({ by: 'progress', from: 50 }, ...begun)).toEqual([2]);
  });

  it('on dates counts whole days of the person’s clock, or back from now', () => {
    const times = ['2026-11-01T15:59:59Z', '2026-11-01T16:00:00Z', '2026-11-02T15:59:59Z'];
    const watched = [...times, '2026-11-02T16:00:00Z', '2026-11-29T00:00:00Z'].map((time) => ({
      watchedAt: new Date(time),
    }));
    const by = { by: 'date', of: 'watched' };
    expect(passing({ ...by, from: '2026-11-02', to: '2026-11-02' }, ...watched)).toEqual([2, 3]);
    expect(passing({ ...by, within_days: 2 }, ...watched, {})).toEqual([5]);
  });

  it('on the release goes by its day, which has no clock', () => {
    const released = ['2026-11-01', '2026-11-02', '2026-11-03'].map((from) => ({
      airs: { from, to: null },
    }));
    const by = { by: 'date', of: 'released', from: '2026-11-02', to: '2026-11-02' };
    expect(passing(by, ...released, {})).toEqual([2]);
    expect(passing({ ...by, or_unknown: true }, ...released, {})).toEqual([2, 4]);
  });

  it('holds with others: all, any, none', () => {
    const years = [{ year: 1990 }, { year: 2000 }, { year: 2010 }];
    const any = {
      by: 'any',
      of: [
        { by: 'year', to: 1995 },
        { by: 'year', from: 2005 },
      ],
    };
    expect(passing(any, ...years)).toEqual([1, 3]);
    expect(passing({ by: 'all', of: [any, { by: 'year', from: 2000 }] }, ...years)).toEqual([3]);
    expect(passing({ by: 'not', of: any }, ...years)).toEqual([2]);
  });
});
