import { describe, expect, it } from '@jest/globals';
import { desiredSchedule } from '../../../src/orchestration/schedules/desired-schedule.js';
import { isOurPause } from '../../../src/orchestration/schedules/pause-note.js';
import {
  pauseChange,
  wantedPause,
} from '../../../src/orchestration/schedules/schedule-difference.js';
import type { WantedSchedule } from '../../../src/orchestration/schedules/wanted-schedule.js';
import { InputError } from '../../../src/platform/lib/errors.js';

const context = { taskQueue: 'watchflow', syncEnabled: true, jobsEnabled: true };
const wanted: WantedSchedule = {
  kind: 'history',
  ownerId: 'u1',
  enabled: true,
  timing: '0 4 * * *',
  timeZone: 'UTC',
  missed: 'run-once',
  version: 1,
};
const minute = 60_000;

describe('desired schedule', () => {
  it.each([
    ['* * * * *', 1],
    ['*/15 * * * *', 15],
    ['0,59 0 * * *', 59],
    ['0 */6 * * *', 360],
    ['0 4 * * *', 1_440],
    ['@every 45m', 45],
  ])('makes up for one missed tick of %s, within its interval: %d min', (timing, minutes) => {
    const { catchupWindowMs } = desiredSchedule({ ...wanted, timing }, context);
    expect(catchupWindowMs).toBe(minutes * minute);
  });

  it('makes up for none when told to skip, but for a restart of the server', () => {
    const { catchupWindowMs } = desiredSchedule({ ...wanted, missed: 'skip' }, context);
    expect(catchupWindowMs).toBe(minute);
  });

  it('is the same for cron texts that mean the same', () => {
    const wordy = desiredSchedule({ ...wanted, timing: ' 0,30  4-4 * JAN-DEC sun-sat ' }, context);
    expect(wordy).toEqual(desiredSchedule({ ...wanted, timing: '0,30 4 * * *' }, context));
  });

  it('refuses a cron or zone that cannot be used, naming both', () => {
    const faulty = { ...wanted, timeZone: 'Mars' };
    expect(() => desiredSchedule({ ...faulty, timing: '0 0 31 2 *' }, context)).toThrow(InputError);
    expect(() => desiredSchedule({ ...faulty, timing: '61 * * * *' }, context)).toThrow(
      /minute.*Mars/s,
    );
  });

  it('is paused by us when the person or the process switched syncing off, unless it is a job', () => {
    const noteOf = (one: WantedSchedule, syncEnabled: boolean) =>
      desiredSchedule(one, { ...context, syncEnabled }).pauseNote;
    expect(isOurPause(noteOf({ ...wanted, enabled: false }, true))).toBe(true);
    expect(isOurPause(noteOf(wanted, false))).toBe(true);
    expect(noteOf(wanted, true)).toBeUndefined();
    const job = { ...wanted, kind: 'job' as const, ownerId: 'schedule-watch-x' };
    expect(noteOf(job, false)).toBeUndefined();
    expect(isOurPause(desiredSchedule(job, { ...context, jobsEnabled: false }).pauseNote)).toBe(
      true,
    );
    expect(desiredSchedule(job, context).args).toEqual([
      { scheduleId: 'job:schedule-watch-x', job: 'schedule-watch' },
    ]);
  });
});

describe('change of a pause', () => {
  const { pauseNote: none } = desiredSchedule(wanted, context);
  const { pauseNote: off } = desiredSchedule({ ...wanted, enabled: false }, context);
  const running = { pause: null, pending: false };
  const operator = { paused: true, note: 'maintenance' };
  const holiday = { by: 'person' as const, reason: 'holiday' };

  it('leaves a pause alone that is not ours, whatever is wanted', () => {
    expect(pauseChange(none, running, operator)).toBeUndefined();
    expect(pauseChange(off, running, operator)).toBeUndefined();
    expect(pauseChange(none, running, { paused: true })).toBeUndefined();
  });

  it('pauses once and unpauses once', () => {
    const paused = pauseChange(off, running, { paused: false, note: '' });
    expect(paused).toMatchObject({ paused: true, note: off });
    expect(pauseChange(off, running, paused ?? operator)).toBeUndefined();
    expect(pauseChange(none, running, paused ?? operator)).toEqual({ paused: false, note: '' });
    expect(pauseChange(none, running, { paused: false, note: 'resumed: x' })).toBeUndefined();
  });

  it('makes what was asked for here, whatever is found', () => {
    const asked = { pause: holiday, pending: true };
    const noted = { paused: true, note: 'paused: holiday' };
    expect(pauseChange(none, asked, { paused: false })).toEqual(noted);
    expect(pauseChange(none, asked, operator)).toEqual(noted);
    expect(pauseChange(none, asked, noted)).toBeUndefined();
    const resumed = { pause: null, pending: true };
    expect(pauseChange(none, resumed, operator)).toEqual({ paused: false, note: '' });
    expect(pauseChange(off, resumed, noted)).toEqual({ paused: true, note: off });
  });

  it('believes the end of a pause that came from outside', () => {
    expect(
      pauseChange(none, { pause: holiday, pending: false }, { paused: false }),
    ).toBeUndefined();
  });

  it('makes a lost schedule as it stood', () => {
    const stood = { pause: { by: 'outside' as const, reason: 'maintenance' }, pending: false };
    expect(wantedPause(none, stood, undefined)).toEqual(operator);
    expect(wantedPause(off, running, undefined)).toEqual({ paused: true, note: off });
    const ours = { pause: { by: 'process' as const, reason: 'x' }, pending: false };
    expect(wantedPause(none, ours, undefined)).toMatchObject({ paused: false });
  });
});
