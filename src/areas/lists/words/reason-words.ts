import type { Language } from '../../history/index.js';
import type { CollectionState } from '../known-title.js';
import type { LedgerState, RatingSide, Source } from '../rules/sources.js';

/** How it is said why an item is in a list, in one language. */
export interface ReasonWords {
  readonly source: (source: Exclude<Source, { from: 'list' }>) => string;
  readonly list: (name: string) => string;
  readonly pinned: (at: 'top' | number) => string;
  readonly seasonOf: (show: string) => string;
  readonly joins: (items: number) => string;
  readonly earlier: string;
}

interface StateWords {
  readonly collection: Readonly<Record<CollectionState, string>>;
  readonly ledger: Readonly<Record<LedgerState, string>>;
  readonly side: Readonly<Record<RatingSide, string>>;
}

const english: StateWords = {
  collection: {
    wish: 'wish',
    doing: 'watching',
    done: 'done',
    'on-hold': 'on hold',
    dropped: 'dropped',
  },
  ledger: {
    watched: 'watched to the end',
    unfinished: 'begun and not finished',
    parked: 'with plays that are parked',
  },
  side: { trakt: 'on Trakt', bangumi: 'on Bangumi', either: 'on Trakt or Bangumi' },
};

const chinese: StateWords = {
  collection: { wish: '想看', doing: '在看', done: '看过', 'on-hold': '搁置', dropped: '抛弃' },
  ledger: { watched: '已看完', unfinished: '看过但未看完', parked: '有暂缓的观看记录' },
  side: { trakt: 'Trakt', bangumi: 'Bangumi', either: 'Trakt 或 Bangumi' },
};

export const reasonWords: Readonly<Record<Language, ReasonWords>> = {
  en: {
    source(source) {
      switch (source.from) {
        case 'collection':
          return `It is in your Bangumi collection as ${anyOf(source.states, english.collection, ' or ')}.`;
        case 'ledger':
          return `Among what you have seen it is ${anyOf(source.states, english.ledger, ' or ')}.`;
        case 'ratings':
          return `You rated it ${source.at_least} or more ${english.side[source.side]}.`;
        case 'items':
          return 'You named it.';
      }
    },
    list: (name) => `It is in your list “${name}”.`,
    pinned: (at) => (at === 'top' ? 'You pinned it to the top.' : `You pinned it to rank ${at}.`),
    seasonOf: (show) => `It is a season of ${show}.`,
    joins: (items) =>
      items === 1
        ? 'It stands for one part of it.'
        : `It stands for ${items} that belong together.`,
    earlier: 'An earlier rule of the list brought it.',
  },
  'zh-CN': {
    source(source) {
      switch (source.from) {
        case 'collection':
          return `在你的 Bangumi 收藏中标为${anyOf(source.states, chinese.collection, '或')}。`;
        case 'ledger':
          return `在你的观看记录中${anyOf(source.states, chinese.ledger, '或')}。`;
        case 'ratings':
          return `你在 ${chinese.side[source.side]} 的评分不低于 ${source.at_least} 分。`;
        case 'items':
          return '由你手动加入。';
      }
    },
    list: (name) => `在你的列表“${name}”中。`,
    pinned: (at) => (at === 'top' ? '由你置顶。' : `由你固定在第 ${at} 位。`),
    seasonOf: (show) => `是 ${show} 的一季。`,
    joins: (items) => `代表其中 ${items} 个条目。`,
    earlier: '由列表此前的规则带入。',
  },
};

const anyOf = <State extends string>(
  states: readonly State[],
  words: Readonly<Record<State, string>>,
  or: string,
): string => states.map((state) => words[state]).join(or);
