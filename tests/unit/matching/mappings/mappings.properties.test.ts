import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  faultsOfDrafts,
  findMapping,
  type MappingDraft,
} from '../../../../src/areas/matching/index.js';
import { anEpisode, aTitle } from '../../../support/matching/builders.js';

const number = fc.integer({ min: 1, max: 12 });
const season = fc.integer({ min: 0, max: 2 });
const range = fc.tuple(number, number).map(([one, other]) => ({
  firstNumber: Math.min(one, other),
  lastNumber: Math.max(one, other),
}));
const none = { season: null, firstNumber: null, lastNumber: null };

const target = fc.oneof(
  fc.constant({ mediaType: 'show' as const, traktId: 1, ...none }),
  season.map((of) => ({ mediaType: 'show' as const, traktId: 1, ...none, season: of })),
  fc.tuple(season, range).map(([of, numbers]) => ({
    mediaType: 'show' as const,
    traktId: 1,
    season: of,
    ...numbers,
  })),
  fc
    .integer({ min: 100, max: 112 })
    .map((traktId) => ({ mediaType: 'episode' as const, traktId, ...none })),
  fc.constant({ mediaType: 'movie' as const, traktId: 1, ...none }),
);

const draft: fc.Arbitrary<MappingDraft> = fc.tuple(target, fc.boolean()).map(([of, isMapped]) => ({
  ...of,
  action: isMapped ? 'map' : 'ignore',
  subjectId: isMapped ? 7 : null,
  offset: 0,
  by: 'ep',
  episodeId: null,
  note: null,
}));

const owned = fc
  .tuple(draft, fc.constantFrom('ann', null))
  .map(([said, userId]) => ({ ...said, userId }));

const item = fc
  .tuple(season, number)
  .map(([of, n]) =>
    anEpisode({ traktId: 100 + n, season: of, number: n, show: aTitle({ traktId: 1 }) }),
  );

const isAbout = (mapping: MappingDraft, { traktId, ...episode }: ReturnType<typeof anEpisode>) => {
  if (mapping.mediaType === 'movie') return false;
  if (mapping.mediaType === 'episode') return mapping.traktId === traktId;
  if (mapping.season === null) return episode.season > 0 || mapping.action === 'ignore';
  return (
    mapping.season === episode.season &&
    (mapping.firstNumber ?? 0) <= episode.number &&
    episode.number <= (mapping.lastNumber ?? 1_000)
  );
};

/** From the widest to the nearest. */
const breadths = ['show', 'season', 'range', 'episode'];
const breadthOf = ({ mediaType, season: of, firstNumber }: MappingDraft) => {
  if (mediaType !== 'show') return breadths.indexOf('episode');
  if (firstNumber !== null) return breadths.indexOf('range');
  return breadths.indexOf(of === null ? 'show' : 'season');
};

describe('the mapping of an item', () => {
  it('is one about it: the person’s own before shared ones, then the nearest', () => {
    fc.assert(
      fc.property(item, fc.array(owned, { maxLength: 8 }), (episode, mappings) => {
        const found = findMapping(episode, mappings);
        const about = mappings.filter((mapping) => isAbout(mapping, episode));
        expect(found === undefined).toBe(about.length === 0);
        if (found === undefined) return;
        expect(about).toContain(found);
        const own = about.filter(({ userId }) => userId !== null);
        expect(found.userId === null).toBe(own.length === 0);
        const rivals = found.userId === null ? about : own;
        expect(breadthOf(found)).toBe(Math.max(...rivals.map(breadthOf)));
      }),
    );
  });

  it('does not depend on the order in which they were made', () => {
    fc.assert(
      fc.property(item, fc.uniqueArray(owned, { maxLength: 8 }), (episode, mappings) => {
        const distinct = mappings.filter(
          (one, index) =>
            faultsOfDrafts(
              [...mappings.slice(0, index).filter(({ userId }) => userId === one.userId), one].map(
                (said, place) => ({ draft: said, place: `/${place}` }),
              ),
            ).length === 0,
        );
        expect(findMapping(episode, distinct.toReversed())).toEqual(findMapping(episode, distinct));
      }),
    );
  });
});

describe('faults of mappings', () => {
  it('are found exactly where two are about the same, or ranges of one season share a number', () => {
    const numbersOf = ({ firstNumber, lastNumber }: MappingDraft) =>
      Array.from({ length: 14 }, (_, n) => n).filter(
        (n) => firstNumber !== null && firstNumber <= n && n <= (lastNumber ?? n),
      );
    fc.assert(
      fc.property(draft, draft, (one, other) => {
        const shared = numbersOf(one).some((n) => numbersOf(other).includes(n));
        const isSame =
          JSON.stringify([
            one.mediaType,
            one.traktId,
            one.season,
            one.firstNumber,
            one.lastNumber,
          ]) ===
          JSON.stringify([
            other.mediaType,
            other.traktId,
            other.season,
            other.firstNumber,
            other.lastNumber,
          ]);
        const placed = [
          { draft: one, place: '/0' },
          { draft: other, place: '/1' },
        ];
        const clashes = isSame || (shared && one.season === other.season);
        expect(faultsOfDrafts(placed).map(({ place }) => place.slice(0, 2))).toEqual(
          clashes ? ['/1'] : [],
        );
      }),
    );
  });

  it('name every backward range, and each thing that cannot be said together', () => {
    const backward: MappingDraft = {
      mediaType: 'show',
      traktId: 1,
      season: null,
      firstNumber: 9,
      lastNumber: 3,
      action: 'ignore',
      subjectId: 5,
      offset: 2,
      by: 'ep',
      episodeId: 6,
      note: null,
    };
    expect(faultsOfDrafts([{ draft: backward, place: '/m' }]).map(({ place }) => place)).toEqual([
      '/m/season',
      '/m/last_number',
      '/m/subject_id',
      '/m/episode_id',
      '/m/offset',
    ]);
  });
});
