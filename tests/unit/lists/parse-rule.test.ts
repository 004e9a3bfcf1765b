import { describe, expect, it } from '@jest/globals';
import { bounds, parseRule } from '../../../src/areas/lists/index.js';
import { aRule } from '../../support/lists/builders.js';

const collected = { from: 'collection', states: ['wish'] };

function expectFaults(parts: Record<string, unknown>, ...faults: [string, unknown][]): void {
  const parsed = parseRule({ version: 1, sources: [collected], ...parts });
  expect(parsed).toEqual({
    kind: 'faulty',
    faults: faults.map(([place, message]) => ({ place, message })),
  });
}

const nested = (levels: number): unknown =>
  levels === 0 ? { by: 'airing' } : { by: 'all', of: [nested(levels - 1)] };

describe('a rule', () => {
  it('needs no more than its version and a source', () => {
    expect(aRule()).toEqual({
      version: 1,
      sources: [{ from: 'collection', states: ['wish', 'doing', 'done', 'on-hold', 'dropped'] }],
      filters: [],
      score: [],
      sort: [],
      limit: null,
      unit: 'as-is',
      pins: [],
      exclude: [],
    });
  });

  it('read again is the same', () => {
    const once = aRule({
      sources: [collected, { from: 'ratings' }, { from: 'items', items: ['show:1'] }],
      filters: [{ by: 'not', of: { by: 'year', to: 1999 } }, nested(3)],
      score: [{ term: 'recency', weight: 2 }],
      sort: [{ by: 'score' }, { by: 'title' }],
      pins: [{ item: 'subject:4', at: 'top' }],
      limit: 20,
    });
    expect(parseRule(JSON.parse(JSON.stringify(once)))).toEqual({ kind: 'rule', rule: once });
  });

  it('says each unknown field by its place', () => {
    expectFaults(
      {
        sources: [{ ...collected, status: 1 }],
        filters: [{ by: 'all', of: [{ by: 'airing', since: 1 }] }],
        colour: 'red',
      },
      ['/sources/0/status', 'unknown field'],
      ['/filters/0/of/0/since', 'unknown field'],
      ['/colour', 'unknown field'],
    );
  });

  it('names what is known where a kind is not', () => {
    expectFaults(
      { sources: [{ from: 'netflix' }], score: [{ term: 'luck', weight: 1 }] },
      ['/sources/0/from', 'is none of collection, ledger, ratings, items, list'],
      ['/score/0/term', expect.stringMatching(/^is none of own-rating, bangumi-score/)],
    );
  });

  it('of another version is not read at all', () => {
    const parsed = parseRule({ version: 2, everything: 'new' });
    const message = 'is 2; this watchflow knows version 1';
    expect(parsed).toEqual({ kind: 'faulty', faults: [{ place: '/version', message }] });
  });

  it.each([null, undefined, 'all of it', 7, []])('is no %p', (document) => {
    expect(parseRule(document)).toMatchObject({ kind: 'faulty', faults: [{ place: '' }] });
  });

  it('cannot be made dear by depth or size', () => {
    let deep: unknown = { by: 'airing' };
    for (let level = 0; level < 50_000; level += 1) deep = { by: 'not', of: deep };
    expectFaults({ filters: [deep] }, ['', 'is nested more than 16 levels deep']);
    const many = Array.from({ length: 30_000 }, () => 'show:1');
    expectFaults({ exclude: many }, ['', 'holds more than 20000 values']);
  });

  it('has groups in groups four deep, no deeper', () => {
    expect(aRule({ filters: [nested(bounds.filterDepth)] }).filters).toHaveLength(1);
    expectFaults({ filters: [nested(bounds.filterDepth + 1)] }, [
      '/filters/0/of/0/of/0/of/0/of/0',
      'is nested more than 4 groups deep',
    ]);
  });

  it('counts conditions wherever they stand', () => {
    const group = { by: 'any', of: Array.from({ length: 30 }, () => ({ by: 'airing' })) };
    expectFaults({ filters: [group, group] }, [
      '/filters',
      'has 62 conditions, groups counted; 60 at most',
    ]);
  });

  it('has no condition that says nothing or goes backwards', () => {
    expectFaults(
      {
        filters: [
          { by: 'year' },
          { by: 'own-rating', from: 8, to: 3 },
          { by: 'tags' },
          { by: 'date', of: 'watched', within_days: 3, from: '2026-01-01' },
        ],
      },
      ['/filters/0', 'says nothing: give from, to or both'],
      ['/filters/1/to', 'goes backwards: 3 is before 8'],
      ['/filters/2', 'needs any, all or none'],
      ['/filters/3/within_days', 'cannot be given with from or to'],
    );
  });

  it('takes only dates that the calendar has', () => {
    const parsed = parseRule({
      version: 1,
      sources: [collected],
      filters: [{ by: 'date', of: 'added', from: '2026-02-30' }],
    });
    expect(parsed).toMatchObject({ kind: 'faulty', faults: [{ place: '/filters/0/from' }] });
  });

  it('tells its terms apart by name', () => {
    const recency = { term: 'recency', weight: 1 };
    expectFaults({ score: [recency, { ...recency, of: 'watched' }] }, [
      '/score/1/name',
      'recency is the name of /score/0 already',
    ]);
    const named = { ...recency, of: 'watched', name: 'lately watched' };
    expect(aRule({ score: [recency, named] }).score).toHaveLength(2);
  });

  it('sorts by a score only where there is one, and by nothing twice', () => {
    expectFaults(
      { sort: [{ by: 'score' }, { by: 'year' }, { by: 'year', order: 'asc' }] },
      ['/sort/0/by', 'there is no score: give terms, or sort by something else'],
      ['/sort/2/by', 'sorts by year once more, as /sort/1'],
    );
  });

  it('pins nothing twice, at no taken rank and not past the limit', () => {
    expectFaults(
      {
        limit: 5,
        exclude: ['movie:6'],
        pins: [
          { item: 'movie:1', at: 'top' },
          { item: 'movie:2', at: 1 },
          { item: 'movie:3', at: 4 },
          { item: 'movie:3', at: 4 },
          { item: 'movie:6', at: 6 },
        ],
      },
      ['/pins/1/at', 'ranks 1 to 1 are taken by the pins on top'],
      ['/pins/3/item', 'is pinned by /pins/2 already'],
      ['/pins/3/at', 'rank 4 is taken by /pins/2'],
      ['/pins/4/item', 'is pinned and excluded'],
      ['/pins/4/at', 'rank 6 is past the limit of 5'],
    );
    expectFaults(
      {
        limit: 1,
        pins: [
          { item: 'movie:1', at: 'top' },
          { item: 'movie:2', at: 'top' },
        ],
      },
      ['/pins', '2 pins do not fit into 1 items'],
    );
  });
});
