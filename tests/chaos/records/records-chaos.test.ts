import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sharedService } from '../../support/shared-service.js';
import { renderVerdict, runRecordsChaos } from './run-records-chaos.js';

/** The long run is `npm run test:chaos -- records`. */
const rounds = 5;

describe('records that are written while API, database and their sender are killed', () => {
  it('are there once, at the highest version that was acknowledged', async () => {
    await sharedService('build', z.object({}));
    const lines: string[] = [];
    const result = await runRecordsChaos({ rounds, seed: 1, say: (line) => lines.push(line) });
    expect([result.failed, ...(result.failed === null ? [] : lines)]).toEqual([null]);
    expect(result).toMatchObject({ rounds, lost: 0, doubled: 0, found: result.acknowledged });
    expect(result.acknowledged).toBeGreaterThan(rounds * 100);
    expect(result.byOutbox).toBeGreaterThan(rounds * 20);
    process.stdout.write(`${renderVerdict(result)}\n`);
  }, 300_000);
});
