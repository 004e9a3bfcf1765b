import { connectTemporal } from '../../src/orchestration/connect.js';
import { installTemporalRuntime } from '../../src/orchestration/temporal-log.js';
import { connectDatabase } from '../../src/platform/database/index.js';
import { queueNames } from '../../src/workflows/contract.js';
import { collectLog } from './collect-log.js';
import { everyJob, startJobWorkers } from './job-workers.js';

export interface DoomedWorld {
  readonly databaseUrl: string;
  readonly address: string;
  readonly namespace: string;
  readonly suffix: string;
  readonly bundlePath: string;
}

/** Takes up every job and says so; none ever ends. */
export async function doomedJobWorker(world: DoomedWorld): Promise<void> {
  const { log } = collectLog();
  installTemporalRuntime({ log });
  const { address, namespace, suffix, bundlePath } = world;
  const target = { kind: 'address', address } as const;
  const link = await connectTemporal({ target, namespace, codec: undefined, log });
  await startJobWorkers({
    ...{ link, bundlePath, queues: queueNames(suffix) },
    db: connectDatabase({ url: world.databaseUrl, poolMax: 4, log }),
    jobs: everyJob((name) => () => {
      process.stdout.write(`${name}\n`);
      return new Promise(() => undefined);
    }),
  });
  process.stdout.write('ready\n');
}
