import { connectTemporal } from '../../src/orchestration/connect.js';
import { installTemporalRuntime } from '../../src/orchestration/temporal-log.js';
import { connectDatabase } from '../../src/platform/database/index.js';
import { queueNames } from '../../src/workflows/contract.js';
import { collectLog } from './collect-log.js';
import { everyJob, startJobWorkers } from './job-workers.js';
import { realJobs } from './real-jobs.js';

export interface DoomedWorld {
  readonly databaseUrl: string;
  readonly address: string;
  readonly namespace: string;
  readonly suffix: string;
  readonly bundlePath: string;
  /** `real`: the work as it is in earnest. */
  readonly work: 'endless' | 'real';
}

/** Takes up every job and says so; none of the endless ones ever ends. */
export async function doomedJobWorker(world: DoomedWorld): Promise<void> {
  const { log } = collectLog();
  installTemporalRuntime({ log });
  const { address, namespace, suffix, bundlePath } = world;
  const target = { kind: 'address', address } as const;
  const link = await connectTemporal({ target, namespace, codec: undefined, log });
  const db = connectDatabase({ url: world.databaseUrl, poolMax: 4, log });
  const real = realJobs(db);
  await startJobWorkers({
    ...{ link, bundlePath, queues: queueNames(suffix), db },
    jobs: everyJob((name) => (signal) => {
      process.stdout.write(`${name}\n`);
      return world.work === 'real' ? real[name](signal) : new Promise(() => undefined);
    }),
  });
  process.stdout.write('ready\n');
}
