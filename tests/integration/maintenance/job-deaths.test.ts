import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createJobCommands } from '../../../src/orchestration/jobs.js';
import type { Workers } from '../../../src/orchestration/workers.js';
import { jobNames, type JobName } from '../../../src/workflows/contract.js';
import { eventually, until } from '../../support/eventually.js';
import { everyJob, jobLogOver, startJobWorkers } from '../../support/job-workers.js';
import { withDatabase } from '../../support/with-database.js';
import { withJobProcesses } from '../../support/with-job-processes.js';
import { unique } from '../orchestration/open-temporal.js';

const database = withDatabase();
const clock = { now: () => new Date() };

const outcomeOf = z.looseObject({ outcome: z.enum(['started', 'joined', 'ran']) });

/** Every other job cannot do its work. */
const isFailing = (job: JobName): boolean => jobNames.indexOf(job) % 2 === 1;

describe('jobs in several processes', () => {
  const processes = withJobProcesses(database);

  const startWorkers = (effects: string[]): Promise<Workers> =>
    startJobWorkers({
      ...processes(),
      db: database.db,
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
      ...processes(),
      db: database.db,
      jobs: everyJob((name) => async () => {
        begun.push(name);
        await held;
        return { done: 1 };
      }),
    });
    const log = jobLogOver(database.db, clock);
    const { link, queues, suffix, commands } = processes();
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
    const doomed = await processes().startDoomed('endless');
    for (const job of jobNames) await processes().commands.request(job);
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
