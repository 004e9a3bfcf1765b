import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import type { QueueNames } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { withDatabase } from '../../support/with-database.js';
import { openTemporal, unique } from './open-temporal.js';
import { anInstallation, deadOnWrite, type Installation } from './schedule-installation.js';

const person = { by: 'person' as const, reason: 'holiday', isAdmin: false };

describe('schedules on a running Temporal', () => {
  const database = withDatabase();
  let link: TemporalLink;

  beforeAll(async () => {
    link = await openTemporal();
  });

  afterAll(async () => {
    await link.close();
  });

  const install = (queues?: QueueNames): Installation =>
    anInstallation({ client: link.client, db: database.db, queues });

  const handleOf = (userId: string) => link.client.schedule.getHandle(`history:${userId}`);

  it('creates what is missing and writes nothing the second time', async () => {
    const { schedules, want } = install();
    const users = [unique('user'), unique('user'), unique('user')];
    want(users[0] ?? '', {});
    want(users[1] ?? '', { timing: '@every 45m', timeZone: 'UTC' });
    want(users[2] ?? '', { enabled: false });
    const none = { created: 0, updated: 0, unchanged: 0, deleted: 0, failed: 0 };
    expect(await schedules.reconcile()).toEqual({ ...none, created: 3 });
    const rows = () => database.db.scheduleState.findMany({ orderBy: { scheduleId: 'asc' } });
    const before = await rows();
    expect(await schedules.reconcile()).toEqual({ ...none, unchanged: 3 });
    expect(await rows()).toEqual(before);
    for (const user of users) want(user, undefined);
    await schedules.reconcile();
  });

  it('fires at the local time asked for, spread within its minute, with overlap, catch-up and jitter as designed', async () => {
    const { schedules, want } = install();
    const userId = unique('user');
    want(userId, {});
    expect(await schedules.follow('history', userId)).toBe('created');
    const [next] = (await schedules.describe('history', userId))?.nextRuns ?? [];
    // 04:30 in Shanghai, up to 59 s of spread and 20 s of jitter.
    expect(next?.toISOString()).toMatch(/T20:3[01]:\d\d/);
    const { policies, spec, action } = await handleOf(userId).describe();
    expect(policies).toEqual({ overlap: 'SKIP', catchupWindow: 86_400_000, pauseOnFailure: false });
    expect(spec).toMatchObject({ jitter: 20_000, timezone: 'Asia/Shanghai' });
    expect(action).toMatchObject({
      workflowType: 'scheduleTick',
      args: [{ scheduleId: `history:${userId}`, userId }],
    });
    want(userId, { missed: 'skip' });
    expect(await schedules.follow('history', userId)).toBe('updated');
    expect((await handleOf(userId).describe()).policies.catchupWindow).toBe(60_000);
    want(userId, undefined);
    expect(await schedules.follow('history', userId)).toBe('absent');
  });

  it('follows a change of settings, from a clock time to an interval and back', async () => {
    const { schedules, want } = install();
    const userId = unique('user');
    const follow = () => schedules.follow('history', userId);
    want(userId, {});
    expect([await follow(), await follow()]).toEqual(['created', 'unchanged']);
    want(userId, { timing: '@every 90m' });
    expect([await follow(), await follow()]).toEqual(['updated', 'unchanged']);
    expect((await handleOf(userId).describe()).policies.catchupWindow).toBe(5_400_000);
    want(userId, { timing: '0 * * * *', timeZone: 'UTC' });
    expect([await follow(), await follow()]).toEqual(['updated', 'unchanged']);
    want(userId, undefined);
    await follow();
  });

  it('respects, writes down and shows a pause from outside, and its end, whatever the settings do', async () => {
    const { schedules, want, book } = install();
    const userId = unique('user');
    want(userId, {});
    await schedules.follow('history', userId);
    await handleOf(userId).pause('maintenance of the database');
    expect((await schedules.look('history', userId))?.pause).toMatchObject({
      by: 'outside',
      reason: 'maintenance of the database',
    });
    want(userId, { timing: '0 5 * * *' });
    expect(await schedules.follow('history', userId)).toBe('updated');
    want(userId, { timing: '0 5 * * *', enabled: false });
    expect(await schedules.follow('history', userId)).toBe('unchanged');
    expect(await schedules.describe('history', userId)).toMatchObject({
      paused: true,
      pauseNote: 'maintenance of the database',
      pausedByUs: false,
    });
    const held = { outcome: 'held', pause: expect.objectContaining({ by: 'outside' }) };
    expect(await schedules.pause('history', userId, person)).toEqual(held);
    expect(await schedules.resume('history', userId, person)).toEqual(held);
    want(userId, {});
    await handleOf(userId).unpause('all done');
    expect((await schedules.look('history', userId))?.pause).toBeNull();
    const events = await database.db.scheduleEvent.findMany({
      where: { scheduleId: `history:${userId}`, what: { not: 'timed' } },
      orderBy: { id: 'asc' },
    });
    expect(events.map(({ what, by }) => `${what} ${by}`)).toEqual([
      'paused outside',
      'resumed outside',
    ]);
    expect(await book.states.find(`history:${userId}`)).toMatchObject({ pending: false });
    want(userId, undefined);
    await schedules.follow('history', userId);
  });

  it('finds pauses from outside by one list, when it watches', async () => {
    const { schedules, want, book } = install();
    const userId = unique('user');
    want(userId, {});
    await schedules.follow('history', userId);
    await handleOf(userId).pause('tctl');
    const state = await eventually(async () => {
      await schedules.watch();
      const found = await book.states.find(`history:${userId}`);
      return found?.pause?.by === 'outside' ? found : undefined;
    }, 'the pause in the database');
    expect(state.pause).toMatchObject({ reason: 'tctl' });
    want(userId, undefined);
    await schedules.follow('history', userId);
  });

  it('pauses what is switched off and lets it run again when switched on', async () => {
    const { schedules, want } = install();
    const userId = unique('user');
    want(userId, { enabled: false });
    await schedules.follow('history', userId);
    expect(await schedules.describe('history', userId)).toMatchObject({ pausedByUs: true });
    const held = await schedules.resume('history', userId, person);
    expect(held).toMatchObject({ outcome: 'held', pause: { by: 'settings' } });
    want(userId, {});
    await schedules.follow('history', userId);
    expect(await schedules.describe('history', userId)).toMatchObject({
      paused: false,
      pauseNote: undefined,
    });
    want(userId, undefined);
    await schedules.follow('history', userId);
  });

  it('keeps every schedule paused while SYNC_ENABLED is off, and resumes only those pauses', async () => {
    const { schedules, again, want } = install();
    const [mine, free] = [unique('user'), unique('user')];
    want(mine, {});
    want(free, {});
    await schedules.reconcile();
    await schedules.pause('history', mine, person);
    expect(await again({ syncEnabled: false }).reconcile()).toMatchObject({ updated: 1 });
    expect((await schedules.look('history', free))?.pause).toMatchObject({ by: 'process' });
    expect(await schedules.reconcile()).toMatchObject({ updated: 1, unchanged: 1 });
    expect((await schedules.look('history', free))?.pause).toBeNull();
    expect((await schedules.look('history', mine))?.pause).toMatchObject({ reason: 'holiday' });
    for (const user of [mine, free]) want(user, undefined);
    await schedules.reconcile();
  });

  it('keeps a pause asked for through the door over a reconcile and the loss of Temporal’s store', async () => {
    const { schedules, want } = install();
    const userId = unique('user');
    want(userId, {});
    await schedules.follow('history', userId);
    expect(await schedules.pause('history', userId, person)).toEqual({ outcome: 'done' });
    await schedules.reconcile();
    expect(await schedules.describe('history', userId)).toMatchObject({
      paused: true,
      pauseNote: 'paused: holiday',
    });
    // What a new, empty store looks like.
    await handleOf(userId).delete();
    expect(await schedules.reconcile()).toMatchObject({ created: 1 });
    expect(await schedules.describe('history', userId)).toMatchObject({
      paused: true,
      pauseNote: 'paused: holiday',
    });
    expect(await schedules.resume('history', userId, person)).toEqual({ outcome: 'done' });
    expect(await schedules.describe('history', userId)).toMatchObject({ paused: false });
    want(userId, undefined);
    await schedules.follow('history', userId);
  });

  it('pauses all and resumes all, leaving pauses of others as they are', async () => {
    // The books of this database are shared: every schedule of other tests is gone by now.
    const { schedules, want } = install();
    const [first, second, own] = [unique('user'), unique('user'), unique('user')];
    for (const user of [first, second, own]) want(user, {});
    await schedules.reconcile();
    await schedules.pause('history', own, person);
    expect(await schedules.pauseAll('moving house')).toEqual({ done: 2, left: 1, failed: 0 });
    expect((await schedules.describe('history', first))?.pauseNote).toBe(
      'paused by the operator: moving house',
    );
    expect(await schedules.resume('history', first, person)).toMatchObject({ outcome: 'held' });
    expect(await schedules.resumeAll('moved')).toEqual({ done: 2, left: 1, failed: 0 });
    expect((await schedules.look('history', second))?.pause).toBeNull();
    expect((await schedules.look('history', own))?.pause).toMatchObject({ by: 'person' });
    for (const user of [first, second, own]) want(user, undefined);
    await schedules.reconcile();
  });

  it('deletes schedules of users that are gone and leaves those of others alone', async () => {
    const { schedules, want } = install();
    const other = install();
    const [gone, stays, foreign] = [unique('user'), unique('user'), unique('user')];
    want(gone, {});
    want(stays, {});
    await schedules.reconcile();
    const handmade = await link.client.schedule.create({
      scheduleId: `history:${unique('handmade')}`,
      spec: { intervals: [{ every: 86_400_000 }] },
      action: { type: 'startWorkflow', workflowType: 'anything', taskQueue: 'anywhere' },
    });
    // Its row is another installation's in production, as the database is.
    other.want(foreign, {});
    await other.schedules.follow('history', foreign);
    want(gone, undefined);
    await eventually(async () => {
      await schedules.reconcile();
      return (await schedules.describe('history', gone)) === undefined ? true : undefined;
    }, 'the deletion of the schedule that is gone');
    expect(await schedules.describe('history', stays)).toBeDefined();
    expect(await other.schedules.describe('history', foreign)).toBeDefined();
    expect((await handmade.describe()).action.workflowType).toBe('anything');
    want(stays, undefined);
    other.want(foreign, undefined);
    await Promise.all([
      handmade.delete(),
      other.schedules.follow('history', foreign),
      schedules.follow('history', stays),
    ]);
  });

  it('leaves a schedule as it is when its settings cannot be used, and goes on with the others', async () => {
    const { schedules, want } = install();
    const [faulty, fine] = [unique('user'), unique('user')];
    want(faulty, {});
    await schedules.reconcile();
    want(faulty, { timing: 'now and then' });
    want(fine, {});
    expect(await schedules.reconcile()).toMatchObject({ created: 1, deleted: 0, failed: 1 });
    expect(await schedules.describe('history', faulty)).toBeDefined();
    for (const user of [faulty, fine]) want(user, undefined);
    await schedules.reconcile();
  });

  it('ends equal when many processes bring changing settings to Temporal at once', async () => {
    const { schedules, again, want } = install();
    const users = Array.from({ length: 3 }, () => unique('user'));
    for (const user of users) want(user, {});
    const processes = Array.from({ length: 3 }, () => again());
    await Promise.all(processes.map((process) => process.reconcile()));
    const changes = users.flatMap((user, index) =>
      processes.map(async (process, turn) => {
        want(user, { timing: `${index} ${turn} * * *` });
        await process.follow('history', user);
      }),
    );
    await Promise.all([...changes, ...processes.map((process) => process.reconcile())]);
    expect(await schedules.reconcile()).toMatchObject({ unchanged: 3 });
    for (const user of users) want(user, undefined);
    await Promise.all(processes.map((process) => process.reconcile()));
    expect(await schedules.describe('history', users[0] ?? '')).toBeUndefined();
  });

  it('brings to Temporal what was killed on its way there: settings, a pause, a resume', async () => {
    const { schedules, again, want } = install();
    const [changed, paused] = [unique('user'), unique('user')];
    want(changed, {});
    want(paused, {});
    await schedules.reconcile();
    const dead = again({ client: deadOnWrite(link.client) });
    want(changed, { timing: '@every 2h' });
    await expect(dead.follow('history', changed)).rejects.toThrow('killed');
    await expect(dead.pause('history', paused, person)).rejects.toThrow('killed');
    expect(await schedules.describe('history', paused)).toMatchObject({ paused: false });
    expect(await schedules.watch()).toMatchObject({ followed: 2, failed: 0 });
    expect(await schedules.describe('history', paused)).toMatchObject({ paused: true });
    expect((await handleOf(changed).describe()).spec.intervals).toHaveLength(1);
    await expect(dead.resume('history', paused, person)).rejects.toThrow('killed');
    expect(await schedules.reconcile()).toMatchObject({ updated: 1 });
    expect(await schedules.describe('history', paused)).toMatchObject({ paused: false });
    expect(await schedules.watch()).toMatchObject({ followed: 0 });
    for (const user of [changed, paused]) want(user, undefined);
    await schedules.reconcile();
  });

  it('answers not-found for a schedule that is not there', async () => {
    const { schedules } = install();
    const userId = unique('user');
    expect(await schedules.trigger('history', userId)).toBe('not-found');
    expect(await schedules.pause('history', userId, person)).toEqual({ outcome: 'not-found' });
    expect(await schedules.resume('history', userId, person)).toEqual({ outcome: 'not-found' });
    expect(await schedules.describe('history', userId)).toBeUndefined();
    expect(await schedules.look('history', userId)).toBeUndefined();
  });
});
