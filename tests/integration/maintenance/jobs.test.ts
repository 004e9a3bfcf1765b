import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { z } from 'zod';
import {
  cleanupPlanSchema,
  jobAskedSchema,
  jobListSchema,
  jobRunPageSchema,
  jobSchema,
} from '../../../src/api/contract/job.js';
import { problemSchema } from '../../../src/api/contract/problem.js';
import { startRelaySimulator, type RelaySimulator } from '../../../src/simulators/index.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { aFilm } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const relayToken = 'relay-token-0123456789abcdef0123456789';
let relay: RelaySimulator;
beforeAll(async () => {
  relay = await startRelaySimulator({
    scenario: {
      tokens: [relayToken],
      keys: [{ id: 'team', name: 'Team' }],
      usage: [{ key: 'team', model: 'opus', at: new Date().toISOString(), requests: 3 }],
    },
  });
});
afterAll(() => relay.stop());

const world = withPeople({
  titles: [aFilm(1)],
  env: {
    MATCHES_RECHECK_CRON: '7 5 * * *',
    JOBS_TIME_ZONE: 'Asia/Tokyo',
    // Read when watchflow is made.
    get RELAY_URL() {
      return relay.url;
    },
    RELAY_TOKEN: relayToken,
  },
});

let address = '';
let key = '';
beforeAll(async () => {
  const { watchflow, userId } = world();
  address = await serveApi(watchflow);
  await watchflow.schedules.reconcile();
  const wish = { name: 'jobs', scopes: ['admin:jobs', 'notifications:read'] };
  ({ key } = await watchflow.accounts.keys.create(userId, wish));
});

const ask = async (method: string, url: string, data?: unknown) =>
  axios.request<unknown>({
    method,
    url: `${address}/api/v1${url}`,
    ...(data === undefined ? {} : { data }),
    headers: { authorization: `Bearer ${key}` },
    validateStatus: () => true,
    proxy: false,
  });
const jobOf = async (name: string) => jobSchema.parse((await ask('GET', `/jobs/${name}`)).data);
const runsOf = async (name: string, query = '') =>
  jobRunPageSchema.parse((await ask('GET', `/jobs/${name}/runs${query}`)).data);
const ended = (name: string) =>
  eventually(async () => {
    const [run] = (await runsOf(name)).items;
    return run === undefined || run.status === 'RUNNING' ? undefined : run;
  }, `the end of ${name}`);

describe('jobs', () => {
  it('are listed with when they come due, by the variable that says so', async () => {
    const { items } = jobListSchema.parse((await ask('GET', '/jobs')).data);
    expect(items.map(({ name }) => name)).toContain('schedule-watch');
    expect(items.find(({ name }) => name === 'matches-recheck')).toMatchObject({
      state: 'scheduled',
      timing: '7 5 * * *',
      variable: 'MATCHES_RECHECK_CRON',
      time_zone: 'Asia/Tokyo',
      next_run_at: expect.stringMatching(/T20:(?:0[7-9]|[1-5])/) as unknown,
    });
    expect(items.find(({ name }) => name === 'backup')).toMatchObject({ state: 'absent' });
  });

  it('run when asked for, and their runs are in the book, page by page', async () => {
    for (let run = 0; run < 2; run += 1) {
      // In the book it has ended a moment before it has in Temporal: until then it is joined.
      await eventually(async () => {
        const answer = await ask('POST', '/jobs/matches-recheck/run');
        expect(answer).toMatchObject({
          status: 202,
          headers: { location: '/api/v1/jobs/matches-recheck/runs' },
        });
        return jobAskedSchema.parse(answer.data).outcome === 'started' ? true : undefined;
      }, 'a run of its own');
      await eventually(async () => {
        const { items } = await runsOf('matches-recheck', '?status=SUCCESS');
        return items.length > run ? true : undefined;
      }, 'its end');
    }
    const first = await runsOf('matches-recheck', '?limit=1');
    const second = await runsOf('matches-recheck', `?limit=1&cursor=${first.next_cursor ?? ''}`);
    expect(second.next_cursor).toBeNull();
    const [newest, oldest] = [...first.items, ...second.items];
    expect(newest).toMatchObject({ trigger: 'manual', status: 'SUCCESS', error: null });
    expect(newest?.result).toMatchObject({ told: 0 });
    expect(newest?.id).not.toBe(oldest?.id);
    expect((await jobOf('matches-recheck')).statistics).toMatchObject({
      runs: 2,
      success_rate: 1,
    });
  });

  it('take in the numbers of the relay, and say how much it was, or that it could not be read', async () => {
    expect((await ask('POST', '/jobs/data-sync/run')).status).toBe(202);
    expect((await ended('data-sync')).result).toEqual({ keys: 1, rows: 1, misses: 0 });
    const { db } = world().watchflow;
    expect(await db.keyUsage.findMany({ where: { keyId: 'team' } })).toMatchObject([
      { source: 'relay', model: 'opus', requests: 3n },
    ]);
    relay.faults.add({ fault: { kind: 'status', status: 503 } });
    await eventually(async () => {
      await ask('POST', '/jobs/data-sync/run');
      const { items } = await runsOf('data-sync', '?status=SUCCESS');
      return items[0]?.result?.['misses'] === 1 ? true : undefined;
    }, 'a run that missed');
    expect(await db.keyUsage.count({ where: { keyId: 'team' } })).toBe(1);
  });

  it('are paused and resumed, and run all the same when asked for', async () => {
    const paused = await ask('POST', '/jobs/id-map-refresh/pause', { reason: '磁盘已满' });
    expect(jobSchema.parse(paused.data)).toMatchObject({
      state: 'paused',
      paused: { by: 'operator', reason: '磁盘已满' },
      next_run_at: null,
    });
    expect((await ask('POST', '/jobs/id-map-refresh/run')).status).toBe(202);
    await ended('id-map-refresh');
    const resumed = await ask('POST', '/jobs/id-map-refresh/resume');
    expect(jobSchema.parse(resumed.data)).toMatchObject({ state: 'scheduled', paused: null });
  });

  it('say beforehand what cleaning up would remove', async () => {
    const { db } = world().watchflow;
    const at = new Date(Date.now() - 184 * 86_400_000);
    const [actorKind, action, outcome] = ['system', 'job.ended', 'done'];
    await db.auditLog.create({ data: { at, actorKind, action, outcome } });
    const plan = await ask('GET', '/jobs/cleanup/plan');
    const { items } = cleanupPlanSchema.parse(plan.data);
    expect(items.find(({ name }) => name === 'auditRecords')).toEqual({
      ...{ name: 'auditRecords', kept_days: 183, rows: 1 },
    });
    expect((await ask('POST', '/jobs/cleanup/run')).status).toBe(202);
    expect((await ended('cleanup')).result).toMatchObject({ auditRecords: 1 });
  });

  it('are refused where there is no such job, nothing to do, or no right', async () => {
    const told = async (method: string, url: string) => {
      const { status, data } = await ask(method, url);
      return [status, problemSchema.parse(data).code];
    };
    expect(await told('POST', '/jobs/nonsense/run')).toEqual([400, 'invalid-input']);
    expect(await told('POST', '/jobs/backup/run')).toEqual([404, 'not-found']);
    expect(await told('GET', '/jobs/backup/runs?cursor=x')).toEqual([400, 'invalid-input']);
    const { userId } = await world().someone();
    const member = await world().watchflow.accounts.keys.create(userId, {
      name: 'all',
      scopes: ['*'],
    });
    const { status } = await axios.get(`${address}/api/v1/jobs`, {
      headers: { authorization: `Bearer ${member.key}` },
      validateStatus: () => true,
      proxy: false,
    });
    expect(status).toBe(403);
  });
});

describe('a run whose process or Temporal is lost', () => {
  it('ends as failed, and administrators are told once', async () => {
    const { watchflow, userId } = world();
    const id = randomUUID();
    const startAt = new Date(Date.now() - 600_000);
    await watchflow.db.cronJobLog.create({
      data: { id, jobName: 'connections-renew', trigger: 'schedule', status: 'RUNNING', startAt },
    });
    await watchflow.jobs.settleLost();
    await watchflow.jobs.settleLost();
    const [run] = (await runsOf('connections-renew', '?status=FAILED')).items;
    expect(run).toMatchObject({ id, error: expect.stringContaining('without a word') as unknown });
    const inbox = await ask('GET', '/notifications');
    const { items } = z
      .looseObject({ items: z.array(z.looseObject({ event: z.string() })) })
      .parse(inbox.data);
    expect(items.filter(({ event }) => event === 'job.failed')).toHaveLength(1);
    expect(await watchflow.db.auditLog.count({ where: { targetId: 'connections-renew' } })).toBe(1);
    expect(userId).not.toBe('');
  });
});
