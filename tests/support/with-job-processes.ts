import { afterAll, beforeAll } from '@jest/globals';
import type { TemporalLink } from '../../src/orchestration/connect.js';
import { createJobCommands, type JobCommands } from '../../src/orchestration/jobs.js';
import { queueNames, type QueueNames } from '../../src/workflows/contract.js';
import { openTemporal, unique } from '../integration/orchestration/open-temporal.js';
import { jobLogOver } from './job-workers.js';
import { workflowBundlePath } from './shared-temporal.js';
import { startDoomedWorker, type DoomedProcess } from './start-doomed-worker.js';
import type { TestDatabase } from './with-database.js';

export interface JobProcesses {
  readonly link: TemporalLink;
  /** Of the queues, and so of the Schedules' ids. */
  readonly suffix: string;
  readonly queues: QueueNames;
  readonly commands: JobCommands;
  readonly bundlePath: string;
  /** A process to be killed; `endless` work never ends, `real` is that of the product. */
  startDoomed(work: 'endless' | 'real'): Promise<DoomedProcess>;
}

/** Jobs over this database and queues of their own, for processes that take them up and die. */
export function withJobProcesses(database: TestDatabase): () => JobProcesses {
  const suffix = unique('');
  const queues = queueNames(suffix);
  const clock = { now: () => new Date() };
  const doomedOnes: DoomedProcess[] = [];
  let made: JobProcesses | undefined;

  beforeAll(async () => {
    const link = await openTemporal();
    const bundlePath = await workflowBundlePath();
    const log = jobLogOver(database.db, clock);
    const commands = createJobCommands({ client: link.client, queues, log, clock });
    made = {
      ...{ link, suffix, queues, commands, bundlePath },
      async startDoomed(work) {
        const { address, namespace } = link;
        const world = { databaseUrl: database.url, suffix, bundlePath, address, namespace, work };
        const doomed = await startDoomedWorker(world);
        doomedOnes.push(doomed);
        return doomed;
      },
    };
  });

  afterAll(async () => {
    for (const doomed of doomedOnes) await doomed.kill();
    await made?.link.close();
  });

  return () => {
    if (made === undefined) throw new Error('Jobs can be asked for once tests run.');
    return made;
  };
}
