import {
  allHandlersFinished,
  condition,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import {
  progressQuery,
  queuesOf,
  requestUpdate,
  type ScheduleTickInput,
  type SyncAnswer,
  type SyncHistoryInput,
  type SyncHistoryResult,
} from '../../../src/workflows/contract.js';

/** What the workflows here call; a test passes its own. */
export interface SmallActivities {
  /** Ends when the test lets it. */
  hold(userId: string): Promise<string>;
  tick(input: ScheduleTickInput): Promise<void>;
}

/** Stands in for the real sync: one run, which lasts as long as the test holds it. */
export async function syncHistory({ userId }: SyncHistoryInput): Promise<SyncHistoryResult> {
  const { hold } = proxyActivities<SmallActivities>({
    taskQueue: queuesOf(workflowInfo().taskQueue).bangumi,
    startToCloseTimeout: '1 minute',
    heartbeatTimeout: '5 seconds',
    retry: { maximumAttempts: 1 },
  });
  const runId = `run-of-${workflowInfo().runId}`;
  const answers = new Map<string, SyncAnswer>();
  setHandler(progressQuery, () => ({
    runId,
    mode: 'normal',
    phase: 'reading',
    pages: { done: 1, total: 3 },
    items: { matched: 0, total: 0 },
    subjects: { done: 0, total: 0 },
    queued: 0,
    queuedRuns: [],
  }));
  setHandler(requestUpdate, ({ requestId }) => {
    const known = answers.get(requestId);
    const answer = known ?? { runId, outcome: answers.size === 0 ? 'started' : 'joined' };
    answers.set(requestId, answer);
    return answer;
  });
  await condition(() => answers.size > 0, '10 seconds');
  const status = await hold(userId);
  await condition(allHandlersFinished);
  return { runs: [{ runId, status }] };
}

/** Ends at once, so that requests meet it while it closes. */
export async function scheduleTick(input: ScheduleTickInput): Promise<void> {
  const { tick } = proxyActivities<SmallActivities>({
    taskQueue: queuesOf(workflowInfo().taskQueue).trakt,
    startToCloseTimeout: '1 minute',
    retry: { maximumAttempts: 1 },
  });
  await tick(input);
}
