import type { Priority } from '@temporalio/common';
import type { ActivityInterfaceFor } from '@temporalio/workflow';
import { ActivityCancellationType, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { queuesOf } from './contract.js';

type Proxies = ActivityInterfaceFor<Activities>;

/** What holds for every activity. */
const always = {
  // A cancelled run closes only when nothing works for it any more. Said, because left out it means not to wait.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  // Every activity beats once a second: so long after a kill its work is taken up again.
  heartbeatTimeout: '10s',
} as const;

/** Reading a service: sits out half a minute of trouble, and the waits that a 429 names. */
const reading = {
  ...always,
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 8 },
} as const;

/**
 * Activities by where they run and how they fail. Made inside a workflow: its own queue says which others belong to it. `priority`
 * is of those that wait for a service; without it that of the workflow.
 */
export function activityProxies(priority?: Priority): {
  readonly db: Proxies;
  readonly file: Proxies;
  readonly trakt: Proxies;
  readonly bangumi: Proxies;
  readonly mark: Proxies;
  readonly list: Proxies;
} {
  const queues = queuesOf(workflowInfo().taskQueue);
  const asked = priority === undefined ? reading : { ...reading, priority };
  return {
    // Our own database only: short, and worth many tries.
    db: proxyActivities<Activities>({
      ...always,
      taskQueue: queues.main,
      startToCloseTimeout: '2 minutes',
      retry: { initialInterval: '200ms', maximumInterval: '10s', maximumAttempts: 30 },
    }),
    // The same over a whole file at once.
    file: proxyActivities<Activities>({
      ...always,
      taskQueue: queues.main,
      startToCloseTimeout: '10 minutes',
      retry: { initialInterval: '200ms', maximumInterval: '10s', maximumAttempts: 10 },
    }),
    trakt: proxyActivities<Activities>({ ...asked, taskQueue: queues.trakt }),
    // Matching reads whole episode tables.
    bangumi: proxyActivities<Activities>({ ...asked, taskQueue: queues.bangumi }),
    // Writing one subject: begins by reading, so that a repeated attempt repeats nothing.
    mark: proxyActivities<Activities>({
      ...asked,
      taskQueue: queues.bangumi,
      startToCloseTimeout: '5 minutes',
      retry: { ...reading.retry, maximumAttempts: 7 },
    }),
    // A list on Trakt, written at one request a second: each attempt begins by reading it.
    list: proxyActivities<Activities>({
      ...asked,
      taskQueue: queues.trakt,
      startToCloseTimeout: '15 minutes',
      retry: { ...reading.retry, maximumAttempts: 5 },
    }),
  };
}
