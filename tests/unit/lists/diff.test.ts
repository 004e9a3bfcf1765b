import { describe, expect, it } from '@jest/globals';
import {
  diffList,
  findOwnList,
  judgeRemovals,
  markerOf,
  nothingLearnt,
  planParts,
  type AccountLimits,
} from '../../../src/areas/lists/index.js';
import { aReconciling, someSettings } from '../../support/lists/builders.js';

describe('what is to be done on Trakt', () => {
  it('is nothing where it shows what is wanted', () => {
    expect(diffList(aReconciling(['show:1', 'movie:1'], ['show:1', 'movie:1']))).toEqual({
      remove: [],
      add: [],
      unchanged: 2,
      twice: [],
      heldBack: [],
      kept: [],
      order: { kind: 'right' },
      settings: {},
    });
  });

  it('is to add what is missing and to remove what is too much, of each kind by itself', () => {
    const diff = diffList(
      aReconciling(['show:1', 'season:1', 'movie:2'], ['show:1', 'movie:1', 'person:3']),
    );
    expect(diff).toMatchObject({
      add: [{ key: 'season:1' }, { key: 'movie:2' }],
      remove: ['movie:1', 'person:3'],
      unchanged: 1,
    });
  });

  it('is not to send again what Trakt did not have, until that changes', () => {
    const reconciling = aReconciling(['show:1', 'show:2'], []);
    const learnt = {
      ...nothingLearnt,
      notFound: new Map([
        ['show:1', 'show:1'],
        ['show:2', 'as it was before'],
      ] as const),
    };
    expect(diffList({ ...reconciling, learnt })).toMatchObject({
      add: [{ key: 'show:2' }],
      heldBack: [{ key: 'show:1' }],
    });
  });

  it('knows items under the ids that Trakt merged them into', () => {
    const merged = new Map([
      ['show:1', 'show:2'],
      ['show:2', 'show:3'],
    ] as const);
    const learnt = { ...nothingLearnt, merged };
    const wanted = aReconciling(['show:1', 'show:3', 'show:4'], ['show:3', 'show:4'], { learnt });
    expect(diffList(wanted)).toMatchObject({ add: [], remove: [], unchanged: 2 });
    const other = aReconciling(['show:4'], ['show:1', 'show:4'], { learnt });
    expect(diffList(other)).toMatchObject({ add: [], remove: ['show:1'] });
  });

  it('is to take out and to add anew what is shown twice, unless that did not help', () => {
    const shown = aReconciling(['show:1', 'show:2'], ['show:1', 'show:2', 'show:1']);
    expect(diffList(shown)).toMatchObject({
      remove: ['show:1'],
      add: [{ key: 'show:1' }],
      twice: ['show:1'],
      unchanged: 1,
    });
    const learnt = { ...nothingLearnt, stayTwice: new Set(['show:1'] as const) };
    expect(diffList({ ...shown, learnt })).toMatchObject({
      remove: [],
      add: [],
      unchanged: 2,
      order: { kind: 'right' },
    });
  });

  it('leaves what others put there, where that is wished, and behind ours', () => {
    const ours = new Set(['movie:1'] as const);
    const diff = diffList(
      aReconciling(['show:1'], ['person:5', 'movie:1', 'movie:2', 'show:1'], {
        strangers: { kind: 'keep', ours },
      }),
    );
    expect(diff).toMatchObject({
      remove: ['movie:1'],
      kept: ['person:5', 'movie:2'],
      order: { kind: 'reorder', rank: [1004, 1001, 1003] },
    });
  });

  it('is one reordering where only the order is wrong', () => {
    const wanted = ['show:4', 'show:1', 'show:2', 'show:3'] as const;
    const diff = diffList(aReconciling(wanted, ['show:1', 'show:2', 'show:3', 'show:4']));
    expect(diff).toMatchObject({ add: [], remove: [], unchanged: 4 });
    expect(diff.order).toEqual({ kind: 'reorder', rank: [1004, 1001, 1002, 1003], moved: 1 });
  });

  it('goes by Trakt’s ranks, not by the order of the answer', () => {
    const reconciling = aReconciling(['show:1', 'show:2'], ['show:1', 'show:2']);
    const items = [...reconciling.shown.items].reverse();
    const diff = diffList({ ...reconciling, shown: { ...reconciling.shown, items } });
    expect(diff.order).toEqual({ kind: 'right' });
  });

  it('needs no reordering for what is added at the end, and another look for what is added before', () => {
    expect(diffList(aReconciling(['show:1', 'show:2'], ['show:1'])).order.kind).toBe('right');
    expect(diffList(aReconciling(['show:2', 'show:1'], ['show:1'])).order.kind).toBe(
      'after-reading',
    );
  });

  it('needs no order in a list that Trakt sorts otherwise', () => {
    const { wanted, ...rest } = aReconciling(['show:2', 'show:1'], ['show:1', 'show:2']);
    const settings = { ...someSettings, sortBy: 'title' };
    const diff = diffList({ ...rest, wanted: { ...wanted, settings } });
    expect(diff.order).toEqual({ kind: 'right' });
    expect(diff.settings).toEqual({ sortBy: 'title' });
  });

  it('tells only those settings that differ, blanks and line ends apart', () => {
    const { wanted, shown, ...rest } = aReconciling([], []);
    const described = {
      ...wanted.settings,
      description: 'one\ntwo',
      name: 'New',
      displayNumbers: true,
    };
    const settings = { ...shown.settings, description: 'one\r\ntwo ', displayNumbers: false };
    const diff = diffList({
      ...rest,
      wanted: { ...wanted, settings: described },
      shown: { ...shown, settings },
    });
    expect(diff.settings).toEqual({ name: 'New', displayNumbers: true });
  });
});

describe('the guard of removals', () => {
  const judge = (remove: number, shown: number, twice = 0) =>
    judgeRemovals(
      {
        remove: Array.from({ length: remove }, (_, id) => `show:${id + 1}` as const),
        twice: Array.from({ length: twice }, (_, id) => `show:${id + 1}` as const),
      },
      shown,
    );

  it('asks before many items go, or a great part of them', () => {
    expect(judge(50, 5_000)).toEqual({ kind: 'go', removing: 50, shown: 5_000, why: null });
    expect(judge(51, 5_000)).toMatchObject({ kind: 'ask', why: 'items' });
    expect(judge(6, 20)).toMatchObject({ kind: 'go' });
    expect(judge(7, 20)).toMatchObject({ kind: 'ask', why: 'percent' });
  });

  it('does not ask for a handful, nor for what is added anew', () => {
    expect(judge(5, 5)).toMatchObject({ kind: 'go' });
    expect(judge(60, 100, 55)).toMatchObject({ kind: 'go', removing: 5 });
  });
});

describe('the limits of an account', () => {
  const free: AccountLimits = { lists: 5, itemsPerList: 250, itemsInAll: 1_000, isVip: false };
  const fitting = { limits: free, overflow: 'spill', otherLists: 0, otherItems: 0 } as const;

  it('are no matter for what fits', () => {
    const whole = { kind: 'fits', parts: [{ number: 1, from: 0, to: 250 }] };
    expect(planParts({ ...fitting, items: 250, overflow: 'refuse' })).toEqual(whole);
    const unlimited = { lists: null, itemsPerList: null, itemsInAll: null, isVip: true };
    const many = planParts({ ...fitting, items: 9_999, limits: unlimited, overflow: 'refuse' });
    expect(many).toEqual({ kind: 'fits', parts: [{ number: 1, from: 0, to: 9_999 }] });
    const none = planParts({ ...fitting, items: 0, limits: unlimited });
    expect(none).toEqual({ kind: 'fits', parts: [{ number: 1, from: 0, to: 0 }] });
  });

  it('make a list refused or spread over several, by choice', () => {
    expect(planParts({ ...fitting, items: 251, overflow: 'refuse' })).toEqual({
      kind: 'refused',
      limit: 'items-per-list',
      allowed: 250,
      needed: 251,
      advice: ['limit-rule', 'spill', 'vip'],
    });
    expect(planParts({ ...fitting, items: 501 })).toEqual({
      kind: 'fits',
      parts: [
        { number: 1, from: 0, to: 250 },
        { number: 2, from: 250, to: 500 },
        { number: 3, from: 500, to: 501 },
      ],
    });
  });

  it('hold for all lists of the account together', () => {
    expect(planParts({ ...fitting, items: 251, otherLists: 4 })).toMatchObject({
      kind: 'refused',
      limit: 'lists',
      allowed: 1,
      needed: 2,
    });
    expect(planParts({ ...fitting, items: 251, otherItems: 900 })).toMatchObject({
      kind: 'refused',
      limit: 'items-in-all',
      allowed: 100,
    });
    const vip = { ...free, isVip: true };
    expect(planParts({ ...fitting, items: 1, otherLists: 5, limits: vip })).toMatchObject({
      kind: 'refused',
      advice: ['delete-lists'],
    });
  });
});

describe('our list on Trakt', () => {
  const marker = markerOf('list');
  const marked = `mine · wf:${marker}`;
  const foreign = { traktId: 1, description: 'mine' };

  it('is found by its id and its marker', () => {
    const lists = [foreign, { traktId: 2, description: marked }];
    const found = { kind: 'ours', traktId: 2, also: [] };
    expect(findOwnList({ storedId: 2, marker, lists })).toEqual({ ...found, by: 'id' });
    expect(findOwnList({ storedId: null, marker, lists })).toEqual({ ...found, by: 'marker' });
    expect(findOwnList({ storedId: 77, marker, lists })).toEqual({ ...found, by: 'marker' });
  });

  it('is none without the marker, even where its id leads', () => {
    expect(findOwnList({ storedId: 1, marker, lists: [foreign] })).toEqual({
      kind: 'not-ours',
      traktId: 1,
    });
    const other = { traktId: 1, description: `mine · wf:${markerOf('another')}` };
    expect(findOwnList({ storedId: null, marker, lists: [other] })).toEqual({ kind: 'missing' });
  });

  it('is the oldest of several, and the others are named', () => {
    const lists = [9, 4, 6].map((traktId) => ({ traktId, description: marked }));
    const found = findOwnList({ storedId: null, marker, lists });
    expect(found).toEqual({ kind: 'ours', traktId: 4, by: 'marker', also: [6, 9] });
    expect(findOwnList({ storedId: 6, marker, lists })).toMatchObject({ traktId: 6, also: [4, 9] });
  });
});
