import { describe, expect, it } from '@jest/globals';
import { exactIntervals, toCronText, toInterval } from '../../../src/api/contract/sync-interval.js';
import { parseCron } from '../../../src/platform/lib/cron.js';
import { nextRuns } from '../../../src/platform/lib/next-runs.js';

const minutesOf: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };

describe('intervals', () => {
  it.each(exactIntervals)('%s becomes a cron that fires exactly so often', (interval) => {
    const parsed = parseCron(toCronText(interval) ?? '', 'UTC');
    if (parsed.kind === 'faulty') throw new Error(interval);
    const runs = nextRuns(parsed.cron, new Date('2026-11-22T00:00:00Z'), 50).map(Number);
    const gaps = runs.slice(1).map((run, index) => (run - (runs[index] ?? 0)) / 60_000);
    const wanted = Number(interval.slice(0, -1)) * (minutesOf[interval.slice(-1)] ?? 0);
    expect(new Set(gaps)).toEqual(new Set([wanted]));
    expect(toInterval(toCronText(interval) ?? '')).toBe(interval);
  });

  it('takes ISO 8601 too', () => {
    expect(['PT30M', 'PT6H', 'P1D', 'PT90M'].map(toCronText)).toEqual([
      '*/30 * * * *',
      '0 */6 * * *',
      '0 0 * * *',
      undefined,
    ]);
  });

  it.each(['45m', '7h', '0m', '2d', '', '30', 'PT1D', 'P30M', '1w', '-5m', '99999m'])(
    'refuses %j, which no cron says exactly',
    (interval) => {
      expect(toCronText(interval)).toBeUndefined();
    },
  );
});
