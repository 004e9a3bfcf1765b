import { describe, expect, it } from '@jest/globals';
import { sayReasons } from '../../../src/areas/lists/index.js';
import { aRule } from '../../support/lists/builders.js';

const listId = '3f0c8a52-6b1d-4d38-9c0e-5a7f2e1b4c6d';
const rule = aRule({
  sources: [
    { from: 'collection', states: ['wish', 'doing'] },
    { from: 'ledger', states: ['unfinished'] },
    { from: 'ratings', side: 'trakt', at_least: 8 },
    { from: 'items', items: ['show:1'] },
    { from: 'list', list_id: listId },
  ],
});
const reasons = [
  ...rule.sources.map((_, source) => ({ kind: 'source', source }) as const),
  { kind: 'source', source: 9 },
  { kind: 'pinned', at: 'top' },
  { kind: 'pinned', at: 4 },
  { kind: 'season-of', show: 'show:1' },
  { kind: 'joins', items: ['season:1', 'season:2'] },
] as const;
const listNames = new Map([[listId, 'Best of 2026']]);

describe('why an item is in a list, in words', () => {
  it('is a sentence a reason', () => {
    expect(sayReasons(reasons, rule, { language: 'en', listNames })).toEqual([
      'It is in your Bangumi collection as wish or watching.',
      'Among what you have seen it is begun and not finished.',
      'You rated it 8 or more on Trakt.',
      'You named it.',
      'It is in your list “Best of 2026”.',
      'An earlier rule of the list brought it.',
      'You pinned it to the top.',
      'You pinned it to rank 4.',
      'It is a season of show:1.',
      'It stands for 2 that belong together.',
    ]);
  });

  it('is said in Chinese as well', () => {
    expect(sayReasons(reasons, rule, { language: 'zh-CN', listNames })).toEqual([
      '在你的 Bangumi 收藏中标为想看或在看。',
      '在你的观看记录中看过但未看完。',
      '你在 Trakt 的评分不低于 8 分。',
      '由你手动加入。',
      '在你的列表“Best of 2026”中。',
      '由列表此前的规则带入。',
      '由你置顶。',
      '由你固定在第 4 位。',
      '是 show:1 的一季。',
      '代表其中 2 个条目。',
    ]);
  });
});
