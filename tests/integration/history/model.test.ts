import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { story } from '../../support/model/story.js';
import { tellStory } from '../../support/model/tell-story.js';
import { withDatabase } from '../../support/with-database.js';

const numRuns = Number(process.env['MODEL_RUNS'] ?? 30);
const seed = Number(process.env['MODEL_SEED'] ?? 1);
const path = process.env['MODEL_PATH'] ?? '';
/** Milliseconds that are ample, shrinking a counterexample included. */
const ample = 90_000 * Math.max(1, numRuns / 30);

describe('the use cases of a history, against a model of it', () => {
  const database = withDatabase();

  it(
    `end as the plays say, whatever went wrong on the way (MODEL_RUNS=${numRuns} MODEL_SEED=${seed})`,
    async () => {
      await fc.assert(
        fc.asyncProperty(story, async (told) => {
          const { faults } = await tellStory(database.db, told);
          expect(faults).toEqual([]);
        }),
        { numRuns, seed, path, interruptAfterTimeLimit: ample, markInterruptAsFailure: true },
      );
    },
    ample + 30_000,
  );
});
