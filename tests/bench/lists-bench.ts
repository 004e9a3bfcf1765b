import {
  diffList,
  evaluateRule,
  inRequests,
  nothingLearnt,
  parseRule,
  type KnownTitle,
  type ListSettings,
  type Reconciling,
  type Rule,
  type TraktKey,
} from '../../src/areas/lists/index.js';
import { limitsOff, median, percentile, type Bench } from './report.js';

/** What 100,000 items may take, diffed. */
const diffMsAtMost = 200;

/** Without scales: 5,000 and 100,000 items. */
export const listsBench: Bench = ({ scale, rounds = 15 }, say) => {
  const sizes = scale.length === 0 ? [5_000, 100_000] : scale.map(Number);
  const rows = sizes.flatMap((size) => {
    const measured = [...diffs(size, rounds), ...evaluations(size, rounds)];
    say(`${size} items done`);
    return measured;
  });
  const slow = rows.find(
    ({ what, items, 'median ms': ms }) =>
      what.startsWith('diff') && items <= 100_000 && ms >= diffMsAtMost,
  );
  return Promise.resolve({
    limiter: limitsOff,
    notes,
    rows,
    raw: rows,
    failure: slow === undefined ? undefined : `${slow.what} took ${slow['median ms']} ms`,
  });
};

const notes = [
  'Pure decisions, in memory: no database, no request. One round before is not counted.',
  'writes: requests that change something, 250 items each, reading and settings apart; as against deleting all and adding all again.',
];

interface Row extends Readonly<Record<string, string | number>> {
  readonly what: string;
  readonly items: number;
  readonly 'median ms': number;
  readonly 'p90 ms': number;
}

function measure(rounds: number, act: () => unknown) {
  const taken: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const began = performance.now();
    act();
    if (round > 0) taken.push(performance.now() - began);
  }
  const oneDecimal = (value: number) => Math.round(value * 10) / 10;
  return { 'median ms': oneDecimal(median(taken)), 'p90 ms': oneDecimal(percentile(taken, 90)) };
}

const settings: ListSettings = {
  name: 'bench',
  description: 'bench',
  privacy: 'private',
  displayNumbers: true,
  allowComments: false,
  sortBy: 'rank',
  sortHow: 'asc',
};

const keyAt = (at: number): TraktKey => `${at % 3 === 0 ? 'movie' : 'show'}:${at + 1}`;

function diffs(size: number, rounds: number): Row[] {
  const same = Array.from({ length: size }, (_, at) => keyAt(at));
  const one = [...same.slice(1), keyAt(size)];
  const many = [
    ...same.filter((_, at) => at % 100 !== 0),
    ...same.map((_, at) => keyAt(size + at)).slice(0, size / 100),
  ];
  const cases = {
    'nothing changed': same,
    'one in, one out': one,
    '1 % in, 1 % out': many,
    'turned round': [...same].reverse(),
  };
  return Object.entries(cases).map(([name, keys]) => {
    const reconciling = toReconciling(keys, same);
    const { add, remove, order } = diffList(reconciling);
    const addedAndRemoved = [add.map(({ key }) => key), remove].flatMap((part) =>
      inRequests<string>(part),
    );
    return {
      what: `diff, ${name}`,
      items: size,
      ...measure(rounds, () => diffList(reconciling)),
      writes: addedAndRemoved.length + (order.kind === 'right' ? 0 : 1),
      'all anew': inRequests(same).length + inRequests(keys).length,
    };
  });
}

const toReconciling = (wanted: readonly TraktKey[], shown: readonly TraktKey[]): Reconciling => ({
  wanted: { settings, items: wanted.map((key) => ({ key, fingerprint: key })) },
  shown: { settings, items: shown.map((key, at) => ({ key, rank: at + 1, rowId: at + 1 })) },
  learnt: nothingLearnt,
  strangers: { kind: 'remove' },
});

const everything = [
  { from: 'collection', states: ['wish', 'doing', 'done', 'on-hold', 'dropped'] },
];
const rules: Readonly<Record<string, unknown>> = {
  'by year': { sources: everything, sort: [{ by: 'year' }] },
  'five terms, four conditions, seasons joined': {
    sources: [...everything, { from: 'ratings' }, { from: 'ledger', states: ['unfinished'] }],
    filters: [
      { by: 'year', from: 1980 },
      { by: 'not', of: { by: 'tags', any: ['tag 7'] } },
      { by: 'any', of: [{ by: 'airing' }, { by: 'bangumi-score', from: 3 }] },
    ],
    score: ['own-rating', 'bangumi-score', 'recency', 'tag-affinity', 'popularity'].map((term) => ({
      term,
      weight: 1,
    })),
    sort: [{ by: 'score' }, { by: 'rated' }, { by: 'title' }],
    unit: 'show',
  },
  'words of a title': {
    sources: everything,
    filters: [{ by: 'title', contains: '芙莉莲 1' }],
    sort: [{ by: 'title' }],
  },
};

function evaluations(size: number, rounds: number): Row[] {
  const facts = { titles: Array.from({ length: size }, (_, at) => titleAt(at)), lists: new Map() };
  const moment = { now: new Date('2026-11-30T12:00:00Z'), timeZone: 'Asia/Shanghai' };
  return Object.entries(rules).map(([name, document]) => {
    const rule = toRule(document);
    return {
      what: `evaluation, ${name}`,
      items: size,
      ...measure(Math.min(rounds, 5), () => evaluateRule(rule, facts, moment)),
    };
  });
}

function toRule(document: unknown): Rule {
  const parsed = parseRule({ version: 1, ...(document as object) });
  if (parsed.kind === 'rule') return parsed.rule;
  throw new Error(JSON.stringify(parsed.faults));
}

/** The same at each run: numbers spread by multiplying, not by chance. */
function titleAt(at: number): KnownTitle {
  const spread = (Math.imul(at + 1, 2_654_435_761) >>> 0) / 2 ** 32;
  const between = (low: number, high: number) => low + Math.floor(spread * (high - low));
  const when = new Date(Date.UTC(2015, 0, 1) + between(0, 4_000) * 86_400_000);
  return {
    key: at % 3 === 0 ? `movie:${at + 1}` : `season:${at + 1}`,
    show: at % 3 === 0 ? null : `show:${Math.floor(at / 4) + 1}`,
    season: null,
    seasonNumber: at % 3 === 0 ? null : at % 4,
    subjects: [at + 1],
    names: { zh: `葬送的芙莉蓮 ${between(1, 9_999)}`, ja: '葬送のフリーレン', en: `Frieren ${at}` },
    type: 'anime',
    year: between(1970, 2027),
    airs: { from: when.toISOString().slice(0, 10), to: null },
    state: 'done',
    progress: { watched: between(0, 24), total: 24, parked: 0 },
    rates: { trakt: null, bangumi: at % 2 === 0 ? { rating: between(1, 11), at: when } : null },
    score: between(20, 100) / 10,
    votes: between(0, 9_000),
    collectors: between(0, 120_000),
    tags: [1, 2, 3, 4, 5].map((step) => `tag ${between(0, 50 * step)}`),
    genres: ['anime'],
    country: 'jp',
    addedAt: when,
    watchedAt: when,
  };
}
