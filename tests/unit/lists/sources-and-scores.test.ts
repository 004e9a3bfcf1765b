import { describe, expect, it } from '@jest/globals';
import { aRule } from '../../support/lists/builders.js';
import { evaluated, films, keysOf, moment, on } from '../../support/lists/evaluating.js';

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
        { from: 'items', items: ['subject:77', 'movie:9', 'movie:1'] },
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

const rated = (rating: number, ...tags: string[]) => ({
  tags,
  rates: { trakt: null, bangumi: { rating, at: null } },
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

  it('is led more by many good ratings of a tag than by a single great one', () => {
    const facts = films(
      rated(10, 'once'),
      ...[9, 9, 9, 9, 9].map((rating) => rated(rating, 'often')),
      ...[3, 3, 3, 3].map((rating) => rated(rating, 'never')),
      { state: 'wish', tags: ['once'] },
      { state: 'wish', tags: ['often'] },
    );
    const rule = aRule({
      sources: [{ from: 'collection', states: ['wish'] }],
      score: [{ term: 'tag-affinity', weight: 1 }],
    });
    expect(keysOf(rule, facts)).toEqual(['movie:12', 'movie:11']);
  });
});
