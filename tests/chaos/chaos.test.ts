import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sharedService } from '../support/shared-service.js';
import { renderResult } from './render-result.js';
import { runChaos } from './run-chaos.js';

/** Every victim and the points that matter most; the long run is `npm run test:chaos`. */
const rounds = 5;

describe('watchflow in processes of their own, each killed in turn', () => {
  it('loses no play, doubles none, and writes no episode more than once too often', async () => {
    await sharedService('build', z.object({}));
    const lines: string[] = [];
    const result = await runChaos({ rounds, seed: 1, say: (line) => lines.push(line) });
    // In its own words first: it names round, victim, point and seed.
    expect([result.failed, ...(result.failed === null ? [] : lines)]).toEqual([null]);
    expect(result).toMatchObject({ rounds, proven: rounds * 120, lost: 0, doubled: 0 });
    expect(renderResult(result)).toContain(`rounds ${rounds}, proven 600, lost 0, doubled 0`);
  }, 300_000);
});
