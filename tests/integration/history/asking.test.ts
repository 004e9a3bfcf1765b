import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { historyScheduleId, type SyncMode } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { requestsOf, withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const second = anAnime(2);

describe('asking for a sync', () => {
  const world = withPeople({ titles: [series, second] });

  /** A run that is held in its reading until `release`. */
  const aRunUnderWay = async (person: Person) => {
    const { trakt, watchflow } = world();
    const held = trakt.faults.add({
      match: { path: '/sync/history' },
      times: 1,
      fault: { kind: 'delay', ms: 1500 },
    });
    const first = await person.ask();
    await eventually(
      () => Promise.resolve(held.fired() > 0 ? true : undefined),
      'the run to be reading',
    );
    expect(await watchflow.history.runs.find(person.userId, first.runId)).toMatchObject({
      status: 'running',
    });
    return first;
  };

  const triggerTick = async ({ userId }: Person) => {
    const { watchflow } = world();
    await watchflow.schedules.follow('history', userId);
    const before = await watchflow.history.ticks.latest(historyScheduleId(userId));
    await watchflow.schedules.trigger('history', userId);
    return eventually(async () => {
      const tick = await watchflow.history.ticks.latest(historyScheduleId(userId));
      return tick === null || tick.scheduledAt.getTime() === before?.scheduledAt.getTime()
        ? undefined
        : tick;
    }, 'the tick to be recorded');
  };

  it('starts a run, joins the one under way, and queues a full one behind it that is not dropped', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    const first = await aRunUnderWay(ann);
    const joined = await ann.ask('normal');
    const queued = await ann.ask('full');
    const alsoQueued = await ann.ask('full');
    expect(first.outcome).toBe('started');
    expect(joined).toMatchObject({ outcome: 'joined', runId: first.runId });
    expect(queued.outcome).toBe('queued');
    expect(alsoQueued).toMatchObject({ outcome: 'queued', runId: queued.runId });
    expect(queued.runId).not.toBe(first.runId);
    expect(await ann.closed(first.runId)).toMatchObject({ status: 'success', mode: 'normal' });
    expect(await ann.closed(queued.runId)).toMatchObject({ status: 'success', mode: 'full' });
    expect(ann.writes().filter(({ episodeIds }) => episodeIds.length > 0)).toHaveLength(1);
  });

  /** Asks once the run holds its write to Bangumi, after more was watched. */
  const askWhileMarking = async (person: Person, mode: SyncMode = 'normal') => {
    const { bangumi } = world();
    const held = bangumi.faults.add({
      match: { method: 'PATCH' },
      times: 1,
      fault: { kind: 'delay', ms: 1500 },
    });
    const first = await person.ask(mode);
    await eventually(() => Promise.resolve(held.fired() > 0 ? true : undefined), 'the write');
    person.watch(series, { from: 2, at: '2026-11-03T12:00:00.000Z' });
    return { first, asked: [await person.ask(mode), await person.ask(mode)] as const };
  };

  it.each(['normal', 'full'] as const)(
    'queues one %s run behind one that has read already, and it brings what was watched since',
    async (mode) => {
      const ann = await world().someone();
      ann.watch(series);
      const { first, asked } = await askWhileMarking(ann, mode);
      const [late, again] = asked;
      expect(late).toMatchObject({ outcome: 'queued' });
      expect(late.runId).not.toBe(first.runId);
      expect(again).toMatchObject({ outcome: 'queued', runId: late.runId });
      expect(await ann.closed(first.runId)).toMatchObject({
        status: 'success',
        certificate: { plays: { proven: 1 } },
      });
      expect(await ann.closed(late.runId)).toMatchObject({
        status: 'success',
        certificate: { plays: { proven: 2 } },
      });
      const { items } = await world().watchflow.history.runs.list(ann.userId, { limit: 10 });
      expect(items).toHaveLength(2);
      expect(ann.written()).toEqual({ sent: 2, changed: 2, collections: 1 });
    },
  );

  it('lets a request join while it reads, and then asks Trakt once more for its sake', async () => {
    const { trakt, someone } = world();
    const ann = await someone();
    ann.watch(series);
    trakt.resetCounts();
    const first = await aRunUnderWay(ann);
    const joined = await ann.ask();
    expect(joined).toMatchObject({ outcome: 'joined', runId: first.runId });
    expect(await ann.closed(first.runId)).toMatchObject({ status: 'success' });
    expect(trakt.counts()).toMatchObject({ 'GET /sync/last_activities': 2 });
  });

  it('queues what is asked while a run closes, for that run looks at nothing any more', async () => {
    const { watchflow, someone } = world();
    const ann = await someone();
    ann.watch(series);
    const { runId } = await aRunUnderWay(ann);
    const late = await watchflow.db.$transaction(
      async (tx) => {
        // Closing waits for its row.
        await tx.$queryRaw`SELECT id FROM sync_runs WHERE id = ${runId}::uuid FOR UPDATE`;
        await eventually(async () => {
          const progress = await watchflow.syncs.progress(ann.userId);
          return progress?.phase === 'closing' ? true : undefined;
        }, 'the run to be closing');
        ann.watch(series, { from: 2, at: '2026-11-03T12:00:00.000Z' });
        return ann.ask();
      },
      { timeout: 20_000 },
    );
    expect(late.outcome).toBe('queued');
    expect(await ann.closed(runId)).toMatchObject({ certificate: { plays: { proven: 1 } } });
    expect(await ann.closed(late.runId)).toMatchObject({
      status: 'success',
      certificate: { plays: { proven: 2 } },
    });
  });

  it('gives the same request the same answer', async () => {
    const ann = await world().someone();
    ann.watch(series);
    const requestId = randomUUID();
    const first = await ann.ask('normal', requestId);
    const again = await ann.ask('normal', requestId);
    expect(again.runId).toBe(first.runId);
    expect(await ann.closed(first.runId)).toMatchObject({ status: 'success', requestId });
  });

  it('ends with one run under way however many ask at once', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 2 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => ann.ask()));
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect(answers.filter(({ outcome }) => outcome === 'started')).toHaveLength(1);
    await ann.closed(answers[0]?.runId ?? '');
    expect(Object.keys(ann.onBangumi().episodes[series.subjectId] ?? {})).toHaveLength(2);
  });

  it('serves every request with a run that ends, also those that meet the end of another run', async () => {
    const ann = await world().someone();
    ann.watch(series);
    await ann.sync();
    for (let round = 0; round < 8; round += 1) {
      const [one, two] = await Promise.all([ann.ask(), ann.ask('full')]);
      for (const { runId } of [one, two]) {
        const run = await eventually(async () => {
          const found = await world().watchflow.history.runs.find(ann.userId, runId);
          return found?.endedAt === null ? undefined : found;
        }, `the end of run ${runId} (${one.outcome}, ${two.outcome})`);
        expect(['success', 'unchanged']).toContain(run.status);
      }
    }
  });

  it('closes a run that is cancelled while it reads, and the next one goes on from there', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 4 });
    const { runId } = await aRunUnderWay(ann);
    expect(await world().watchflow.syncs.cancel(ann.userId)).toBe('cancelling');
    expect(await ann.closed(runId)).toMatchObject({
      status: 'cancelled',
      certificate: { complete: false },
    });
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { complete: true, plays: { proven: 4 } },
    });
  });

  it('closes a run that is cancelled while it marks, without two writers to one subject', async () => {
    const { bangumi, watchflow, someone } = world();
    const ann = await someone();
    ann.watch(series, { count: 5 });
    const held = bangumi.faults.add({
      match: { method: 'PATCH' },
      times: 1,
      fault: { kind: 'delay', ms: 1500 },
    });
    const { runId } = await ann.ask();
    await eventually(() => Promise.resolve(held.fired() > 0 ? true : undefined), 'the write');
    await watchflow.syncs.cancel(ann.userId);
    const next = await ann.closed(runId);
    expect(next.status).toBe('cancelled');
    expect(await ann.sync()).toMatchObject({ status: 'success', certificate: { complete: true } });
    expect(bangumi.overlappingWrites()).toBe(0);
    expect(ann.writes().filter(({ created }) => created)).toHaveLength(1);
  });

  it('closes a run that is cancelled before it began to work', async () => {
    const { watchflow, someone } = world();
    const ann = await someone();
    ann.watch(series);
    const requestId = randomUUID();
    const { runId } = await ann.ask('normal', requestId);
    await watchflow.syncs.cancel(ann.userId);
    expect(await ann.closed(runId)).toMatchObject({ requestId, mode: 'normal' });
    expect(await ann.sync()).toMatchObject({ certificate: { plays: { proven: 1 } } });
  });

  it('closes the runs that wait behind a cancelled one, and tells why', async () => {
    const { watchflow, someone } = world();
    const ann = await someone();
    ann.watch(series);
    const { first, asked } = await askWhileMarking(ann);
    const requestId = randomUUID();
    const full = await ann.ask('full', requestId);
    expect(await watchflow.syncs.cancel(ann.userId)).toBe('cancelling');
    expect(await ann.closed(first.runId)).toMatchObject({ status: 'cancelled' });
    for (const { runId } of [...asked, full]) {
      expect(await ann.closed(runId)).toMatchObject({
        status: 'cancelled',
        advice: expect.stringContaining('Cancelled before it began'),
      });
    }
    expect(await watchflow.history.runs.find(ann.userId, full.runId)).toMatchObject({
      mode: 'full',
      requestId,
    });
    expect(await ann.sync()).toMatchObject({
      status: 'success',
      certificate: { plays: { proven: 2 } },
    });
  });

  it('serves what is asked after a cancellation, while the cancelled run still ends', async () => {
    const { watchflow, someone } = world();
    const ann = await someone();
    ann.watch(series);
    const { first, asked } = await askWhileMarking(ann);
    await watchflow.syncs.cancel(ann.userId);
    const after = await ann.ask();
    expect(after.outcome).toBe('queued');
    expect([first, ...asked].map(({ runId }) => runId)).not.toContain(after.runId);
    expect(await ann.closed(first.runId)).toMatchObject({ status: 'cancelled' });
    expect(await ann.closed(after.runId)).toMatchObject({
      status: 'success',
      certificate: { plays: { proven: 2 } },
    });
  });

  it('lets a tick join the run under way', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 2 });
    const { runId } = await aRunUnderWay(ann);
    expect(await triggerTick(ann)).toMatchObject({ outcome: 'joined' });
    expect(await ann.closed(runId)).toMatchObject({ status: 'success' });
  });

  it('starts a run from a tick that finds something new, and counts its request to the run', async () => {
    const { watchflow, trakt, bangumi, someone } = world();
    const ann = await someone();
    ann.watch(second, { count: 2 });
    trakt.resetCounts();
    bangumi.resetCounts();
    expect(await triggerTick(ann)).toMatchObject({ outcome: 'ran', why: null });
    const { id } = await eventually(() => watchflow.history.runs.latest(ann.userId), 'the run');
    const run = await ann.closed(id);
    expect(run).toMatchObject({ status: 'success', trigger: 'schedule' });
    const used = requestsOf(world());
    expect(run.requests).toMatchObject({ trakt: used.trakt, bangumi: used.bangumi + used.tables });
    expect(used.trakt).toBe(2);
  });

  it('skips ticks until the time that a long rate limit named', async () => {
    const { trakt, someone } = world();
    const ann = await someone();
    ann.watch(series);
    const headers = { 'retry-after': '3600' };
    trakt.faults.add({
      match: { path: '/sync/history' },
      fault: { kind: 'status', status: 429, headers },
    });
    const run = await ann.sync();
    expect(run.status).toBe('rate-limited');
    expect((run.retryAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3_000_000);
    trakt.resetCounts();
    expect(await triggerTick(ann)).toMatchObject({ outcome: 'skipped', why: 'rate-limited' });
    expect(requestsOf(world()).trakt).toBe(0);
  });

  it('skips ticks of a person whose token is dead, without asking anybody', async () => {
    const { trakt, bangumi, someone } = world();
    const ann = await someone();
    ann.watch(series);
    bangumi.revokeToken(ann.bangumiToken);
    expect(await ann.sync()).toMatchObject({ status: 'needs-reauth' });
    trakt.resetCounts();
    bangumi.resetCounts();
    expect(await triggerTick(ann)).toMatchObject({ outcome: 'skipped', why: 'needs-reauth' });
    expect(requestsOf(world())).toEqual({ trakt: 0, bangumi: 0, tables: 0 });
  });

  it('skips ticks of a person who switched the sync off', async () => {
    const { watchflow, someone } = world();
    const ann = await someone();
    await watchflow.history.settings.change(ann.userId, { enabled: false });
    expect(await triggerTick(ann)).toMatchObject({ outcome: 'skipped', why: 'disabled' });
  });
});
