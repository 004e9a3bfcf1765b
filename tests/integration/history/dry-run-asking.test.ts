import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import {
  planDetailSchema,
  planItemsSchema,
  planPageSchema,
  planSubjectsSchema,
} from '../../../src/api/contract/plan.js';
import { statusSchema, syncTicketSchema } from '../../../src/api/contract/sync.js';
import { forgetLedger } from '../../../src/areas/history/index.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { historyScheduleId, planWorkflowId } from '../../../src/workflows/contract.js';
import { planFor, planned } from '../../support/dry-runs.js';
import { eventually } from '../../support/eventually.js';
import { anAnime } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const series = anAnime(1);
const other = anAnime(2);

describe('asking for a dry run', () => {
  const world = withPeople({ titles: [series, other] });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });

  const ask = ({ userId }: Person, requestId: string = randomUUID()) =>
    world().watchflow.plans.request(userId, { requestId, mode: 'normal', trigger: 'manual' });

  /** Holds the next read of a history until it is let go. */
  const heldReading = () =>
    world().trakt.faults.add({
      match: { path: '/sync/history' },
      times: 1,
      fault: { kind: 'delay', ms: 1500 },
    });

  const as = async ({ userId }: Person) => {
    const wish = { name: 'plans', scopes: ['sync:read', 'sync:run'] };
    const { key } = await world().watchflow.accounts.keys.create(userId, wish);
    return async (method: string, path: string, data?: object) =>
      axios.request<unknown>({
        method,
        url: `${address}${path}`,
        headers: { authorization: `Bearer ${key}` },
        validateStatus: () => true,
        proxy: false,
        ...(data === undefined ? {} : { data }),
      });
  };

  it('joins the one under way, gives the same request the same answer, and goes on beside a sync', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 2 });
    const held = heldReading();
    const requestId = randomUUID();
    const first = await ask(ann, requestId);
    await eventually(() => Promise.resolve(held.fired() > 0 ? true : undefined), 'the reading');
    expect(await ask(ann)).toEqual({ ...first, outcome: 'joined' });
    expect(await world().watchflow.history.planning.find(ann.userId, first.planId)).toMatchObject({
      status: 'running',
    });
    expect(first).toMatchObject({
      outcome: 'started',
      workflowId: planWorkflowId(ann.userId, requestId),
    });
    expect(await ann.sync()).toMatchObject({ status: 'success' });
    const plan = await planned(world(), ann.userId, first.planId);
    expect(plan).toMatchObject({ status: 'success', mode: 'normal', requestId });
    expect(await ask(ann, requestId)).toEqual({ ...first, outcome: 'joined' });
    expect(await world().watchflow.history.planning.list(ann.userId, { limit: 10 })).toMatchObject({
      items: [{ id: first.planId }],
      nextCursor: null,
    });
    expect(ann.written()).toMatchObject({ sent: 2, changed: 2 });
  });

  it('is cancelled without a trace in the ledger', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 2 });
    const held = heldReading();
    const { planId } = await ask(ann);
    await eventually(() => Promise.resolve(held.fired() > 0 ? true : undefined), 'the reading');
    const call = await as(ann);
    expect((await call('post', `/api/v1/plans/${planId}/cancel`)).status).toBe(202);
    expect(await planned(world(), ann.userId, planId)).toMatchObject({
      status: 'cancelled',
      report: null,
      advice: expect.stringContaining('changes nothing'),
    });
    expect(await ann.plays()).toEqual({});
    expect(await call('post', `/api/v1/plans/${planId}/cancel`)).toMatchObject({
      status: 409,
      data: { code: 'run-ended' },
    });
  });

  it.each([
    ['upstream-down', { kind: 'status', status: 503 }, 'bangumi', null],
    ['needs-reauth', { kind: 'status', status: 401 }, 'bangumi', null],
    [
      'rate-limited',
      { kind: 'status', status: 429, headers: { 'retry-after': '900' } },
      'trakt',
      expect.any(Date),
    ],
  ] as const)('ends as %s with advice and without a report', async (...told) => {
    const [status, fault, service, retryAt] = told;
    const ann = await world().someone();
    ann.watch(other);
    const match = { path: service === 'trakt' ? '/sync/history' : /\/collections/ };
    world()[service].faults.add({ match, fault });
    expect(await planFor(world(), ann)).toMatchObject({
      status,
      report: null,
      advice: expect.stringContaining(service),
      retryAt,
    });
    expect(await ann.plays()).toEqual({});
    world()[service].faults.clear();
  });

  it('finds the same however often a step is repeated', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    const { planning } = world().watchflow.history;
    const history = world().watchflow.history;
    const { userId } = ann;
    const planId = randomUUID();
    const start = { id: planId, userId, mode: 'normal', trigger: 'cli' } as const;
    const plan = { ...start, requestId: planId, workflowId: 'w', workflowRunId: 'r' };
    const twice = async (step: () => Promise<unknown>) => {
      await step();
      await step();
    };
    await twice(() => planning.openPlan(plan, {}));
    const pages = {
      userId,
      runId: planId,
      readId: planId,
      maxPages: 9,
      isWeary: false,
      onPage: () => undefined,
    };
    await twice(() => history.readPages(pages, {}));
    await twice(() => planning.gather({ userId, planId, mode: 'normal' }));
    await twice(() => planning.matchItems({ userId, planId, limit: 2 }, {}));
    await twice(() => planning.readCollections({ userId, planId }, {}));
    await twice(() => planning.planSubjects({ userId, planId, limit: 5 }, {}));
    const ending = { userId, planId, stoppedBy: null, advice: null, retryAt: null };
    await twice(() => planning.closePlan(ending));
    expect(await planning.find(userId, planId)).toMatchObject({
      status: 'success',
      report: { plays: { lookedAt: 3, mark: 3 }, subjects: { touched: 1 }, episodes: 3 },
    });
    expect(await planning.closePlan({ ...ending, stoppedBy: 'failed' })).toBeDefined();
    expect(await planning.find(userId, planId)).toMatchObject({ status: 'success' });
  });

  it('leaves nothing behind that it read when it is stopped, and makes room when its workflow was ended from outside', async () => {
    const ann = await world().someone();
    const { db, temporal } = world().watchflow;
    ann.watch(series, { count: 3 });
    const slow = world().trakt.faults.add({
      match: { path: /page=2/ },
      fault: { kind: 'delay', ms: 2500 },
    });
    world().trakt.faults.add({
      match: { path: '/sync/history' },
      fault: { kind: 'clamp-page', limit: 2 },
    });
    const first = await ask(ann);
    await eventually(() => Promise.resolve(slow.fired() > 0 ? true : undefined), 'page 2');
    expect(await db.stagedPlay.count({ where: { readId: first.planId } })).toBe(2);
    await temporal.client.workflow.getHandle(first.workflowId).terminate('a test');
    world().trakt.faults.clear();
    const second = await ask(ann);
    expect(second).toMatchObject({ outcome: 'started' });
    expect(await planned(world(), ann.userId, first.planId)).toMatchObject({
      status: 'failed',
      advice: expect.stringContaining('ended from outside'),
    });
    expect(await planned(world(), ann.userId, second.planId)).toMatchObject({ status: 'success' });
    const readId = { in: [first.planId, second.planId] };
    expect(await db.stagedPlay.count({ where: { readId } })).toBe(0);
    expect(await db.historyRead.count({ where: { id: readId, status: 'open' } })).toBe(0);
  });

  it('is asked for by the API, followed there, and read page by page', async () => {
    const ann = await world().someone();
    ann.watch(series, { count: 3 });
    ann.watch(other);
    const call = await as(ann);
    const asked = await call('post', '/api/trakt/sync/manual', { mode: 'full', dry_run: true });
    const ticket = syncTicketSchema.parse(asked.data);
    expect(asked.status).toBe(202);
    expect(ticket).toMatchObject({ dry_run: true, outcome: 'started' });
    const path = `/api/v1/plans/${ticket.task_id}`;
    expect(asked.headers['location']).toBe(path);
    await planned(world(), ann.userId, ticket.task_id);
    const status = await call('get', `/api/trakt/sync/status?task_id=${ticket.task_id}`);
    expect(statusSchema.parse(status.data)).toMatchObject({
      state: 'finished',
      plan_id: ticket.task_id,
      run: null,
    });
    const { plan } = planDetailSchema.parse((await call('get', path)).data);
    expect(plan).toMatchObject({
      status: 'success',
      mode: 'full',
      report: { plays: { mark: 4 }, subjects: { collect: 2 }, timeline_entries: 4 },
    });
    const first = planItemsSchema.parse((await call('get', `${path}/items?limit=3`)).data);
    expect(first.items.map(({ number }) => number)).toEqual([1, 2, 3]);
    const rest = await call('get', `${path}/items?limit=3&cursor=${first.next_cursor ?? ''}`);
    expect(planItemsSchema.parse(rest.data)).toMatchObject({
      items: [{ title: 'Anime 2', number: 1 }],
      next_cursor: null,
    });
    const parked = await call('get', `${path}/items?state=parked`);
    expect(planItemsSchema.parse(parked.data).items).toEqual([]);
    const subjects = planSubjectsSchema.parse((await call('get', `${path}/subjects`)).data);
    expect(subjects.items.map(({ episodes }) => episodes)).toEqual([3, 1]);
    expect(planPageSchema.parse((await call('get', '/api/v1/plans')).data).items).toHaveLength(1);
    expect(await call('get', `${path}/items?cursor=nonsense`)).toMatchObject({ status: 400 });
    expect(await call('get', '/api/v1/plans/nothing')).toMatchObject({ status: 404 });
    const bob = await as(await world().someone());
    expect(await bob('get', path)).toMatchObject({ status: 404 });
  });

  it('is what the schedule and a plain request start while the settings say so, once per change', async () => {
    const ann = await world().someone();
    const { history, schedules } = world().watchflow;
    ann.watch(series);
    await history.settings.change(ann.userId, { dryRun: true });
    await schedules.follow('history', ann.userId);
    const tick = async () => {
      const before = await history.ticks.latest(historyScheduleId(ann.userId));
      // Of two triggers within a second, Temporal starts one.
      const passed = () => Date.now() - (before?.scheduledAt.getTime() ?? 0) > 1100;
      await eventually(() => Promise.resolve(passed() || undefined), 'another second');
      await schedules.trigger('history', ann.userId);
      return eventually(async () => {
        const latest = await history.ticks.latest(historyScheduleId(ann.userId));
        return latest?.scheduledAt.getTime() === before?.scheduledAt.getTime() ? undefined : latest;
      }, 'the tick');
    };
    expect(await tick()).toMatchObject({ outcome: 'ran', why: 'dry-run' });
    const plan = await eventually(
      async () => (await history.planning.list(ann.userId, { limit: 10 })).items[0],
      'the dry run',
    );
    expect(await planned(world(), ann.userId, plan.id)).toMatchObject({
      status: 'success',
      trigger: 'schedule',
      report: { plays: { mark: 1 } },
    });
    expect(await tick()).toMatchObject({ outcome: 'unchanged' });
    const call = await as(ann);
    const asked = await call('post', '/api/v1/runs', {});
    expect(asked.data).toMatchObject({ dry_run: true });
    expect(ann.writes()).toEqual([]);
    const real = await call('post', '/api/v1/runs', { dry_run: false });
    const { run_id: runId, dry_run: isDry } = syncTicketSchema.parse(real.data);
    expect(isDry).toBe(false);
    expect(await ann.closed(runId)).toMatchObject({ status: 'success' });
    expect(ann.written()).toMatchObject({ sent: 1 });
  });

  it('keeps the latest ten, and is forgotten with the ledger', async () => {
    const ann = await world().someone();
    const { db } = world().watchflow;
    ann.watch(series);
    await planFor(world(), ann);
    const old = Array.from({ length: 12 }, (_, index) => ({
      id: randomUUID(),
      userId: ann.userId,
      mode: 'normal',
      trigger: 'cli',
      requestId: String(index),
      workflowId: 'w',
      workflowRunId: 'r',
      status: 'success',
      startedAt: new Date(2020, 1, index + 1),
    }));
    await db.syncPlan.createMany({ data: old });
    await planFor(world(), ann);
    const where = { userId: ann.userId };
    // The new one was under way while room was made.
    expect(await db.syncPlan.count({ where })).toBe(11);
    const ids = (await db.syncPlan.findMany({ where })).map(({ id }) => id);
    expect(await db.planItem.count({ where: { planId: { in: ids } } })).toBe(2);
    await forgetLedger(db, ann.userId);
    expect(await db.syncPlan.count({ where })).toBe(0);
    expect(await db.planItem.count({ where: { planId: { in: ids } } })).toBe(0);
    expect(await db.planSubject.count({ where: { planId: { in: ids } } })).toBe(0);
  });
});
