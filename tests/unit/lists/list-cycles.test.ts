import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluationOrder, faultsOfLists, type RuledList } from '../../../src/areas/lists/index.js';
import { aRule } from '../../support/lists/builders.js';

const idOf = (name: string) => `00000000-0000-4000-8000-${name.padStart(12, '0')}`;

/** A list of that name over others; numbers are names. */
const over = (name: number, ...others: readonly number[]): RuledList => ({
  id: idOf(String(name)),
  name: `List ${name}`,
  rule: aRule({
    sources: [
      { from: 'ratings' },
      ...others.map((other) => ({ from: 'list', list_id: idOf(String(other)) })),
    ],
  }),
});

describe('a list over lists', () => {
  it('may build on lists that build on others', () => {
    expect(faultsOfLists(over(1, 2, 3), [over(2, 3), over(3)])).toEqual([]);
  });

  it('must not lead back to itself, and is told which way it does', () => {
    expect(faultsOfLists(over(1, 4, 2), [over(1), over(2, 3), over(3, 1), over(4)])).toEqual([
      {
        place: '/sources/2/list_id',
        message: 'leads back to this list: List 1 → List 2 → List 3 → List 1',
      },
    ]);
  });

  it('cannot build on itself, even before it is kept', () => {
    expect(faultsOfLists(over(1, 1), [])).toEqual([
      { place: '/sources/1/list_id', message: 'leads back to this list: List 1 → List 1' },
    ]);
  });

  it('builds on no list of somebody else', () => {
    expect(faultsOfLists(over(1, 9), [over(2)])).toEqual([
      { place: '/sources/1/list_id', message: 'is no list of yours' },
    ]);
  });

  it('has five levels at most, those above it counted', () => {
    const chain = [over(2, 3), over(3, 4), over(4, 5), over(5)];
    expect(faultsOfLists(over(1, 2), chain)).toEqual([]);
    const fault = {
      place: '/sources/1/list_id',
      message: 'makes lists over lists of more than 5 levels',
    };
    expect(faultsOfLists(over(1, 2), [...chain, over(9, 1)])).toEqual([fault]);
    expect(faultsOfLists(over(1, 2), [...chain.slice(0, 3), over(5, 6), over(6)])).toEqual([fault]);
  });

  it('is evaluated after all that it builds on', () => {
    const edges = fc.array(fc.tuple(fc.nat(19), fc.nat(19)), { maxLength: 60 });
    fc.assert(
      fc.property(edges, (pairs) => {
        // From the higher to the lower number only: no cycles.
        const lists = Array.from({ length: 20 }, (_, at) =>
          over(
            at,
            ...new Set(
              pairs.flatMap(([a, b]) => (Math.max(a, b) === at && a !== b ? [Math.min(a, b)] : [])),
            ),
          ),
        );
        const order = evaluationOrder(lists).map(({ id }) => id);
        expect([...order].sort()).toEqual(lists.map(({ id }) => id).sort());
        const early = lists.flatMap(({ id, rule }) =>
          rule.sources.filter(
            (source) => source.from === 'list' && order.indexOf(source.list_id) > order.indexOf(id),
          ),
        );
        expect(early).toEqual([]);
      }),
    );
  });

  it('that is caught in a cycle all the same is left out, the others are not', () => {
    const lists = [over(1, 2), over(2, 1), over(3, 1), over(4), over(5, 4)];
    expect(evaluationOrder(lists).map(({ name }) => name)).toEqual(['List 4', 'List 5']);
  });
});
