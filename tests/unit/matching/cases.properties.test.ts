import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judge, readCaseWorlds } from '../../support/matching/case-worlds.js';
import type { CaseWorld } from '../../support/matching/case-worlds.js';
import {
  doubled,
  drops,
  linkedTo,
  reversed,
  shiftDates,
} from '../../support/matching/mutations.js';
import type { Mutation } from '../../support/matching/mutations.js';

let worlds: readonly CaseWorld[];
beforeAll(async () => {
  worlds = await readCaseWorlds();
});

/** By its place: a world told in full would fill pages. */
const aWorld = () => fc.integer({ min: 0, max: worlds.length - 1 });
const at = (index: number): CaseWorld => {
  const world = worlds[index];
  if (world === undefined) throw new RangeError(`There is no case ${index}.`);
  return world;
};

function staysSafe(world: CaseWorld, ...mutations: Mutation[]): void {
  const situation = mutations.reduce<Parameters<Mutation>[0]>(
    (before, mutate) => mutate(before),
    world,
  );
  const { verdict, got } = judge(world, situation);
  if (verdict === 'wrong') throw new Error(`${world.name}: ${JSON.stringify(got)}`);
}

/** That two signals contradict each other is all that speaks against these. */
const isContradiction = ({ given }: CaseWorld) =>
  given.tags.some((tag) =>
    ['contradicting-date', 'rebroadcast-mix', 'contradiction'].includes(tag),
  );

/** Its number says nothing, so its day alone tells which special it is. */
const isSpecial = ({ item }: CaseWorld) => item.kind === 'episode' && item.season === 0;

/** A prologue, a recap or a split premiere: whether a catalogue counts it, only the date can tell. */
const hasTwoCounts = ({ given, facts }: CaseWorld) =>
  (facts.tables.get(given.expected.subject_id ?? 0) ?? []).some(
    ({ type, sort }) => type === 0 && (sort % 1 !== 0 || sort === 0),
  );

/** Two works of one title in one year: only their dates tell one from the other. */
const hasNamesake = ({ given }: CaseWorld) =>
  given.tags.some((tag) => ['live-action-vs-anime', 'ova-and-tv-of-one-title'].includes(tag));

/** Those of the same name, and all others that had no row near that day: a list that errs names a season, not a rival of the same evening. */
function subjectsAround({ given, facts, item }: CaseWorld): readonly number[] {
  const day = item.kind === 'movie' ? item.released : item.firstAired;
  const isNear = (date: string | null) =>
    date !== null && day !== null && Math.abs(Date.parse(date) - Date.parse(day)) < 10 * 86_400_000;
  const others = [...facts.subjects].filter(
    ([id, subject]) =>
      !isNear(subject?.date ?? null) &&
      !(facts.tables.get(id) ?? []).some(({ airdate }) => isNear(airdate)),
  );
  return [...given.must_not_match_subject, ...others.map(([id]) => id)];
}

describe('what is right or parked', () => {
  it('does not turn wrong when one signal is missing', () => {
    const signals = fc.constantFrom(...Object.keys(drops));
    fc.assert(
      fc.property(aWorld(), signals, (index, signal) => {
        const world = at(index);
        fc.pre(!isContradiction(world));
        staysSafe(world, drops[signal] ?? reversed);
      }),
      { numRuns: 2500 },
    );
  });

  it('does not turn wrong when the date is off by days or weeks', () => {
    const days = fc.oneof(
      fc.integer({ min: -60, max: 60 }),
      fc.integer({ min: -8, max: 8 }).map((weeks) => weeks * 7),
    );
    fc.assert(
      fc.property(aWorld(), days, (index, shift) => {
        const world = at(index);
        fc.pre(!hasTwoCounts(world) && !isContradiction(world));
        fc.pre(!hasNamesake(world) && !isSpecial(world));
        staysSafe(world, shiftDates(shift));
      }),
      { numRuns: 2500 },
    );
  });

  it('does not turn wrong when a candidate is in the wiki twice, or everything is in another order', () => {
    fc.assert(
      fc.property(aWorld(), fc.nat(), fc.boolean(), (index, pick, isReversed) => {
        const world = at(index);
        const { subject_id: own } = world.given.expected;
        const subjects = [...world.given.must_not_match_subject, ...(own == null ? [] : [own])];
        const copied = subjects[pick % Math.max(subjects.length, 1)] ?? 0;
        const order: Mutation[] = isReversed ? [reversed] : [];
        staysSafe(world, doubled(copied, 99_000_000), ...order);
      }),
      { numRuns: 1500 },
    );
  });

  it('does not turn wrong when lists of ids lead to another season, cour or work', () => {
    const aLink = fc.record({
      pick: fc.nat(),
      start: fc.constantFrom(null, 1, 12, 13, 14, 25),
      source: fc.constantFrom('anime-lists' as const, 'bangumi-ext-linker' as const),
    });
    const links = fc.array(aLink, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(aWorld(), links, fc.boolean(), (index, given, isMapDropped) => {
        const world = at(index);
        fc.pre(!isMapDropped || !isContradiction(world));
        const subjects = subjectsAround(world);
        const listed = given.map(({ pick, ...link }) => {
          const subjectId = subjects[pick % subjects.length] ?? 0;
          return { ...link, subjectId };
        });
        staysSafe(world, ...(isMapDropped ? [drops['id map'] ?? reversed] : []), linkedTo(listed));
      }),
      { numRuns: 2500 },
    );
  });

  it('stays the same in another order', () => {
    fc.assert(
      fc.property(aWorld(), (index) => {
        const world = at(index);
        expect(judge(world, reversed(world))).toEqual(judge(world, world));
      }),
      { numRuns: 500 },
    );
  });
});
