import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  evaluateRule,
  parseRule,
  type ItemKey,
  type KnownTitle,
  type ListFacts,
  type Rule,
} from '../../../src/areas/lists/index.js';
import { aKnownTitle, aRule } from '../../support/lists/builders.js';

const moment = { now: new Date('2026-11-30T12:00:00Z'), timeZone: 'Asia/Tokyo' };

const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of);
const rate = maybe(
  fc.record({
    rating: fc.integer({ min: 1, max: 10 }),
    at: maybe(
      fc.date({ min: new Date('2020-01-01'), max: new Date('2026-11-30'), noInvalidDate: true }),
    ),
  }),
);
const tag = fc.constantFrom('百合', 'SF', 'ＳＦ', '日常');
const day = fc
  .date({ min: new Date('2019-01-01'), max: new Date('2027-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const rest: fc.Arbitrary<Partial<KnownTitle>> = fc.record({
  year: maybe(fc.integer({ min: 2018, max: 2021 })),
  state: maybe(fc.constantFrom('wish' as const, 'done' as const)),
  rates: fc.record({ trakt: rate, bangumi: rate }),
  score: maybe(fc.integer({ min: 0, max: 10 })),
  collectors: maybe(fc.nat(200_000)),
  subjects: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
  tags: fc.array(tag, { maxLength: 4 }),
  airs: fc.record({ from: maybe(day), to: maybe(fc.oneof(day, fc.constant('open'))) }),
  names: fc.record({
    zh: maybe(fc.constantFrom('甲', '乙', '丙10', '丙9')),
    ja: fc.constant(null),
    en: maybe(fc.constantFrom('a', 'B')),
  }),
});

const place = fc.oneof(
  fc.nat(20).map((id): Partial<KnownTitle> => ({ key: `movie:${id + 1}` })),
  fc.nat(20).map((id): Partial<KnownTitle> => ({ key: `subject:${id + 1}` })),
  fc.nat(6).map((id): Partial<KnownTitle> => ({ key: `show:${id + 1}` })),
  fc.nat(30).map((id): Partial<KnownTitle> => ({
    key: `season:${id + 1}`,
    show: `show:${(id % 7) + 1}`,
    seasonNumber: id % 3,
  })),
);

const titles = fc.uniqueArray(
  fc.tuple(place, rest).map(([at, facts]) => aKnownTitle({ ...facts, ...at })),
  { selector: ({ key }) => key, maxLength: 40 },
);

const anItem = fc
  .tuple(fc.constantFrom('movie', 'show', 'season', 'subject'), fc.integer({ min: 1, max: 24 }))
  .map(([kind, id]) => `${kind}:${id}`);

const leaf = fc.constantFrom<unknown>(
  { by: 'year', from: 2020 },
  { by: 'year', to: 2020, or_unknown: true },
  { by: 'tags', any: ['sf'] },
  { by: 'airing' },
  { by: 'own-rating', from: 5 },
  { by: 'premiered', season: 'current' },
);
const sortBy = fc.constantFrom('year', 'own-rating', 'title', 'given', 'released', 'score');

/** A document of a person; those with faults are left out. */
const rule: fc.Arbitrary<Rule> = fc
  .record({
    sources: fc.array(
      fc.oneof(
        fc.constantFrom<unknown>(
          { from: 'collection', states: ['wish', 'done'] },
          { from: 'ratings' },
        ),
        fc.array(anItem, { minLength: 1, maxLength: 6 }).map((items) => ({ from: 'items', items })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    filters: fc.array(
      fc.oneof(
        leaf,
        leaf.map((of) => ({ by: 'not', of })),
        fc.array(leaf, { minLength: 1, maxLength: 3 }).map((of) => ({ by: 'any', of })),
      ),
      { maxLength: 2 },
    ),
    score: fc.subarray([
      { term: 'own-rating', weight: 2 },
      { term: 'tag-affinity', weight: 1 },
      { term: 'recency', weight: 0.7 },
      { term: 'popularity', weight: -1.3 },
    ]),
    sort: fc.uniqueArray(sortBy, { maxLength: 3 }).map((keys) => keys.map((by) => ({ by }))),
    limit: maybe(fc.integer({ min: 1, max: 15 })),
    unit: fc.constantFrom('as-is', 'show', 'season'),
    pins: fc.uniqueArray(
      fc.record({
        item: anItem,
        at: fc.oneof(fc.constant('top'), fc.integer({ min: 1, max: 12 })),
      }),
      { maxLength: 4, selector: ({ item }) => item },
    ),
    exclude: fc.array(anItem, { maxLength: 4 }),
  })
  .map((parts) => parseRule({ version: 1, ...parts }))
  .filter((parsed) => parsed.kind === 'rule')
  .map((parsed) => parsed.rule);

const factsOf = (known: readonly KnownTitle[]): ListFacts => ({ titles: known, lists: new Map() });
const keysIn = (of: ReturnType<typeof evaluateRule>): readonly ItemKey[] =>
  of.items.map(({ key }) => key);

describe('a list by a rule', () => {
  it('depends on the rule and the facts, not on the order of the facts', () => {
    const both = titles.chain((known) =>
      fc.tuple(fc.constant(known), fc.shuffledSubarray(known, { minLength: known.length })),
    );
    const shuffleTags = (title: KnownTitle) => ({ ...title, tags: [...title.tags].reverse() });
    fc.assert(
      fc.property(rule, both, (wanted, [one, other]) => {
        const first = evaluateRule(wanted, factsOf(one), moment);
        const second = evaluateRule(wanted, factsOf(other.map(shuffleTags)), moment);
        const told = ({ items, ...others }: typeof first) => ({
          ...others,
          items: items.map(({ title, ...item }) => ({ ...item, title: title.key })),
        });
        expect(told(second)).toEqual(told(first));
      }),
      { numRuns: 150 },
    );
  });

  it('has no item twice, ranks without gaps, and no more than its limit', () => {
    fc.assert(
      fc.property(rule, titles, (wanted, known) => {
        const evaluation = evaluateRule(wanted, factsOf(known), moment);
        const keys = keysIn(evaluation);
        expect(new Set(keys).size).toBe(keys.length);
        expect(evaluation.items.map(({ rank }) => rank)).toEqual(keys.map((_, at) => at + 1));
        expect(keys.length).toBeLessThanOrEqual(wanted.limit ?? Number.POSITIVE_INFINITY);
        const isFull = evaluation.left.overLimit === 0 || keys.length === wanted.limit;
        expect(isFull).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('has nothing that is excluded', () => {
    fc.assert(
      fc.property(rule, titles, (wanted, known) => {
        const { items } = evaluateRule(wanted, factsOf(known), moment);
        const excluded = new Set<string>(wanted.exclude);
        // A show stands for seasons that are not excluded.
        const itself = items.filter(({ reasons }) => !reasons.some(({ kind }) => kind === 'joins'));
        const found = itself.filter(
          ({ title }) => excluded.has(title.key) || excluded.has(title.show ?? ''),
        );
        expect(found).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('has pins on top first and pins with a rank there, as far as the list goes', () => {
    fc.assert(
      fc.property(rule, titles, (wanted, known) => {
        const { items, idlePins, unknown } = evaluateRule(wanted, factsOf(known), moment);
        const pinned = items.flatMap(({ rank, reasons }) =>
          reasons.flatMap((reason) => (reason.kind === 'pinned' ? [{ rank, at: reason.at }] : [])),
        );
        const idle = wanted.pins.filter(
          ({ item }) => idlePins.includes(item) || unknown.includes(item),
        );
        expect(pinned).toHaveLength(wanted.pins.length - idle.length);
        const onTop = pinned.filter(({ at }) => at === 'top');
        expect(onTop.map(({ rank }) => rank)).toEqual(onTop.map((_, at) => at + 1));
        const reached = pinned.filter(
          ({ at }) => at !== 'top' && at <= items.length - pinned.length,
        );
        expect(reached.map(({ rank }) => rank)).toEqual(reached.map(({ at }) => at));
      }),
      { numRuns: 150 },
    );
  });

  it('has scores that are the sum of their shares, and never more than a hundred', () => {
    fc.assert(
      fc.property(rule, titles, (wanted, known) => {
        for (const { score, terms } of evaluateRule(wanted, factsOf(known), moment).items) {
          const sum = terms.reduce((total, { share }) => total + Math.round(share * 100), 0);
          expect(score).toBe(wanted.score.length === 0 ? null : sum / 100);
          expect(Math.abs(score ?? 0)).toBeLessThanOrEqual(100.1);
        }
      }),
    );
  });

  it('filtered by a condition and by its opposite has everything once', () => {
    const everything = aRule({ sources: [{ from: 'collection', states: ['wish', 'done'] }] });
    fc.assert(
      fc.property(leaf, titles, (condition, known) => {
        const by = (filter: unknown) =>
          keysIn(evaluateRule(aRule({ ...everything, filters: [filter] }), factsOf(known), moment));
        const all = keysIn(evaluateRule(everything, factsOf(known), moment));
        expect([...by(condition), ...by({ by: 'not', of: condition })].sort()).toEqual(
          [...all].sort(),
        );
      }),
    );
  });
});
