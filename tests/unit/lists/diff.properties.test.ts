import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  diffList,
  judgeRemovals,
  nothingLearnt,
  planParts,
  inRequests,
  traktKey,
  type Reconciling,
} from '../../../src/areas/lists/index.js';
import { aReconciling } from '../../support/lists/builders.js';
import { applied } from '../../support/lists/list-on-trakt.js';

const key = fc
  .tuple(
    fc.constantFrom('show' as const, 'season' as const, 'episode' as const, 'movie' as const),
    fc.integer({ min: 1, max: 12 }),
  )
  .map(([kind, id]) => traktKey(kind, id));
const wanted = fc.uniqueArray(key, { maxLength: 25 });
/** With rows that are there twice. */
const shown = fc.array(
  fc.oneof(
    { weight: 9, arbitrary: key },
    { weight: 1, arbitrary: fc.constant('person:1' as const) },
  ),
  { maxLength: 25 },
);

const shownKeys = ({ shown: { items } }: Pick<Reconciling, 'shown'>) =>
  items.map((item) => item.key);

/** As runs would, one after the other, until nothing is left to do; says how many that took. */
function reconciled(first: Reconciling): { readonly last: Reconciling; readonly runs: number } {
  let last = first;
  for (let runs = 0; runs < 10; runs += 1) {
    const diff = diffList(last);
    if (isDone(diff)) return { last, runs };
    last = { ...last, shown: applied(last.shown, diff) };
  }
  throw new Error('It never ends.');
}

const isDone = ({ add, remove, order, settings }: ReturnType<typeof diffList>) =>
  add.length + remove.length + Object.keys(settings).length === 0 && order.kind === 'right';

describe('a diff, done', () => {
  it('makes Trakt show what is wanted, each once, in the order wanted, in two runs', () => {
    fc.assert(
      fc.property(wanted, shown, (keys, rows) => {
        const { last, runs } = reconciled(aReconciling(keys, rows));
        expect(shownKeys(last)).toEqual(keys);
        expect(runs).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('is nothing where both are the same', () => {
    fc.assert(
      fc.property(wanted, (keys) => {
        const diff = diffList(aReconciling(keys, [...keys]));
        expect(isDone(diff)).toBe(true);
        expect(diff.unchanged).toBe(keys.length);
      }),
    );
  });

  it('touches nothing that is there and wanted, but what is there twice', () => {
    fc.assert(
      fc.property(wanted, shown, (keys, rows) => {
        const diff = diffList(aReconciling(keys, rows));
        const both = diff.add.filter((item) => rows.includes(item.key)).map((item) => item.key);
        expect(both.sort()).toEqual([...diff.twice].sort());
        expect(new Set(diff.add.map((item) => item.key)).size).toBe(diff.add.length);
        expect(new Set(diff.remove).size).toBe(diff.remove.length);
        expect(diff.unchanged + diff.add.length + diff.heldBack.length).toBe(keys.length);
      }),
    );
  });

  it('leaves what is not ours where that is wished, behind what is wanted', () => {
    fc.assert(
      fc.property(wanted, fc.uniqueArray(key), fc.uniqueArray(key), (keys, rows, others) => {
        const ours = new Set(rows.filter((row) => !others.includes(row)));
        const strangers = { kind: 'keep', ours } as const;
        const { last } = reconciled(aReconciling(keys, rows, { strangers }));
        const kept = rows.filter((row) => !ours.has(row) && !keys.includes(row));
        expect(shownKeys(last)).toEqual([...keys, ...kept]);
      }),
    );
  });

  it('never sends what Trakt did not have, and orders the others', () => {
    fc.assert(
      fc.property(wanted, shown, fc.uniqueArray(key), (keys, rows, absent) => {
        const gone = absent.filter((one) => !rows.includes(one));
        const learnt = { ...nothingLearnt, notFound: new Map(gone.map((one) => [one, one])) };
        const { last } = reconciled(aReconciling(keys, rows, { learnt }));
        expect(shownKeys(last)).toEqual(keys.filter((one) => !gone.includes(one)));
      }),
    );
  });

  it('knows an item by whatever id it was merged into', () => {
    const merges = fc.array(fc.tuple(key, key), { maxLength: 8 });
    fc.assert(
      fc.property(wanted, shown, merges, (keys, rows, pairs) => {
        const learnt = { ...nothingLearnt, merged: new Map(pairs) };
        const { last } = reconciled(aReconciling(keys, rows, { learnt }));
        expect(new Set(shownKeys(last)).size).toBe(shownKeys(last).length);
        const again = diffList({ ...last, wanted: aReconciling(keys, []).wanted });
        expect(again.unchanged).toBe(shownKeys(last).length);
      }),
    );
  });

  it('puts items in order by moving as few as say so', () => {
    const shuffled = wanted.chain((keys) =>
      fc.tuple(fc.constant(keys), fc.shuffledSubarray(keys, { minLength: keys.length })),
    );
    fc.assert(
      fc.property(shuffled, ([keys, rows]) => {
        const { order } = diffList(aReconciling(keys, rows));
        fc.pre(order.kind === 'reorder');
        const { rank, moved } = order;
        expect([...rank].sort()).toEqual(rows.map((_, at) => 1001 + at).sort());
        expect(moved).toBeGreaterThan(0);
        expect(moved).toBeLessThan(rows.length);
      }),
    );
  });

  it('takes one move back where one item was moved', () => {
    const moved = fc.tuple(fc.integer({ min: 2, max: 30 }), fc.nat(), fc.nat());
    fc.assert(
      fc.property(moved, ([length, from, to]) => {
        const keys = Array.from({ length }, (_, at) => `show:${at + 1}` as const);
        const [one = 'show:1'] = keys.slice(from % length);
        const rows = keys.filter((other) => other !== one);
        rows.splice(to % length, 0, one);
        const { order } = diffList(aReconciling(keys, rows));
        const isMoved = rows.indexOf(one) !== keys.indexOf(one);
        expect(order).toMatchObject(isMoved ? { kind: 'reorder', moved: 1 } : { kind: 'right' });
      }),
    );
  });
});

describe('what is sent', () => {
  it('is every item once, never more at a time than allowed', () => {
    fc.assert(
      fc.property(wanted, fc.integer({ min: 1, max: 9 }), (keys, size) => {
        const sent = inRequests(keys, size);
        expect(sent.flat()).toEqual(keys);
        expect(Math.max(0, ...sent.map((one) => one.length))).toBeLessThanOrEqual(size);
      }),
    );
  });

  it('fits the limits of the account, or is refused', () => {
    const limit = fc.option(fc.integer({ min: 1, max: 40 }));
    const account = fc.record({
      items: fc.nat(120),
      limits: fc.record({
        lists: limit,
        itemsPerList: limit,
        itemsInAll: limit,
        isVip: fc.boolean(),
      }),
      overflow: fc.constantFrom('refuse' as const, 'spill' as const),
      otherLists: fc.nat(20),
      otherItems: fc.nat(50),
    });
    fc.assert(
      fc.property(account, (fitting) => {
        const { items, limits, otherLists, otherItems } = fitting;
        const plan = planParts(fitting);
        const room = (of: number | null) => of ?? Number.POSITIVE_INFINITY;
        const parts = plan.kind === 'fits' ? plan.parts : [];
        const lists = parts.length === 0 ? 0 : parts.length + otherLists;
        expect(lists).toBeLessThanOrEqual(room(limits.lists));
        const all = parts.length === 0 || items === 0 ? 0 : items + otherItems;
        expect(all).toBeLessThanOrEqual(room(limits.itemsInAll));
        const held = parts.map(({ from, to }) => to - from);
        expect(Math.max(0, ...held)).toBeLessThanOrEqual(room(limits.itemsPerList));
        expect(parts.map(({ from }) => from)).toEqual(parts.map((_, at) => parts[at - 1]?.to ?? 0));
        const { needed, allowed } = plan.kind === 'refused' ? plan : { needed: 1, allowed: 0 };
        expect(needed).toBeGreaterThan(allowed);
        expect(parts.at(-1)?.to ?? items).toBe(items);
      }),
    );
  });

  it('asks before it empties a list', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 100 }), (count) => {
        const keys = Array.from({ length: count }, (_, at) => `show:${at + 1}` as const);
        const diff = diffList(aReconciling([], keys));
        expect(judgeRemovals(diff, count).kind).toBe('ask');
      }),
    );
  });
});
