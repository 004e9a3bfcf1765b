import { describe, expect, it } from '@jest/globals';
import { toWanted, type KnownTitle } from '../../../src/areas/lists/index.js';
import { aKnownTitle, aRule, someFacts } from '../../support/lists/builders.js';
import { evaluated, films, keysOf } from '../../support/lists/evaluating.js';

const season = (id: number, number: number, rest: Partial<KnownTitle> = {}): KnownTitle =>
  aKnownTitle({
    key: `season:${id}`,
    show: 'show:10',
    seasonNumber: number,
    state: 'done',
    ...rest,
  });

describe('the order of a list', () => {
  it('goes on to the next key where the first says equal, and to the id at last', () => {
    const rule = aRule({ sort: [{ by: 'year' }, { by: 'bangumi-score', order: 'asc' }] });
    const facts = films(
      { year: 2020, score: 8 },
      { year: 2020, score: 7 },
      { year: 2021 },
      { year: 2020, score: 7 },
    );
    expect(keysOf(rule, facts)).toEqual(['movie:3', 'movie:2', 'movie:4', 'movie:1']);
  });

  it.each(['asc', 'desc'])('has what is not known last, %s', (order) => {
    const keys = keysOf(
      aRule({ sort: [{ by: 'year', order }] }),
      films({}, { year: 1 }, { year: 2 }),
    );
    expect(keys.at(-1)).toBe('movie:1');
  });

  it('by title is that of the language’s dictionary, in another language where there is no such title', () => {
    const named = (zh: string | null, en: string | null) => ({ names: { zh, ja: null, en } });
    const facts = films(
      named('中文', null),
      named('阿衰', null),
      named('第10集', null),
      named('第9集', null),
      named(null, null),
      named(null, 'Zoo'),
    );
    const rule = aRule({ sort: [{ by: 'title' }] });
    expect(keysOf(rule, facts).slice(0, 4)).toEqual(['movie:2', 'movie:4', 'movie:3', 'movie:1']);
    expect(keysOf(rule, facts).at(-1)).toBe('movie:5');
  });
});

describe('what is listed as one', () => {
  const show = aKnownTitle({ key: 'show:10', names: { zh: '剧', ja: null, en: null } });

  it('is the show, where seasons of it are in the list, at the place of the first', () => {
    const facts = someFacts(season(2, 2, { year: 2022 }), season(1, 1, { year: 2020 }), show);
    const { items } = evaluated(aRule({ unit: 'show', sort: [{ by: 'year' }] }), facts);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ key: 'show:10', title: show });
    expect(items[0]?.reasons.at(-1)).toEqual({ kind: 'joins', items: ['season:2', 'season:1'] });
  });

  it('is each season that is known of a show, without the specials', () => {
    const facts = someFacts(
      season(3, 0, { state: null }),
      season(2, 2, { state: null }),
      season(1, 1),
      aKnownTitle({ ...show, state: 'wish' }),
    );
    const rule = aRule({ unit: 'season', sources: [{ from: 'collection', states: ['wish'] }] });
    const { items } = evaluated(rule, facts);
    expect(items.map(({ key }) => key)).toEqual(['season:1', 'season:2']);
    expect(items[0]?.reasons).toContainEqual({ kind: 'season-of', show: 'show:10' });
  });

  it('says once that it came with its show, whatever brought that', () => {
    const facts = someFacts(season(1, 1), aKnownTitle({ ...show, state: 'done' }));
    const named = { from: 'items', items: ['season:1', 'show:10'] };
    const rule = aRule({ unit: 'season', sources: [...aRule().sources, named] });
    expect(evaluated(rule, facts).items).toMatchObject([
      {
        key: 'season:1',
        reasons: [
          { kind: 'source', source: 0 },
          { kind: 'season-of', show: 'show:10' },
          { kind: 'source', source: 1 },
        ],
      },
    ]);
  });

  it('is sent to Trakt as far as Trakt has it, and named otherwise', () => {
    const facts = someFacts(season(1, 1), aKnownTitle({ key: 'subject:5', state: 'done' }));
    const { wanted, missing } = toWanted(evaluated(aRule(), facts).items);
    expect(wanted).toEqual([{ key: 'season:1', fingerprint: 'season:1' }]);
    expect(missing).toMatchObject([{ key: 'subject:5' }]);
  });

  it('stays as it is otherwise, and films always do', () => {
    const facts = someFacts(season(1, 1), aKnownTitle({ key: 'movie:5', state: 'done' }));
    expect(keysOf(aRule(), facts)).toEqual(['movie:5', 'season:1']);
    expect(keysOf(aRule({ unit: 'show' }), facts)).toEqual(['movie:5', 'show:10']);
  });
});

describe('pins and exclusions', () => {
  const years = films({ year: 2001 }, { year: 2002 }, { year: 2003 }, { year: 2004 });
  const sort = [{ by: 'year' }];

  it('put an item on top or at its rank, the others around it', () => {
    const pins = [
      { item: 'movie:1', at: 3 },
      { item: 'movie:2', at: 'top' },
    ];
    expect(keysOf(aRule({ sort, pins }), years)).toEqual([
      'movie:2',
      'movie:4',
      'movie:1',
      'movie:3',
    ]);
  });

  it('hold in a short list, and whatever sources and filters say', () => {
    const pins = [
      { item: 'movie:1', at: 9 },
      { item: 'subject:5', at: 8 },
    ];
    const rule = aRule({ sort, pins, filters: [{ by: 'year', from: 2004 }] });
    const facts = someFacts(
      ...years.titles,
      aKnownTitle({ key: 'show:5', subjects: [5], state: null }),
    );
    const { items } = evaluated(rule, facts);
    expect(items.map(({ key }) => key)).toEqual(['movie:4', 'show:5', 'movie:1']);
    expect(items[1]?.reasons).toEqual([{ kind: 'pinned', at: 8 }]);
  });

  it('are within the limit', () => {
    const rule = aRule({ sort, limit: 2, pins: [{ item: 'movie:1', at: 2 }] });
    const { items, left } = evaluated(rule, years);
    expect(items.map(({ key }) => key)).toEqual(['movie:4', 'movie:1']);
    expect(left).toEqual({ excluded: 0, filtered: 0, overLimit: 2 });
  });

  it('name what they cannot do', () => {
    const pins = [
      { item: 'season:1', at: 'top' },
      { item: 'season:2', at: 4 },
      { item: 'movie:99', at: 'top' },
      { item: 'movie:7', at: 'top' },
    ];
    const facts = someFacts(
      season(1, 1),
      season(2, 2),
      aKnownTitle({ key: 'movie:7', subjects: [7] }),
    );
    const rule = aRule({ unit: 'show', pins, exclude: ['subject:7'] });
    const { items, unknown, idlePins } = evaluated(rule, facts);
    expect(items.map(({ key }) => key)).toEqual(['show:10']);
    expect({ unknown, idlePins }).toEqual({
      unknown: ['movie:99'],
      idlePins: ['season:2', 'movie:7'],
    });
  });

  it('exclude a show with its seasons, and a season alone', () => {
    const facts = someFacts(season(1, 1), season(2, 2));
    expect(keysOf(aRule({ exclude: ['show:10'] }), facts)).toEqual([]);
    const { items, left } = evaluated(aRule({ exclude: ['season:1'] }), facts);
    expect(items.map(({ key }) => key)).toEqual(['season:2']);
    expect(left.excluded).toBe(1);
  });
});
