import type { ActivityInterfaceFor } from '@temporalio/workflow';
import { ActivityCancellationType, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { queuesOf } from './contract.js';

type Proxies = ActivityInterfaceFor<Activities>;

/** A cancelled run closes only when nothing works for it any more. Said, because left out it means not to wait. */
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

/** Every activity beats once a second: so long after a kill its work is taken up again. */
const heartbeatTimeout = '10s';

/** Activities by where they run and how they fail. Made inside a workflow: its own queue says which others belong to it. */
export function activityProxies(): {
  readonly db: Proxies;
  readonly trakt: Proxies;
  readonly bangumi: Proxies;
  readonly mark: Proxies;
} {
  const queues = queuesOf(workflowInfo().taskQueue);
  return {
    // Our own database only: short, and worth many tries.
    db: proxyActivities<Activities>({
      taskQueue: queues.main,
      cancellationType,
      startToCloseTimeout: '2 minutes',
      heartbeatTimeout,
      retry: { initialInterval: '200ms', maximumInterval: '10s', maximumAttempts: 30 },
    }),
    // Reading Trakt: sits out half a minute of trouble, and the waits that a 429 names.
    trakt: proxyActivities<Activities>({
      taskQueue: queues.trakt,
      cancellationType,
      startToCloseTimeout: '10 minutes',
      heartbeatTimeout,
      retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 8 },
    }),
    // Reading Bangumi; matching reads whole episode tables.
    bangumi: proxyActivities<Activities>({
      taskQueue: queues.bangumi,
      cancellationType,
      startToCloseTimeout: '10 minutes',
      heartbeatTimeout,
      retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 8 },
    }),
    // Writing one subject: begins by reading, so that a repeated attempt repeats nothing.
    mark: proxyActivities<Activities>({
      taskQueue: queues.bangumi,
      cancellationType,
      startToCloseTimeout: '5 minutes',
      heartbeatTimeout,
      retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 7 },
    }),
  };
}
