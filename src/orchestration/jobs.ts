import type { Client } from '@temporalio/client';
import { scheduleIdOf } from '../areas/schedules/index.js';
import {
  searchAttributes,
  type JobName,
  type QueueNames,
  type RunJobInput,
} from '../workflows/contract.js';
import { startOrJoin } from './start-or-join.js';

export interface JobCommandsDeps {
  readonly client: Client;
  readonly queues: QueueNames;
}

export interface JobAsked {
  readonly outcome: 'started' | 'joined';
  readonly workflowId: string;
}

export interface JobCommands {
  /** Starts the job, or joins the run under way; it is not waited for. */
  request(job: JobName): Promise<JobAsked>;
}

/** The door to work that is nobody's own. */
export const createJobCommands = ({ client, queues }: JobCommandsDeps): JobCommands => ({
  async request(job) {
    // The id of its schedule: a due time and a request are never two runs.
    const workflowId = scheduleIdOf('job', `${job}${queues.main.slice('watchflow'.length)}`);
    const outcome = await startOrJoin(() =>
      client.workflow.start<(input: RunJobInput) => Promise<unknown>>('runJob', {
        workflowId,
        taskQueue: queues.main,
        args: [{ job }],
        workflowIdConflictPolicy: 'FAIL',
        typedSearchAttributes: [{ key: searchAttributes.kind, value: 'runJob' }],
        staticSummary: job,
      }),
    );
    return { outcome, workflowId };
  },
});
