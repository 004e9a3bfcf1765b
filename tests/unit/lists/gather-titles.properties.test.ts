import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gatherTitles } from '../../../src/areas/lists/facts/gather-titles.js';
import { joinParts } from '../../../src/areas/lists/facts/join-parts.js';
import {
  nothingKnown,
  type TitleAt,
  type TitleFacts,
  type TitlePart,
} from '../../../src/areas/lists/facts/title-part.js';

const small = fc.integer({ min: 1, max: 4 });
const day = fc.constantFrom('2020-01-08', '2021-04-01', '2022-10-01');
const time = fc.option(small.map((hour) => new Date(Date.UTC(2026, 0, 1, hour))));

const facts = (subjects: readonly number[]): fc.Arbitrary<TitleFacts> =>
  fc.record({
    subjects: fc.constant(subjects),
    names: fc.record({
      zh: fc.option(fc.constantFrom('甲', '乙')),
      ja: fc.option(fc.constantFrom('あ', 'い')),
      en: fc.option(fc.constantFrom('A', 'B')),
    }),
    type: fc.option(fc.constantFrom('anime', 'live-action')),
    year: fc.option(fc.integer({ min: 2019, max: 2022 })),
    airs: fc.record({ from: fc.option(day), to: fc.option(fc.oneof(day, fc.constant('open'))) }),
    state: fc.option(fc.constantFrom('wish', 'doing', 'done', 'on-hold', 'dropped')),
    progress: fc.record({ watched: fc.nat(20), total: fc.option(fc.nat(20)), parked: fc.nat(3) }),
    rates: fc.record({
      trakt: fc.option(fc.record({ rating: fc.integer({ min: 1, max: 10 }), at: time })),
      bangumi: fc.option(fc.record({ rating: fc.integer({ min: 1, max: 10 }), at: time })),
    }),
    score: fc.option(fc.integer({ min: 1, max: 10 })),
    votes: fc.constant(null),
    collectors: fc.option(fc.nat(1000)),
    tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
    genres: fc.uniqueArray(fc.constantFrom('anime', 'drama')),
    country: fc.option(fc.constantFrom('jp', 'cn')),
    addedAt: time,
    watchedAt: time,
  });

const places: fc.Arbitrary<TitleAt> = fc.oneof(
  fc.record({ kind: fc.constantFrom('movie' as const, 'show' as const), id: small }),
  fc.record({ kind: fc.constant('season' as const), showId: small, season: small }),
  // An episode is of one show.
  small.map((id) => ({
    kind: 'episode' as const,
    id,
    showId: id,
    season: id % 2 === 0 ? null : id,
  })),
);

/** Parts with and without a subject of their own; some of the subjects are nowhere. */
const parts: fc.Arbitrary<readonly TitlePart[]> = fc
  .array(fc.record({ at: fc.option(places), hasSubject: fc.boolean() }), { maxLength: 12 })
  .chain((made) =>
    fc.tuple(
      ...made.map(({ at, hasSubject }, index) => {
        const id = index + 1;
        const subjects = at === null || hasSubject ? [id] : [];
        const nowhere: TitleAt = { kind: 'subject', id, showId: null };
        return facts(subjects).map((known) => ({ at: at ?? nowhere, facts: known }));
      }),
    ),
  );

const seasonIds = fc
  .uniqueArray(fc.tuple(small, small), { selector: (pair) => pair.join('/') })
  .map(
    (pairs) => new Map(pairs.map(([show, number]) => [`${show}/${number}`, show * 100 + number])),
  );

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

describe('titles gathered out of parts', () => {
  it('are each there once, with every subject and every play of it', () => {
    fc.assert(
      fc.property(parts, seasonIds, (given, ids) => {
        const titles = gatherTitles(given, ids);
        expect(new Set(titles.map(({ key }) => key)).size).toBe(titles.length);
        expect(titles.flatMap(({ subjects }) => subjects).sort((a, b) => a - b)).toEqual(
          given.flatMap(({ facts: { subjects } }) => subjects),
        );
        for (const what of ['watched', 'parked'] as const)
          expect(sum(titles.map(({ progress }) => progress[what]))).toBe(
            sum(given.map(({ facts: { progress } }) => progress[what])),
          );
      }),
    );
  });

  it('are the same in whatever order their parts come', () => {
    const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1);
    fc.assert(
      fc.property(
        parts.chain((given) =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray([...given], { minLength: given.length }),
          ),
        ),
        seasonIds,
        ([given, shuffled], ids) => {
          expect(gatherTitles(shuffled, ids).toSorted(byKey)).toEqual(
            gatherTitles(given, ids).toSorted(byKey),
          );
        },
      ),
    );
  });

  it('are of Trakt wherever Trakt’s id is known', () => {
    fc.assert(
      fc.property(parts, seasonIds, (given, ids) => {
        const nameless = gatherTitles(given, ids).filter(
          ({ key, seasonNumber }) => key.startsWith('subject:') && seasonNumber !== null,
        );
        const places = nameless.map(
          ({ show, seasonNumber }) => `${show?.slice('show:'.length) ?? ''}/${seasonNumber ?? ''}`,
        );
        expect(places.filter((place) => ids.has(place))).toEqual([]);
      }),
    );
  });
});

describe('two cours of one season', () => {
  const cour = (id: number, from: string | null, more: Partial<TitleFacts> = {}): TitleFacts => ({
    ...nothingKnown,
    subjects: [id],
    airs: { from, to: null },
    ...more,
  });

  it.each([
    ['doing', 'wish'],
    ['on-hold', 'done'],
    ['wish', 'done'],
    ['done', 'dropped'],
  ] as const)('are %s rather than %s', (livelier, other) => {
    expect(
      joinParts([cour(1, null, { state: other }), cour(2, null, { state: livelier })]),
    ).toMatchObject({ state: livelier });
  });

  it('are as long as both, if both are known, and run while one runs', () => {
    const one = cour(2, '2022-10-01', {
      airs: { from: '2022-10-01', to: 'open' },
      progress: { watched: 3, total: 13, parked: 1 },
    });
    const first = cour(1, '2022-04-09', {
      airs: { from: '2022-04-09', to: '2022-06-25' },
      progress: { watched: 12, total: 12, parked: 0 },
    });
    expect(joinParts([one, first])).toMatchObject({
      subjects: [1, 2],
      airs: { from: '2022-04-09', to: 'open' },
      progress: { watched: 15, total: 25, parked: 1 },
    });
    expect(joinParts([one, cour(3, '2023-01-01')]).progress.total).toBeNull();
  });
});
