import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { TemporalLink } from '../../../src/orchestration/connect.js';
import { createJobCommands, type JobCommands } from '../../../src/orchestration/jobs.js';
import type { Workers } from '../../../src/orchestration/workers.js';
import { jobNames, queueNames, type JobName } from '../../../src/workflows/contract.js';
import { startDoomedWorker, type DoomedProcess } from '../../support/start-doomed-worker.js';
import { eventually, until } from '../../support/eventually.js';
import { everyJob, jobLogOver, startJobWorkers } from '../../support/job-workers.js';
import { workflowBundlePath } from '../../support/shared-temporal.js';
import { withDatabase } from '../../support/with-database.js';
import { openTemporal, unique } from '../orchestration/open-temporal.js';

const database = withDatabase();
const clock = { now: () => new Date() };

const outcomeOf = z.looseObject({ outcome: z.enum(['started', 'joined', 'ran']) });

/** Every other job cannot do its work. */
const isFailing = (job: JobName): boolean => jobNames.indexOf(job) % 2 === 1;

describe('jobs in several processes', () => {
  const suffix = unique('');
  const queues = queueNames(suffix);
  let link: TemporalLink;
  let commands: JobCommands;
  let bundlePath: string;
  const doomedOnes: DoomedProcess[] = [];

  beforeAll(async () => {
    link = await openTemporal();
    bundlePath = await workflowBundlePath();
    const log = jobLogOver(database.db, clock);
    commands = createJobCommands({ client: link.client, queues, log, clock });
  });

  afterAll(async () => {
    for (const doomed of doomedOnes) await doomed.kill();
    await link.close();
  });

  const startDoomed = async (): Promise<DoomedProcess> => {
    const { address, namespace } = link;
    const world = { databaseUrl: database.url, suffix, bundlePath, address, namespace };
    const doomed = await startDoomedWorker({ ...world, work: 'endless' });
    doomedOnes.push(doomed);
    return doomed;
  };

  const startWorkers = (effects: string[]): Promise<Workers> =>
    startJobWorkers({
      ...{ link, queues, db: database.db, bundlePath },
      jobs: everyJob((name) => () => {
        if (isFailing(name)) return Promise.reject(new Error(`${name} cannot`));
        effects.push(name);
        return Promise.resolve({ done: 1 });
      }),
    });

  it('run once when they come due and are asked for by several processes at the same moment', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun: string[] = [];
    const workers = await startJobWorkers({
      ...{ link, queues, db: database.db, bundlePath },
      jobs: everyJob((name) => async () => {
        begun.push(name);
        await held;
        return { done: 1 };
      }),
    });
    const log = jobLogOver(database.db, clock);
    const another = createJobCommands({ client: link.client, queues, log, clock });
    const tick = link.client.workflow.execute('scheduleTick', {
      workflowId: unique('tick'),
      taskQueue: queues.main,
      args: [{ scheduleId: `job:cleanup${suffix}`, job: 'cleanup' }],
    });
    const asked = await Promise.all([commands.request('cleanup'), another.request('cleanup')]);
    const ticked: unknown = await tick;
    await until(() => begun.length > 0, 'its work');
    release();
    await link.client.workflow.getHandle(`job:cleanup${suffix}`).result();
    const { items } = await log.page('cleanup', { limit: 10 });
    const outcomes = [...asked, ticked].map((one) => outcomeOf.parse(one).outcome);
    expect(outcomes.filter((outcome) => outcome !== 'joined')).toHaveLength(1);
    expect(begun).toEqual(['cleanup']);
    expect(items).toMatchObject([{ status: 'SUCCESS', result: { done: 1 } }]);
    await workers.shutdown();
  });

  it('are taken up by another when theirs is killed, each once, and end in the book as they ended', async () => {
    const doomed = await startDoomed();
    for (const job of jobNames) await commands.request(job);
    await until(() => jobNames.every((job) => doomed.said.includes(job)), 'all jobs to begin');
    await doomed.kill();
    const log = jobLogOver(database.db, clock);
    const running = await log.latest(jobNames);
    expect(running.map(({ status }) => status)).toEqual(jobNames.map(() => 'RUNNING'));
    const effects: string[] = [];
    const workers = await startWorkers(effects);
    const ended = await eventually(async () => {
      const runs = await log.latest(jobNames);
      return runs.every(({ status }) => status !== 'RUNNING') ? runs : undefined;
    }, 'the end of all jobs');
    const standing = ended.map(({ job, status, result, error }) => ({
      job,
      status,
      result,
      error,
    }));
    expect(standing).toEqual(
      jobNames.map((job) =>
        isFailing(job)
          ? { job, status: 'FAILED', result: null, error: `${job} cannot` }
          : { job, status: 'SUCCESS', result: { done: 1 }, error: null },
      ),
    );
    expect(ended.map(({ id }) => id)).toEqual(running.map(({ id }) => id));
    expect([...effects].sort()).toEqual(jobNames.filter((job) => !isFailing(job)).sort());
    await workers.shutdown();
  }, 180_000);
});
