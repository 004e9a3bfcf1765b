import { join } from 'node:path';
import type { PayloadCodec } from '@temporalio/common';
import { createActivities, type RetryPace } from '../../activities/index.js';
import type { Files } from '../../areas/files/index.js';
import { createReadFigures, type HealthWatch } from '../../areas/maintenance/index.js';
import { bundleFile } from '../../orchestration/bundle-workflows.js';
import { createSyncCommands, type SyncCommands } from '../../orchestration/commands.js';
import {
  createConnectionCommands,
  type ConnectionCommands,
} from '../../orchestration/connections/connection-commands.js';
import { createDeliveryCommands, type DeliveryCommands } from '../../orchestration/deliveries.js';
import { createJobCommands, type JobCommands } from '../../orchestration/jobs.js';
import { connectTemporal, type TemporalLink } from '../../orchestration/connect.js';
import type { ImportCommands } from '../../orchestration/imports.js';
import { createListCommands, type ListCommands } from '../../orchestration/lists.js';
import type { PlanCommands } from '../../orchestration/plans.js';
import { prepareNamespace } from '../../orchestration/prepare-namespace.js';
import type { ScheduleCommands } from '../../orchestration/schedules/schedule-commands.js';
import { installTemporalRuntime } from '../../orchestration/temporal-log.js';
import { createWorkers, type WorkflowCode } from '../../orchestration/workers.js';
import type { Config } from '../../platform/config/config.js';
import { connectDatabase, migrate, type Database } from '../../platform/database/index.js';
import { systemClock, type Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import { createMetrics } from '../../platform/observability/create-metrics.js';
import { startRuntime, type Runtime } from '../../runtime/index.js';
import type { Storage } from '../../storage/index.js';
import { queueNames, searchAttributes, type QueueNames } from '../../workflows/contract.js';
import { composeAccountDeletion } from './account-deletion.js';
import { composeAreas, type Areas } from './areas.js';
import { createBackUp } from '../backup/backup-job.js';
import { assertSound, tellingTheWayBack } from '../backup/way-back.js';
import { composeAsking, type createAskForSync } from './ask-for-sync.js';
import { boundHeap } from './bound-heap.js';
import { codecOf } from './codec-of.js';
import { createJobs, type Jobs } from './jobs.js';
import { composeWatches } from './health.js';
import { composeKeeping, type Keeping } from './keeping.js';
import { composeSchedules } from './schedules.js';
import { openSharedLimits } from './shared-limits.js';
import { composeRecords, type Records } from './records.js';
import { composeCaches } from './caches.js';
import { composeFiles, reconcileStorage } from './files.js';
import { composeStorage } from './storage.js';
import { createShutdown, type Shutdown } from './shutdown.js';
import { packageRoot } from './version.js';

export interface ComposeOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock | undefined;
  /** How patient activities are with trouble; unhurried unless told otherwise. */
  readonly retryPace?: RetryPace | undefined;
  /** With Temporal's Web UI, where the server is ours. */
  readonly ui: boolean;
  /** Nothing is kept: servers of our own live in a folder that is removed at the end. */
  readonly temporary?: boolean | undefined;
  /** False: another process runs the workflows and activities. */
  readonly workers?: boolean | undefined;
  /** Of a watchflow that runs beside this process; neither started, migrated nor stopped here. */
  readonly servers?: ServersInUse | undefined;
  /** The prebuilt bundle unless told otherwise. */
  readonly workflows?: WorkflowCode | undefined;
}

export interface ServersInUse {
  readonly databaseUrl: string;
  /** Unused where the configuration names a server of its own. */
  readonly temporalAddress: string;
}

/** Every part of a running watchflow, made once. */
export interface Watchflow extends Areas, Records, Keeping {
  readonly storage: Storage;
  readonly files: Files;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly db: Database;
  readonly runtime: Runtime;
  readonly temporal: TemporalLink;
  readonly syncs: SyncCommands;
  readonly plans: PlanCommands;
  readonly importing: ImportCommands;
  readonly listing: ListCommands;
  readonly jobs: JobCommands;
  readonly healthWatch: HealthWatch;
  readonly schedules: ScheduleCommands;
  readonly connecting: ConnectionCommands;
  readonly deliveries: DeliveryCommands;
  /** Rejects when a worker dies; never settles where none runs. */
  readonly working: Promise<void>;
  readonly shutdown: Shutdown;
}

/** From configuration to a working whole: servers, schema, areas, workers. What was started is ended when a later part fails. */
export async function compose(options: ComposeOptions): Promise<Watchflow> {
  boundHeap();
  const shutdown = createShutdown(options.log);
  try {
    return await composeInto(shutdown, options);
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

async function composeInto(shutdown: Shutdown, options: ComposeOptions): Promise<Watchflow> {
  const { config, log, clock = systemClock } = options;
  const runtime =
    options.servers === undefined
      ? await tellingTheWayBack(config, () => startServers(options))
      : used(options.servers);
  shutdown.add('servers', () => runtime.stop());
  if (options.servers === undefined) {
    await assertSound({ config, databaseUrl: runtime.databaseUrl, log });
    await migrate({ url: runtime.databaseUrl, log });
  }
  const metrics = createMetrics();
  const url = runtime.databaseUrl;
  const onPool = metrics.watchPool;
  const db = connectDatabase({ url, poolMax: config.database.poolMax, onPool, log });
  shutdown.add('database', () => db.$disconnect());
  const sharedLimits = openSharedLimits(shutdown, { config, log, url });
  const records = composeRecords(shutdown, { config, db, log, metrics, url });
  const storage = await composeStorage(shutdown, { config, log, url });
  const caches = await composeCaches(shutdown, { config, clock, log, metrics, url });
  const areas = await composeAreas({ config, db, clock, log, metrics, sharedLimits, caches });
  shutdown.add('upstream clients', areas.close);
  shutdown.add('counts of requests', () => areas.usage.meter.close());
  const files = await composeFiles({ config, db, storage, clock });
  const keeping = composeKeeping({ ...areas, ...records, config, db, clock, log });
  const parts = { runtime, db, areas, storage, files, clock, keeping };
  const temporal = await composeTemporal(shutdown, { ...options, ...parts });
  const { healthWatch } = temporal;
  metrics.watchFigures({
    read: createReadFigures({ ...areas, db, clock, healthWatch }),
    ping: () => db.$queryRaw`SELECT 1`,
  });
  areas.notifications.onWaiting(temporal.deliveries.wake);
  const own = { ...records, ...keeping, storage, files, config, clock, log, db, runtime, shutdown };
  return { ...areas, ...temporal, ...own };
}

const used = ({ databaseUrl, temporalAddress }: ServersInUse): Runtime => ({
  databaseUrl,
  temporal: { address: temporalAddress },
  pids: () => ({}),
  rss: () => Promise.resolve({ postgres: 0, temporal: 0 }),
  stop: () => Promise.resolve(),
});

/** Days that closed workflows stay visible. */
const retentionDays = 7;

type ServerOptions = Pick<ComposeOptions, 'config' | 'log' | 'ui' | 'temporary'>;

const startServers = ({ config, log, ui, temporary = false }: ServerOptions): Promise<Runtime> =>
  startRuntime({
    dataDir: config.dataDir,
    temporary,
    cacheDir: config.runtime.cacheDir,
    searchPath: config.runtime.path,
    cliPath: config.temporal.cliPath,
    ui,
    databaseUrl: config.database.url,
    temporalAddress: config.temporal.external
      ? (config.temporal.address ?? 'by its profile')
      : undefined,
    namespace: config.temporal.namespace,
    retentionDays,
    searchAttributes: Object.values(searchAttributes).map(({ name }) => ({
      name,
      type: 'Keyword',
    })),
    ports: { temporal: config.temporal.port, temporalUi: config.temporal.uiPort },
    log,
  });

interface TemporalParts {
  readonly runtime: Runtime;
  readonly storage: Storage;
  readonly files: Files;
  readonly db: Database;
  readonly areas: Areas;
  readonly clock: Clock;
  readonly keeping: Keeping;
}

type TemporalPart = Pick<
  Watchflow,
  | 'temporal'
  | 'syncs'
  | 'plans'
  | 'importing'
  | 'listing'
  | 'jobs'
  | 'healthWatch'
  | 'schedules'
  | 'connecting'
  | 'deliveries'
  | 'working'
>;

async function composeTemporal(
  shutdown: Shutdown,
  options: ComposeOptions & TemporalParts,
): Promise<TemporalPart> {
  const { config, log, runtime, db, areas, files, clock, keeping, workers = true } = options;
  const codec = codecOf(config);
  installTemporalRuntime({ log, metricsPort: config.temporal.metricsPort });
  const { namespace } = config.temporal;
  const temporal = await connectTemporal({
    target: config.temporal.external
      ? { kind: 'environment', env: config.temporal.env }
      : { kind: 'address', address: runtime.temporal.address },
    namespace,
    codec,
    log,
  });
  shutdown.add('Temporal connection', () => temporal.close());
  await prepareNamespace({
    connection: temporal.connection,
    namespace: temporal.namespace,
    isOurs: !config.temporal.external,
    log,
  });
  const { client } = temporal;
  const queues = queueNames(config.temporal.taskQueueSuffix);
  const schedules = composeSchedules({ client, queues, config, areas, db, log });
  const syncs = createSyncCommands({ client, queues, log });
  const common = { ...areas, book: areas.scheduleBook, db, client, queues, clock, log };
  const connecting = createConnectionCommands({ ...common, schedules, syncs });
  const accountDeletion = composeAccountDeletion({ ...areas, files, db, temporal, log });
  const backUp = createBackUp({ config, databaseUrl: runtime.databaseUrl, clock, log });
  const jobCommands = createJobCommands({ client, queues, log: areas.jobLog, clock });
  const listing = createListCommands({ client, queues, log, deletionPace: options.retryPace });
  const { healthWatch, syncWatch } = composeWatches({ ...options, clock, temporal });
  const shown = { schedules, connecting, listing, healthWatch };
  const own = { ...shown, accountDeletion, jobCommands, syncWatch };
  const reconcile = () => reconcileStorage(options);
  const jobs = createJobs({ ...areas, ...keeping, ...own, backUp, reconcile });
  const asking = composeAsking({ client, queues, log, areas, syncs });
  return {
    temporal,
    ...(workers
      ? await startWorkers(shutdown, {
          ...options,
          temporal,
          queues,
          codec,
          jobs,
          connecting,
          askForSync: asking.askForSync,
        })
      : idle),
    syncs,
    jobs: jobCommands,
    ...shown,
    plans: asking.plans,
    importing: asking.importing,
    deliveries: createDeliveryCommands({ client, queues, log }),
  };
}

const idle = { working: new Promise<void>(() => undefined) };

interface WorkerParts extends TemporalParts {
  readonly temporal: TemporalLink;
  readonly queues: QueueNames;
  readonly codec: PayloadCodec | undefined;
  readonly jobs: Jobs;
  readonly connecting: ConnectionCommands;
  readonly askForSync: ReturnType<typeof createAskForSync>;
}

/** Answers what rejects when one of them dies. Wrapped, for a promise of a promise would be waited for. */
async function startWorkers(
  shutdown: Shutdown,
  {
    log,
    temporal,
    queues,
    areas,
    clock,
    codec,
    jobs,
    connecting,
    askForSync,
    retryPace,
    workflows,
  }: ComposeOptions & WorkerParts,
): Promise<{ readonly working: Promise<void> }> {
  const workers = await createWorkers({
    connection: temporal.connection,
    namespace: temporal.namespace,
    queues,
    activities: createActivities({
      ...areas,
      clock,
      retryPace,
      jobs,
      connecting,
      askForSync,
    }),
    workflows: workflows ?? {
      bundlePath: bundleFile(join(packageRoot, 'dist'), codec !== undefined),
    },
    codec,
    log,
  });
  const working = workers.run();
  // Whoever awaits `working` is told; without a listener the process would end before it could shut down in order.
  working.catch(() => undefined);
  shutdown.add('workers', () => workers.shutdown());
  return { working };
}
