import type { Client } from '@temporalio/client';
import type { JobLog } from '../areas/maintenance/index.js';
import { scheduleIdOf } from '../areas/schedules/index.js';
import type { Clock } from '../platform/lib/clock.js';
import {
  searchAttributes,
  type JobName,
  type QueueNames,
  type RunJobInput,
} from '../workflows/contract.js';
import { isRunning } from './ask-workflow.js';
import { startOrJoin } from './start-or-join.js';

export { jobNames, type JobName } from '../workflows/contract.js';

export interface JobCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
  readonly log: Pick<JobLog, 'openSince' | 'close'>;
  readonly clock: Clock;
}

export interface JobAsked {
  readonly outcome: 'started' | 'joined';
  readonly workflowId: string;
}

export interface JobCommands {
  /** Starts the job, or joins the run under way; it is not waited for. */
  request(job: JobName): Promise<JobAsked>;
  /** Ends in the book what ended in Temporal without a word: it was terminated, or Temporal's store was lost. Safe to repeat. */
  settleLost(): Promise<{ readonly lost: number }>;
}

/** A run is in the book before Temporal has been told of its first step. */
const graceMs = 60_000;

/** The door to work that is nobody's own. */
export const createJobCommands = ({
  client,
  queues,
  log,
  clock,
}: JobCommandsDeps): JobCommands => ({
  async request(job) {
    const workflowId = jobWorkflowId(job, queues);
    const outcome = await startOrJoin(() =>
      client.workflow.start<(input: RunJobInput) => Promise<unknown>>('runJob', {
        workflowId,
        taskQueue: queues.main,
        args: [{ job, trigger: 'manual' }],
        workflowIdConflictPolicy: 'FAIL',
        typedSearchAttributes: [{ key: searchAttributes.kind, value: 'runJob' }],
        staticSummary: job,
      }),
    );
    return { outcome, workflowId };
  },
  async settleLost() {
    let lost = 0;
    for (const { id, job } of await log.openSince(new Date(clock.now().getTime() - graceMs))) {
      if (await isRunning(client, jobWorkflowId(job, queues), id)) continue;
      const error = 'It ended without a word: it was terminated, or Temporal has forgotten it.';
      await log.close(id, { status: 'FAILED', error });
      lost += 1;
    }
    return { lost };
  },
});

/** The id of its schedule: a due time and a request are never two runs. */
const jobWorkflowId = (job: string, queues: QueueNames): string =>
  scheduleIdOf('job', `${job}${queues.main.slice('watchflow'.length)}`);
