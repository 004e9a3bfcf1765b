import type { PayloadCodec } from '@temporalio/common';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { messageOf } from '../platform/lib/errors.js';
import type { Logger } from '../platform/lib/logger.js';
import type { QueueNames } from '../workflows/contract.js';
import { beatWhileWorking } from './beat-while-working.js';
import { toDataConverter } from './data-converter.js';

/** Activities of a queue that run at once in this process. */
export interface WorkerSlots {
  readonly main: number;
  readonly trakt: number;
  readonly bangumi: number;
  /** Workflow tasks at once. */
  readonly workflowTasks: number;
  /** Workflows kept in memory between their tasks. */
  readonly cachedWorkflows: number;
}

/** Activities wait for the network or the database; the upstreams' own limits are kept by their clients. */
const defaultSlots: WorkerSlots = {
  main: 100,
  trakt: 20,
  bangumi: 40,
  workflowTasks: 40,
  cachedWorkflows: 200,
};

/** A bundle made by `bundleWorkflows` (with `encoded` exactly when a codec is given), or sources bundled at start. */
export type WorkflowCode = { readonly bundlePath: string } | { readonly workflowsPath: string };

export interface CreateWorkersOptions<Activities extends object> {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly queues: QueueNames;
  /** All queues get all activities; the workflows say which queue runs what. */
  readonly activities: Activities;
  readonly workflows: WorkflowCode;
  readonly codec?: PayloadCodec | undefined;
  readonly slots?: Partial<WorkerSlots> | undefined;
  /** After `shutdown`, how long running activities may go on before they are cancelled; a little over the longest page. */
  readonly graceMs?: number | undefined;
  readonly log: Logger;
}

export type WorkersState = 'ready' | 'running' | 'stopping' | 'stopped' | 'failed';

export interface Workers {
  /** Ends when `shutdown` was called; rejects when a worker dies, after the others have stopped. Call once. */
  run(): Promise<void>;
  /** Drains and waits for it. Never rejects: what went wrong is what `run` says. */
  shutdown(): Promise<void>;
  state(): WorkersState;
}

const defaultGraceMs = 35_000;
/** After cancelling, before a worker gives up on activities that do not obey. */
const forceMs = 10_000;

/** Three workers on one connection: workflows with database work, Trakt, Bangumi. */
export async function createWorkers<Activities extends object>(
  options: CreateWorkersOptions<Activities>,
): Promise<Workers> {
  const slots = { ...defaultSlots, ...options.slots };
  const common = toCommonOptions(options);
  const workers = await Promise.all([
    Worker.create({
      ...common,
      ...toWorkflowSource(options.workflows),
      taskQueue: options.queues.main,
      maxConcurrentActivityTaskExecutions: slots.main,
      maxConcurrentWorkflowTaskExecutions: slots.workflowTasks,
      maxCachedWorkflows: slots.cachedWorkflows,
    }),
    Worker.create({
      ...common,
      taskQueue: options.queues.trakt,
      maxConcurrentActivityTaskExecutions: slots.trakt,
    }),
    Worker.create({
      ...common,
      taskQueue: options.queues.bangumi,
      maxConcurrentActivityTaskExecutions: slots.bangumi,
    }),
  ]);
  return superviseWorkers(workers, options.log);
}

function toCommonOptions<Activities extends object>(
  options: CreateWorkersOptions<Activities>,
): Omit<WorkerOptions, 'taskQueue'> {
  const graceMs = options.graceMs ?? defaultGraceMs;
  return {
    connection: options.connection,
    namespace: options.namespace,
    activities: options.activities,
    dataConverter: toDataConverter(options.codec),
    interceptors: { activity: [beatWhileWorking] },
    // A cancelled activity learns of it when it beats: by default only after most of its heartbeat time-out.
    maxHeartbeatThrottleInterval: '1s',
    shutdownGraceTime: graceMs,
    shutdownForceTime: graceMs + forceMs,
  };
}

const toWorkflowSource = (code: WorkflowCode) =>
  'bundlePath' in code
    ? { workflowBundle: { codePath: code.bundlePath } }
    : { workflowsPath: code.workflowsPath };

/** What of a worker is needed here. */
type Supervised = Pick<Worker, 'run' | 'shutdown' | 'getState'> & {
  readonly options: { readonly taskQueue: string };
};

/** One falls, all stop. */
export function superviseWorkers(workers: readonly Supervised[], log: Logger): Workers {
  let state: WorkersState = 'ready';
  let running: Promise<void> | undefined;

  const stopAll = () => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  const runOne = async (worker: Supervised) => {
    try {
      await worker.run();
    } catch (reason) {
      state = 'failed';
      log.error({ queue: worker.options.taskQueue, reason: messageOf(reason) }, 'a worker died');
      stopAll();
      throw reason;
    }
  };
  const runAll = async () => {
    const ends = await Promise.allSettled(workers.map(runOne));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    state = 'stopped';
  };
  const run = () => {
    if (state === 'ready') state = 'running';
    running ??= runAll();
    return running;
  };

  return {
    run,
    async shutdown() {
      // A worker that never ran holds the connection until it has been run and stopped.
      const ending = run();
      if (state === 'running') state = 'stopping';
      stopAll();
      await ending.catch(() => undefined);
    },
    state: () => state,
  };
}
