import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Draft } from '../../../src/areas/translation/records/draft.js';
import { recordStatuses } from '../../../src/areas/translation/records/status.js';
import { judge, standingOf, type Standing } from '../../../src/areas/translation/verdicts/judge.js';
import {
  keyOf,
  keysToLookAt,
  settleGroup,
  type Opening,
  type RecordKey,
  type Unit,
} from '../../../src/areas/translation/verdicts/settle-group.js';

const item = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    session_id: fc.constantFrom('s1', 's1', 's1', 's2', 'none'),
    version: fc.integer({ min: 1, max: 5 }),
    status: fc.constantFrom(...recordStatuses),
    content: fc.constantFrom('x', 'y'),
  })
  .map(({ content, ...draft }) => ({
    draft: { ...draft, metadata: {} },
    fingerprint: JSON.stringify([draft, content]),
    size: 1,
  }));

const unit = (isAtomic: fc.Arbitrary<boolean>): fc.Arbitrary<Unit<Draft>> =>
  fc.record({
    userId: fc.constantFrom('ann', 'bob'),
    isAtomic,
    items: fc.array(item, { minLength: 1, maxLength: 5 }),
  });

const units = fc.array(unit(fc.boolean()), { minLength: 1, maxLength: 4 });

const sessions = new Set(['ann', 'bob'].flatMap((user) => [keyOf(user, 's1'), keyOf(user, 's2')]));

type Table = Map<RecordKey, Standing>;

/** The plain way: one item after the other, each written before the next is looked at; a refused batch is taken back. */
function oneByOne(group: readonly Unit<Draft>[], table: Table) {
  return group.map(({ userId, isAtomic, items }) => {
    const before = new Map(table);
    const kinds = items.map((one) => {
      const key = keyOf(userId, one.draft.id);
      if (!sessions.has(keyOf(userId, one.draft.session_id ?? ''))) return 'invalid';
      const { kind } = judge(table.get(key) ?? null, one);
      if (kind === 'inserted' || kind === 'updated') table.set(key, standingOf(one));
      return kind;
    });
    if (!isAtomic || !kinds.includes('invalid')) return kinds;
    table.clear();
    for (const [key, standing] of before) table.set(key, standing);
    return kinds.map((kind) => (kind === 'invalid' ? kind : 'withheld'));
  });
}

/** A group by way of `settleGroup`, with a statement that keeps the same rules as the real one. */
function atOnce(group: readonly Unit<Draft>[], table: Table) {
  const asked = [...keysToLookAt(group).keys()];
  const standings = new Map(asked.map((key) => [key, table.get(key) ?? null]));
  const { rows, verdicts } = settleGroup(group, { standings, sessions });
  const before = new Map(table);
  for (const [key, row] of rows) {
    const { kind } = judge(table.get(key) ?? null, row);
    if (kind === 'inserted' || kind === 'updated') table.set(key, standingOf(row));
  }
  return verdicts.map((all: readonly Opening[], at) =>
    all.map((verdict, index) => {
      const one = group[at]?.items[index];
      if (verdict.kind !== 'open' || one === undefined) return verdict.kind;
      return judge(before.get(keyOf(group[at]?.userId ?? '', verdict.id)) ?? null, one).kind;
    }),
  );
}

describe('a group of requests', () => {
  it('comes to the same as its items one after the other, in verdicts and in what stands', () => {
    fc.assert(
      fc.property(fc.array(units, { minLength: 1, maxLength: 4 }), (groups) => {
        const plain: Table = new Map();
        const grouped: Table = new Map();
        for (const group of groups) {
          expect(atOnce(group, grouped)).toEqual(oneByOne(group, plain));
          expect(grouped).toEqual(plain);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('writes each record once', () => {
    fc.assert(
      fc.property(units, (group) => {
        const asked = [...keysToLookAt(group).keys()];
        const { rows } = settleGroup(group, {
          standings: new Map(asked.map((key) => [key, null])),
          sessions,
        });
        const ids = group.flatMap(({ userId, items }) =>
          items.map(({ draft }) => keyOf(userId, draft.id)),
        );
        expect([...rows.keys()].every((key) => ids.includes(key))).toBe(true);
        expect(rows.size).toBeLessThanOrEqual(new Set(ids).size);
      }),
    );
  });
});

describe('a record', () => {
  it('never goes to a lower version nor out of a final status, in whatever order writes arrive', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 12 }), (writes) => {
        const stood: Standing[] = [];
        for (const write of writes) {
          const { kind } = judge(stood.at(-1) ?? null, write);
          if (kind === 'inserted' || kind === 'updated') stood.push(standingOf(write));
        }
        const steps = stood.slice(1).map((next, at) => ({ before: stood[at] ?? next, next }));
        const wrong = steps.filter(
          ({ before, next }) =>
            next.version <= before.version ||
            next.sessionId !== before.sessionId ||
            (['completed', 'cancelled'].includes(before.status) && next.status !== before.status),
        );
        expect(wrong).toEqual([]);
      }),
    );
  });

  it('says unchanged of what it holds already', () => {
    fc.assert(
      fc.property(item, (write) => {
        expect(judge(standingOf(write), write).kind).toBe('unchanged');
      }),
    );
  });
});
