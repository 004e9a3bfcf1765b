import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { createJobCommands, type JobCommands } from '../../../src/orchestration/jobs.js';
import { queueNames, type JobName } from '../../../src/workflows/contract.js';
import { eventually } from '../../support/eventually.js';
import { everyJob, jobLogOver, startJobWorkers } from '../../support/job-workers.js';
import { workflowBundlePath } from '../../support/shared-temporal.js';
import { withDatabase } from '../../support/with-database.js';
import { openTemporal, unique } from '../orchestration/open-temporal.js';

const database = withDatabase();
const clock = { now: () => new Date() };

/** Never ends unless it is told to. */
const untilTold = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('told to stop'));
    });
  });

describe('a job', () => {
  const queues = queueNames(unique(''));
  let link: TemporalLink;
  let commands: JobCommands;
  let bundlePath: string;

  beforeAll(async () => {
    link = await openTemporal();
    bundlePath = await workflowBundlePath();
    const log = jobLogOver(database.db, clock);
    commands = createJobCommands({ client: link.client, queues, log, clock });
  });

  afterAll(async () => {
    await link.close();
  });

  const ended = (job: JobName) =>
    eventually(async () => {
      const { items } = await jobLogOver(database.db, clock).page(job, { limit: 1 });
      return items[0] === undefined || items[0].status === 'RUNNING' ? undefined : items[0];
    }, `the end of ${job}`);

  it('that hangs is told to stop at its time-out, tried no more, and ends as failed', async () => {
    const begun: string[] = [];
    const told: string[] = [];
    const workers = await startJobWorkers({
      ...{ link, queues, db: database.db, bundlePath, limitMs: 300 },
      jobs: everyJob((name) => (signal) => {
        begun.push(name);
        signal.addEventListener('abort', () => told.push(name));
        return untilTold(signal);
      }),
    });
    await commands.request('matches-recheck');
    expect(await ended('matches-recheck')).toMatchObject({
      status: 'FAILED',
      error: 'It took longer than it may.',
      result: null,
    });
    expect([begun, told]).toEqual([['matches-recheck'], ['matches-recheck']]);
    await workers.shutdown();
  });

  it('that is under way is not called lost; cancelled in Temporal it is told so', async () => {
    const told: unknown[] = [];
    const workers = await startJobWorkers({
      ...{ link, queues, db: database.db, bundlePath },
      jobs: everyJob(() => (signal) => {
        told.push('begun');
        signal.addEventListener('abort', () => told.push('stopped'));
        return untilTold(signal);
      }),
    });
    const { workflowId } = await commands.request('connections-renew');
    await eventually(() => Promise.resolve(told[0]), 'its work');
    const later = { now: () => new Date(Date.now() + 3_600_000) };
    const watching = { client: link.client, queues, log: jobLogOver(database.db, later) };
    // It has run for an hour, and Temporal knows of it.
    expect(await createJobCommands({ ...watching, clock: later }).settleLost()).toEqual({
      lost: 0,
    });
    await link.client.workflow.getHandle(workflowId).cancel();
    expect(await ended('connections-renew')).toMatchObject({
      status: 'FAILED',
      error: 'Cancelled on request.',
    });
    expect(told).toEqual(['begun', 'stopped']);
    await workers.shutdown();
  });
});
