import {
  parseRule,
  type KnownTitle,
  type ListFacts,
  type ListSettings,
  type Reconciling,
  nothingLearnt,
  type Rule,
  type TraktKey,
} from '../../../src/areas/lists/index.js';

/** A film on Trakt of which nothing else is known. */
export const aKnownTitle = (facts: Partial<KnownTitle> = {}): KnownTitle => ({
  key: 'movie:1',
  show: null,
  season: null,
  seasonNumber: null,
  subjects: [],
  names: { zh: null, ja: null, en: null },
  type: null,
  year: null,
  airs: { from: null, to: null },
  state: null,
  progress: { watched: 0, total: null, parked: 0 },
  rates: { trakt: null, bangumi: null },
  score: null,
  votes: null,
  collectors: null,
  tags: [],
  genres: [],
  country: null,
  addedAt: null,
  watchedAt: null,
  ...facts,
});

export const someFacts = (...titles: readonly KnownTitle[]): ListFacts => ({
  titles,
  lists: new Map(),
});

/** A rule as a person would send it, over all that is collected; throws when it has faults. */
export function aRule(parts: Readonly<Record<string, unknown>> = {}): Rule {
  const everything = {
    from: 'collection',
    states: ['wish', 'doing', 'done', 'on-hold', 'dropped'],
  };
  const parsed = parseRule({ version: 1, sources: [everything], ...parts });
  if (parsed.kind === 'rule') return parsed.rule;
  throw new Error(parsed.faults.map(({ place, message }) => `${place}: ${message}`).join('; '));
}

export const someSettings: ListSettings = {
  name: 'A list',
  description: 'Created and managed by watchflow · wf:ab12cd34',
  privacy: 'private',
  displayNumbers: true,
  allowComments: false,
  sortBy: 'rank',
  sortHow: 'asc',
};

/** Wanted and shown items, by their keys, in order; rows have the ids 1001, 1002 … */
export const aReconciling = (
  wanted: readonly TraktKey[],
  shown: Reconciling['shown']['items'][number]['key'][],
  rest: Partial<Reconciling> = {},
): Reconciling => ({
  wanted: {
    settings: someSettings,
    items: wanted.map((key) => ({ key, fingerprint: key })),
  },
  shown: {
    settings: someSettings,
    items: shown.map((key, at) => ({ key, rank: at + 1, rowId: 1001 + at })),
  },
  learnt: nothingLearnt,
  strangers: { kind: 'remove' },
  ...rest,
});
