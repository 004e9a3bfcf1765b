import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  allRead,
  createCollectionStates,
} from '../../../src/areas/history/marking/collection-states.js';
import { withDatabase } from '../../support/with-database.js';

describe('the collections that a run remembers', () => {
  const database = withDatabase();

  it('tell collected from not collected, and forget a subject whose write may have been lost', async () => {
    const states = createCollectionStates({ db: database.db });
    const runId = randomUUID();
    expect(await states.collectionType(runId, 1)).toBeUndefined();
    await states.putCollections(runId, [
      { subjectId: 1, type: 3 },
      { subjectId: allRead, type: 0 },
    ]);
    expect(await states.collectionType(runId, 1)).toBe(3);
    expect(await states.collectionType(runId, 2)).toBeNull();
    await states.forget(runId, 2);
    expect(await states.collectionType(runId, 2)).toBeUndefined();
  });
});
