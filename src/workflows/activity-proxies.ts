import type { ActivityInterfaceFor } from '@temporalio/workflow';
import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import { queuesOf } from './contract.js';

type Proxies = ActivityInterfaceFor<Activities>;

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
      startToCloseTimeout: '2 minutes',
      retry: { initialInterval: '200ms', maximumInterval: '10s', maximumAttempts: 30 },
    }),
    // Reading Trakt: sits out half a minute of trouble, and the waits that a 429 names.
    trakt: proxyActivities<Activities>({
      taskQueue: queues.trakt,
      startToCloseTimeout: '10 minutes',
      heartbeatTimeout: '30s',
      retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 8 },
    }),
    // Reading Bangumi; matching reads whole episode tables.
    bangumi: proxyActivities<Activities>({
      taskQueue: queues.bangumi,
      startToCloseTimeout: '10 minutes',
      heartbeatTimeout: '30s',
      retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 8 },
    }),
    // Writing one subject: begins by reading, so that a repeated attempt repeats nothing.
    mark: proxyActivities<Activities>({
      taskQueue: queues.bangumi,
      startToCloseTimeout: '5 minutes',
      heartbeatTimeout: '30s',
      retry: { initialInterval: '1s', maximumInterval: '20s', maximumAttempts: 7 },
    }),
  };
}
