import { describe, expect, it } from '@jest/globals';
import { desiredSchedule } from '../../../src/orchestration/schedules/desired-schedule.js';
import { isOurPause } from '../../../src/orchestration/schedules/pause-note.js';
import { pauseChange } from '../../../src/orchestration/schedules/schedule-difference.js';
import { InputError } from '../../../src/platform/lib/errors.js';

const context = { taskQueue: 'watchflow', syncEnabled: true };
const settings = { enabled: true, cron: '0 4 * * *', timeZone: 'UTC' };
const minute = 60_000;

describe('desired schedule', () => {
  it.each([
    ['* * * * *', 1],
    ['*/15 * * * *', 15],
    ['50,55 * * * *', 5],
    ['0,59 0 * * *', 59],
    ['0 */6 * * *', 360],
    ['0 4 * * *', 1_440],
    ['30 23,0 * * 1', 60],
  ])('makes up for a missed tick of %s within one interval: %d min', (cron, minutes) => {
    const { catchupWindowMs } = desiredSchedule('u1', { ...settings, cron }, context);
    expect(catchupWindowMs).toBe(minutes * minute);
  });

  it('is the same for cron texts that mean the same', () => {
    const wordy = desiredSchedule(
      'u1',
      { ...settings, cron: ' 0,30  4-4 * JAN-DEC sun-sat ' },
      context,
    );
    expect(wordy).toEqual(desiredSchedule('u1', { ...settings, cron: '0,30 4 * * *' }, context));
  });

  it('refuses a cron or zone that cannot be used, naming both', () => {
    expect(() =>
      desiredSchedule('u1', { ...settings, cron: '0 0 31 2 *', timeZone: 'Mars' }, context),
    ).toThrow(InputError);
    expect(() =>
      desiredSchedule('u1', { ...settings, cron: '61 * * * *', timeZone: 'Mars' }, context),
    ).toThrow(/minute.*Mars/s);
  });

  it('is paused by us when the person or the process switched syncing off', () => {
    const off = desiredSchedule('u1', { ...settings, enabled: false }, context);
    const allOff = desiredSchedule('u1', settings, { ...context, syncEnabled: false });
    expect([off, allOff].map(({ pauseNote }) => isOurPause(pauseNote))).toEqual([true, true]);
    expect(desiredSchedule('u1', settings, context).pauseNote).toBeUndefined();
  });
});

describe('change of a pause', () => {
  const running = desiredSchedule('u1', settings, context);
  const off = desiredSchedule('u1', { ...settings, enabled: false }, context);
  const operator = { paused: true, note: 'maintenance' };

  it('leaves a pause alone that is not ours, whatever is wanted', () => {
    expect(pauseChange(running, operator)).toBeUndefined();
    expect(pauseChange(off, operator)).toBeUndefined();
    expect(pauseChange(running, { paused: true })).toBeUndefined();
  });

  it('pauses once and unpauses once', () => {
    const paused = pauseChange(off, { paused: false, note: '' });
    expect(paused).toMatchObject({ paused: true, note: off.pauseNote });
    expect(pauseChange(off, paused ?? operator)).toBeUndefined();
    expect(pauseChange(running, paused ?? operator)).toEqual({ paused: false, note: '' });
    expect(pauseChange(running, { paused: false, note: 'resumed: x' })).toBeUndefined();
  });
});
