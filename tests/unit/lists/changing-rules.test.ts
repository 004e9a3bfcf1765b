import { describe, expect, it } from '@jest/globals';
import {
  addItems,
  admitItem,
  excludeItem,
  pinItem,
  removeItem,
  reorderItems,
  unpinItem,
  type ItemKey,
  type Rule,
} from '../../../src/areas/lists/index.js';
import { InputError } from '../../../src/platform/lib/errors.js';
import { aRule } from '../../support/lists/builders.js';

const named = (...items: readonly string[]): Rule => aRule({ sources: [{ from: 'items', items }] });
const many = (from: number, count: number): ItemKey[] =>
  Array.from({ length: count }, (_, at): ItemKey => `movie:${from + at}`);

function faultsOf(act: () => unknown): readonly unknown[] {
  try {
    act();
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  return [];
}

describe('a pin', () => {
  it('is set, moved and taken off', () => {
    const pinned = pinItem(aRule(), { item: 'show:1', at: 'top' });
    expect(pinned.pins).toEqual([{ item: 'show:1', at: 'top' }]);
    const moved = pinItem(pinned, { item: 'show:1', at: 3 });
    expect(moved.pins).toEqual([{ item: 'show:1', at: 3 }]);
    expect(unpinItem(moved, 'show:1').pins).toEqual([]);
  });

  it('set again where it is, or taken off where there is none, changes nothing', () => {
    const pinned = pinItem(aRule(), { item: 'show:1', at: 2 });
    expect(pinItem(pinned, { item: 'show:1', at: 2 })).toBe(pinned);
    expect(unpinItem(pinned, 'show:2')).toBe(pinned);
  });

  it('ends the exclusion of its item', () => {
    const rule = aRule({ exclude: ['show:1', 'show:2'] });
    expect(pinItem(rule, { item: 'show:1', at: 'top' }).exclude).toEqual(['show:2']);
  });

  it('is refused at a rank that is taken or past the limit, and where there are too many', () => {
    const rule = aRule({ limit: 5, pins: [{ item: 'show:1', at: 2 }] });
    expect(faultsOf(() => pinItem(rule, { item: 'show:2', at: 2 }))).toEqual([
      { place: '/at', message: 'rank 2 is taken by /pins/0' },
    ]);
    expect(faultsOf(() => pinItem(rule, { item: 'show:2', at: 6 }))).toEqual([
      { place: '/at', message: 'rank 6 is past the limit of 5' },
    ]);
    const full = aRule({ pins: many(1, 200).map((item, at) => ({ item, at: at + 1 })) });
    expect(faultsOf(() => pinItem(full, { item: 'show:1', at: 300 }))).toEqual([
      { place: '', message: '200 pins at most' },
    ]);
  });
});

describe('an exclusion', () => {
  it('takes the pin with it, and is taken back', () => {
    const rule = aRule({ pins: [{ item: 'show:1', at: 'top' }] });
    const without = excludeItem(rule, 'show:1');
    expect(without).toMatchObject({ pins: [], exclude: ['show:1'] });
    expect(excludeItem(without, 'show:1')).toBe(without);
    expect(admitItem(without, 'show:1').exclude).toEqual([]);
    expect(admitItem(rule, 'show:1')).toBe(rule);
  });

  it('is refused where there are too many', () => {
    const full = aRule({ exclude: many(1, 2_000) });
    expect(faultsOf(() => excludeItem(full, 'show:1'))).toEqual([
      { place: '', message: '2000 exclusions at most' },
    ]);
  });
});

describe('items added by hand', () => {
  it('come behind those that are named, each once', () => {
    const rule = addItems(named('movie:1'), ['movie:2', 'movie:1', 'movie:2']);
    expect(rule.sources).toEqual([{ from: 'items', items: ['movie:1', 'movie:2'] }]);
    expect(addItems(rule, ['movie:2'])).toBe(rule);
  });

  it('get a source where a rule has none for them, and are not excluded any more', () => {
    const rule = addItems(aRule({ exclude: ['movie:1'] }), ['movie:1']);
    expect(rule.sources.at(-1)).toEqual({ from: 'items', items: ['movie:1'] });
    expect(rule.sources).toHaveLength(2);
    expect(rule.exclude).toEqual([]);
  });

  it('spill into further sources, and are refused where there is no room for all', () => {
    const rule = addItems(named(...many(1, 999)), ['movie:2000', 'movie:2001']);
    expect(rule.sources.map((source) => source.from === 'items' && source.items.length)).toEqual([
      1_000, 1,
    ]);
    const full = aRule({
      sources: Array.from({ length: 8 }, (_, at) => ({
        from: 'items',
        items: many(1 + at * 1_000, 1_000),
      })),
    });
    expect(faultsOf(() => addItems(full, ['show:1']))).toEqual([
      {
        place: '/items',
        message: 'there is no room for all of them: 8 sources of 1000 items at most',
      },
    ]);
  });

  it('are taken out of every source that names them', () => {
    const rule = aRule({
      sources: [
        { from: 'items', items: ['movie:1', 'movie:2'] },
        { from: 'items', items: ['movie:1'] },
      ],
    });
    expect(removeItem(rule, 'movie:1').sources).toEqual([
      { from: 'items', items: ['movie:2'] },
      { from: 'items', items: [] },
    ]);
    expect(removeItem(rule, 'movie:9')).toBe(rule);
  });
});

describe('items put in order', () => {
  it('are named in that order where a list names its items alone; the rest follow as they were', () => {
    const rule = reorderItems(named('movie:1', 'movie:2', 'movie:3'), ['movie:3', 'movie:1']);
    expect(rule.sources).toEqual([{ from: 'items', items: ['movie:3', 'movie:1', 'movie:2'] }]);
    expect(rule.pins).toEqual([]);
  });

  it('go over all sources of items, and lose pins that would say otherwise', () => {
    const rule = aRule({
      sources: [
        { from: 'items', items: ['movie:1', 'movie:2'] },
        { from: 'items', items: ['movie:3'] },
      ],
      pins: [
        { item: 'movie:3', at: 3 },
        { item: 'show:9', at: 1 },
      ],
    });
    expect(reorderItems(rule, ['movie:3'])).toMatchObject({
      sources: [{ items: ['movie:3', 'movie:1'] }, { items: ['movie:2'] }],
      pins: [{ item: 'show:9', at: 1 }],
    });
  });

  it('are pinned from rank 1 on in any other list; pins in the way give up', () => {
    const rule = aRule({
      exclude: ['show:2'],
      pins: [
        { item: 'show:7', at: 'top' },
        { item: 'show:8', at: 2 },
        { item: 'show:9', at: 5 },
      ],
    });
    expect(reorderItems(rule, ['show:1', 'show:2'])).toMatchObject({
      exclude: [],
      pins: [
        { item: 'show:1', at: 1 },
        { item: 'show:2', at: 2 },
        { item: 'show:9', at: 5 },
      ],
    });
  });

  it('are pinned too where named items are sorted by something else', () => {
    const rule = { ...named('movie:1', 'movie:2'), sort: aRule({ sort: [{ by: 'year' }] }).sort };
    expect(reorderItems(rule, ['movie:2']).pins).toEqual([{ item: 'movie:2', at: 1 }]);
  });

  it('are refused where they come twice, are not in the list, or are too many', () => {
    expect(faultsOf(() => reorderItems(named('movie:1'), ['movie:1', 'movie:1']))).toEqual([
      { place: '/items/1', message: 'comes twice' },
    ]);
    expect(faultsOf(() => reorderItems(named('movie:1'), ['movie:1', 'movie:2']))).toEqual([
      { place: '/items/1', message: 'is not among the items of the list' },
    ]);
    expect(faultsOf(() => reorderItems(aRule({ limit: 1 }), ['movie:1', 'movie:2']))).toEqual([
      { place: '/items', message: '2 items would be pinned; 1 at most' },
    ]);
  });
});
