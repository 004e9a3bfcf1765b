import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { minuteMs } from '../../../src/areas/history/comparing/lookup.js';
import { planLookups, type Difference } from '../../../src/areas/history/comparing/plan-lookups.js';

const day = 24 * 60;

const anEpisode = (traktId: number, rest: Partial<Difference> = {}): Difference => ({
  mediaType: 'episode',
  traktId,
  showId: null,
  source: [],
  ledger: [],
  ...rest,
});
const window = (first: number, last: number) => ({
  kind: 'window',
  from: new Date(first * minuteMs),
  to: new Date((last + 1) * minuteMs),
});

describe('what is read of a history that differs from the ledger', () => {
  it('is the item that lost a play, whatever it gained', () => {
    const edited = anEpisode(7, { source: [500], ledger: [900] });
    expect(planLookups([edited])).toEqual({
      lookups: [{ kind: 'item', mediaType: 'episode', traktId: 7 }],
      cost: 1,
    });
  });

  it('is the show where several of its episodes lost one, once', () => {
    const lost = [1, 2, 3].map((id) => anEpisode(id, { showId: 40, ledger: [id] }));
    const added = anEpisode(4, { showId: 40, source: [day * 900] });
    expect(planLookups([...lost, added]).lookups).toEqual([{ kind: 'show', traktId: 40 }]);
  });

  it('is one window of time for a show that was marked with one shared time', () => {
    const marked = Array.from({ length: 900 }, (_, id) => anEpisode(id + 1, { source: [5 * day] }));
    expect(planLookups(marked)).toEqual({ lookups: [window(5 * day, 5 * day)], cost: 4 });
  });

  it('is a window for each evening, not for each play', () => {
    const added = [10, 40, 70, 30 * day, 30 * day + 24].map((time, id) =>
      anEpisode(id + 1, { source: [time] }),
    );
    expect(planLookups(added).lookups).toEqual([window(10, 70), window(30 * day, 30 * day + 24)]);
  });

  it('is the show where its episodes are spread over the years', () => {
    const released = Array.from({ length: 200 }, (_, id) =>
      anEpisode(id + 1, { showId: 40, source: [(id + 1) * 7 * day] }),
    );
    expect(planLookups(released)).toEqual({ lookups: [{ kind: 'show', traktId: 40 }], cost: 1 });
  });

  it('is the item where nobody knows when it was watched: its window would be all of those', () => {
    const undated = [1, 2, 3].map((id) => anEpisode(id, { source: [0] }));
    expect(planLookups(undated).lookups.map(({ kind }) => kind)).toEqual(['item', 'item', 'item']);
  });

  it('shows every difference, in no more lookups than there are items that differ', () => {
    const aTime = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 * day }));
    const aDifference = fc.record({
      mediaType: fc.constantFrom<Difference['mediaType'][]>('episode', 'movie'),
      traktId: fc.integer({ min: 1, max: 60 }),
      showId: fc.option(fc.integer({ min: 1, max: 4 })),
      source: fc.array(aTime, { maxLength: 4 }),
      ledger: fc.array(aTime, { maxLength: 4 }),
    });
    const some = fc.uniqueArray(aDifference, {
      selector: ({ mediaType, traktId }) => `${mediaType} ${traktId}`,
      maxLength: 30,
    });
    fc.assert(
      fc.property(some, (drawn) => {
        const differences = drawn.map((one) =>
          one.mediaType === 'movie' ? { ...one, showId: null } : one,
        );
        const { lookups } = planLookups(differences);
        const isRead = ({ mediaType, traktId, showId }: Difference) =>
          lookups.some(
            (wish) =>
              (wish.kind === 'item' && wish.mediaType === mediaType && wish.traktId === traktId) ||
              (wish.kind === 'show' && wish.traktId === showId),
          );
        const isInWindow = (time: number) =>
          lookups.some(
            (wish) =>
              wish.kind === 'window' &&
              wish.from.getTime() <= time * minuteMs &&
              time * minuteMs < (wish.to?.getTime() ?? Infinity),
          );
        const unread = differences.filter((difference) => !isRead(difference));
        const lost = unread.filter(({ source, ledger }) => without(ledger, source).length > 0);
        const unseen = unread.flatMap(({ source, ledger }) =>
          without(source, ledger).filter((time) => !isInWindow(time)),
        );
        // What is not read for itself has lost nothing, and all that was added to it is in a window.
        expect({ lost, unseen }).toEqual({ lost: [], unseen: [] });
        expect(lookups.length).toBeLessThanOrEqual(differences.length);
      }),
    );
  });
});

function without(times: readonly number[], others: readonly number[]): number[] {
  const left = [...others];
  return times.filter((time) => {
    const at = left.indexOf(time);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}
