import { describe, expect, it } from '@jest/globals';
import {
  evaluateRule,
  type ItemKey,
  type KnownTitle,
  type ListFacts,
  type Rule,
} from '../../../src/areas/lists/index.js';
import { aKnownTitle, aRule, someFacts } from '../../support/lists/builders.js';

const moment = { now: new Date('2026-11-30T16:30:00Z'), timeZone: 'Asia/Shanghai' };

const evaluated = (rule: Rule, facts: ListFacts) => evaluateRule(rule, facts, moment);
const keysOf = (rule: Rule, facts: ListFacts): readonly ItemKey[] =>
  evaluated(rule, facts).items.map(({ key }) => key);

/** Collected films, with ids in the order given. */
const films = (...facts: readonly Partial<KnownTitle>[]): ListFacts =>
  someFacts(
    ...facts.map((one, at) => aKnownTitle({ key: `movie:${at + 1}`, state: 'done', ...one })),
  );

const passing = (filter: unknown, ...facts: readonly Partial<KnownTitle>[]): readonly number[] =>
  keysOf(aRule({ filters: [filter] }), films(...facts)).map((key) => Number(key.split(':')[1]));

const on = (day: string) => new Date(`${day}T12:00:00Z`);

const season = (id: number, number: number, rest: Partial<KnownTitle> = {}): KnownTitle =>
  aKnownTitle({
    key: `season:${id}`,
    show: 'show:10',
    seasonNumber: number,
    state: 'done',
    ...rest,
  });

describe('the sources of a list', () => {
  it('bring what is collected in one of the states', () => {
    const facts = films({ state: 'wish' }, { state: 'dropped' }, { state: null });
    const rule = aRule({ sources: [{ from: 'collection', states: ['wish', 'doing'] }] });
    expect(keysOf(rule, facts)).toEqual(['movie:1']);
  });

  it('bring what the ledger knows as watched, unfinished or parked', () => {
    const progress = (watched: number, total: number | null, parked = 0) => ({
      progress: { watched, total, parked },
    });
    const facts = films(progress(12, 12), progress(3, 12, 1), progress(2, null), progress(0, 12));
    const of = (state: string) =>
      keysOf(aRule({ sources: [{ from: 'ledger', states: [state] }] }), facts);
    expect(of('watched')).toEqual(['movie:1']);
    expect(of('unfinished')).toEqual(['movie:2', 'movie:3']);
    expect(of('parked')).toEqual(['movie:2']);
  });

  it('bring what is rated on either side, the later rating counting', () => {
    const facts = films(
      { rates: { trakt: { rating: 9, at: on('2026-01-01') }, bangumi: { rating: 4, at: null } } },
      {
        rates: {
          trakt: { rating: 9, at: on('2026-02-01') },
          bangumi: { rating: 4, at: on('2026-01-01') },
        },
      },
      { rates: { trakt: null, bangumi: { rating: 8, at: null } } },
    );
    const of = (side: string) =>
      keysOf(aRule({ sources: [{ from: 'ratings', side, at_least: 8 }] }), facts);
    expect(of('either')).toEqual(['movie:2', 'movie:3']);
    expect(of('trakt')).toEqual(['movie:1', 'movie:2']);
    expect(of('bangumi')).toEqual(['movie:3']);
  });

  it('bring an item once, with all its reasons', () => {
    const rule = aRule({
      sources: [
        { from: 'collection', states: ['done'] },
        { from: 'items', items: ['subject:77', 'movie:9'] },
      ],
    });
    const { items, unknown } = evaluated(rule, films({ subjects: [77] }));
    expect(items).toMatchObject([
      {
        rank: 1,
        key: 'movie:1',
        reasons: [
          { kind: 'source', source: 0 },
          { kind: 'source', source: 1 },
        ],
      },
    ]);
    expect(unknown).toEqual(['movie:9']);
  });

  it('keep the order in which items are named, or in which another list has them', () => {
    const list = '11111111-1111-4111-8111-111111111111';
    const facts = {
      ...films({}, {}, {}),
      lists: new Map([[list, ['movie:3', 'movie:1'] as const]]),
    };
    const named = aRule({ sources: [{ from: 'items', items: ['movie:2', 'movie:1', 'movie:3'] }] });
    expect(keysOf(named, facts)).toEqual(['movie:2', 'movie:1', 'movie:3']);
    const over = aRule({ sources: [{ from: 'list', list_id: list }] });
    expect(keysOf(over, facts)).toEqual(['movie:3', 'movie:1']);
  });
});

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
    // Half past midnight of December 1 in Shanghai.
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

  it('on dates counts whole days, or back from now', () => {
    const watched = ['2026-11-01', '2026-11-02', '2026-11-29'].map((day) => ({
      watchedAt: on(day),
    }));
    const by = { by: 'date', of: 'watched' };
    expect(passing({ ...by, from: '2026-11-02', to: '2026-11-02' }, ...watched)).toEqual([2]);
    expect(passing({ ...by, within_days: 2 }, ...watched, {})).toEqual([3]);
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

describe('the score of an item', () => {
  it('is the sum of the shares of its terms', () => {
    const rule = aRule({
      score: [
        { term: 'own-rating', weight: 3 },
        { term: 'bangumi-score', weight: 1, name: 'what others say' },
      ],
    });
    const rates = { trakt: null, bangumi: { rating: 10, at: null } };
    expect(evaluated(rule, films({ rates, score: 8 })).items).toMatchObject([
      {
        score: 95,
        terms: [
          { name: 'own-rating', term: 'own-rating', value: 1, share: 75 },
          { name: 'what others say', term: 'bangumi-score', value: 0.8, share: 20 },
        ],
      },
    ]);
  });

  it('has nothing from what is not known, and less from what counts against', () => {
    const rule = aRule({
      score: [
        { term: 'bangumi-score', weight: 1 },
        { term: 'popularity', weight: -1 },
      ],
    });
    const { items } = evaluated(rule, films({ score: 8, collectors: 99_999 }, { score: 6 }));
    expect(items.map(({ key, score }) => [key, score])).toEqual([
      ['movie:2', 30],
      ['movie:1', -10],
    ]);
    expect(items[0]?.terms[1]).toMatchObject({ value: null, share: 0 });
  });

  it('halves with each half-life, and is whole for what is to come', () => {
    const rule = aRule({
      score: [{ term: 'recency', weight: 1, of: 'watched', half_life_days: 10 }],
    });
    const at = (days: number) => ({
      watchedAt: new Date(moment.now.getTime() - days * 86_400_000),
    });
    const { items } = evaluated(rule, films(at(20), at(10), at(0), at(-5)));
    expect(items.map(({ score }) => score)).toEqual([100, 100, 50, 25]);
  });

  it('learns from ratings which tags are liked', () => {
    const rated = (rating: number, ...tags: string[]) => ({
      tags,
      rates: { trakt: null, bangumi: { rating, at: null } },
    });
    const facts = films(
      rated(10, '百合'),
      rated(9, '百合'),
      rated(10, '百合'),
      rated(3, '后宫'),
      rated(2, '后宫'),
      { state: 'wish', tags: ['后宫'] },
      { state: 'wish', tags: ['百合'] },
      { state: 'wish', tags: ['unheard of'] },
    );
    const rule = aRule({
      sources: [{ from: 'collection', states: ['wish'] }],
      score: [{ term: 'tag-affinity', weight: 1 }],
    });
    const { items } = evaluated(rule, facts);
    const values = items.map(({ key, terms }) => [key, terms[0]?.value ?? null] as const);
    expect(values.map(([key]) => key)).toEqual(['movie:7', 'movie:6', 'movie:8']);
    expect(values[0]?.[1]).toBeGreaterThan(0.6);
    expect(values[1]?.[1]).toBeLessThan(0.4);
    expect(values[2]?.[1]).toBeNull();
  });
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
