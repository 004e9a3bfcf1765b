import { describe, expect, it } from '@jest/globals';
import { openRecordsOutbox, createRecordsClient } from '../../../client/src/index.js';

const client = createRecordsClient({ url: 'http://127.0.0.1:1', apiKey: 'key' });

describe('an outbox', () => {
  it.each([
    { batchRecords: 0 },
    { batchRecords: 1.5 },
    { batchRecords: 1_001 },
    { batchRecords: '100' as unknown as number },
    { flushMs: NaN },
    { flushMs: -1 },
    { flushMs: Infinity },
    { mostRecords: 0 },
    { mostBytes: NaN },
    { compactAt: NaN },
    { pace: { first: 0, longest: 10 } },
    { pace: { first: 10, longest: NaN } },
  ])('is not opened with %j, which would freeze or silence it', async (options) => {
    // A path that can be no folder: what is wrong is told before the disk is touched.
    const opening = openRecordsOutbox({ client, dir: '/dev/null/outbox', ...options });
    await expect(opening).rejects.toThrow(RangeError);
  });
});
