import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planSeason } from '../../../src/areas/history/marking/plan-season.js';
import type { BangumiEpisodeState } from '../../../src/upstream/bangumi/index.js';

const state = (id: number, type: 0 | 1 | 2 | 3): BangumiEpisodeState => ({
  type,
  episode: { id, subjectId: 1, type: 0, sort: id, ep: id, airdate: '', name: '', nameCn: '' },
});

describe('the plan of a season', () => {
  it('sorts episodes by what Bangumi says of them', () => {
    const states = [state(1, 2), state(2, 0), state(3, 3), state(4, 1)];
    expect(planSeason([1, 2, 3, 4, 5], states)).toEqual({
      proven: [1],
      missing: [2, 4],
      keptByUser: [3],
      gone: [5],
    });
  });

  it('puts each wanted episode in exactly one place', () => {
    const types = fc.constantFrom<(0 | 1 | 2 | 3)[]>(0, 1, 2, 3);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(30)),
        fc.dictionary(fc.nat(30).map(String), types),
        (wanted, marks) => {
          const states = Object.entries(marks).map(([id, type]) => state(Number(id), type));
          const { proven, missing, keptByUser, gone } = planSeason(wanted, states);
          const placed = [...proven, ...missing, ...keptByUser, ...gone];
          expect(placed.toSorted((a, b) => a - b)).toEqual(wanted.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});
