import { describe, expect, it } from '@jest/globals';
import { theCollection, theRate } from '../../../src/areas/history/taking-back/mark.js';
import { stepsBack } from '../../../src/areas/history/taking-back/steps-back.js';

type Told = readonly [place: number, before: number | null, after: number];

const steps = (marks: readonly Told[], shown: readonly (readonly [number, number | null])[]) =>
  stepsBack(
    marks.map(([episodeId, before, after], index) => ({
      id: BigInt(index),
      episodeId,
      before,
      after,
    })),
    new Map(shown),
  ).map(({ step }) => step);

describe('what is done about a mark that is to be taken back', () => {
  it.each<[string, Told, number | null | undefined, string]>([
    ['an episode as it was set', [7, 0, 2], 2, 'set-back'],
    ['an episode as it was before', [7, 0, 2], 0, 'taken-back'],
    ['an episode set otherwise since', [7, 0, 2], 3, 'changed-since'],
    ['an episode that is there no more', [7, 0, 2], undefined, 'gone'],
    ['a collection that the run made', [theCollection, null, 3], 3, 'cannot-be-removed'],
    ['a collection that is gone', [theCollection, null, 3], null, 'taken-back'],
    ['a rate that was none', [theRate, 0, 8], 8, 'set-back'],
    ['a rate that was changed', [theRate, 4, 8], 5, 'changed-since'],
    ['a rate that was taken away', [theRate, 0, 8], 0, 'taken-back'],
  ])('%s', (...told) => {
    const [, mark, now, step] = told;
    expect(steps([mark], now === undefined ? [] : [[mark[0], now]])).toEqual([step]);
  });

  it('leaves a subject that was rated since, as a wish has no rate', () => {
    const raised: Told = [theCollection, 1, 3];
    const shown = [
      [theCollection, 3],
      [theRate, 9],
    ] as const;
    expect(steps([raised], shown)).toEqual(['changed-since']);
    expect(steps([raised, [theRate, 0, 9]], shown)).toEqual(['set-back', 'set-back']);
  });

  it('gives no rate to a subject that is a wish or not collected', () => {
    const unrated: Told = [theRate, 8, 0];
    const of = (type: number | null) =>
      steps(
        [unrated],
        [
          [theCollection, type],
          [theRate, 0],
        ],
      );
    expect([of(1), of(null), of(3)]).toEqual([['changed-since'], ['changed-since'], ['set-back']]);
  });
});
