import { describe, expect, it } from '@jest/globals';
import { daysBefore } from '../../../src/areas/maintenance/cleanup/removable.js';
import { removables } from '../../../src/areas/maintenance/cleanup/retention.js';
import { sql } from '../../../src/platform/database/index.js';

const now = new Date('2027-03-01T00:00:00.000Z');
const nothing = { table: sql`t`, where: sql`false` };
const expired = {
  ...{ sessions: nothing, setupLinks: nothing },
  ...{ signInCounts: nothing, repeatableAnswers: nothing },
};
const documented = { auditDays: 183, jobLogDays: 30, healthDays: 30, reminderDays: 90 };
const removed = (more: object = {}) =>
  removables({ now, retention: { ...documented, ...more }, expired });

describe('what is kept no longer', () => {
  it('is what the documented days say, unless told otherwise', () => {
    const days = Object.fromEntries(removed().map(({ name, keptDays }) => [name, keptDays]));
    expect(days).toMatchObject({ sessions: null, auditRecords: 183, jobRuns: 30 });
    expect(days).not.toHaveProperty('notifications');
  });

  it('are notifications too, after their deliveries, once somebody says for how long they are kept', () => {
    const names = removed({ notificationDays: 90 }).map(({ name }) => name);
    expect(names.slice(-2)).toEqual(['deliveries', 'notifications']);
  });

  it.each([
    ['usageDays', ['keyUsage']],
    ['scheduleDays', ['ticks', 'scheduleEvents']],
    ['listDays', ['listRuns', 'deletedLists']],
  ])('is with %s what else grows, and nothing of it before', (days, names) => {
    const added = removed({ [days]: 365 }).slice(removed().length);
    expect(added.map(({ name, keptDays }) => [name, keptDays])).toEqual(
      names.map((name) => [name, 365]),
    );
  });

  it('is reckoned from now in whole days', () => {
    expect(daysBefore(now, 1)).toEqual(new Date('2027-02-28T00:00:00.000Z'));
    expect(daysBefore(now, undefined)).toBeUndefined();
    const audit = removed().find(({ name }) => name === 'auditRecords');
    expect(audit?.where.values).toEqual([daysBefore(now, 183)]);
  });
});
