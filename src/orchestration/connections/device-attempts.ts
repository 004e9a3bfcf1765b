import {
  ConnectingError,
  type AttemptView,
  type Beginner,
  type DeviceStep,
} from '../../areas/connections/index.js';
import {
  deviceWorkflowId,
  searchAttributes,
  type ConnectDeviceInput,
  type ConnectDeviceResult,
} from '../../workflows/contract.js';
import type { ConnectingDeps } from './connecting-deps.js';
import { leniently, settleSchedule } from './settle-schedule.js';

export { deviceWorkflowId } from '../../workflows/contract.js';

type ConnectDevice = (input: ConnectDeviceInput) => Promise<ConnectDeviceResult>;

const startMs = 5_000;

/** Connecting by a code that is typed elsewhere: a workflow asks until it is over. */
export function createDeviceAttempts(deps: ConnectingDeps) {
  const { connections, log } = deps;

  /** Whoever looks at an attempt that nobody asks for any more starts the asking anew. */
  async function ensureWatched(userId: string, attempt: AttemptView): Promise<void> {
    if (attempt.kind !== 'device' || attempt.status !== 'pending') return;
    await leniently(log, { userId, act: 'nobody asks for a device yet' }, async () => {
      await start(deps, { userId, attemptId: attempt.id });
    });
  }

  return {
    ensureWatched,

    async begin(beginner: Beginner): Promise<AttemptView> {
      const attempt = await connections.byDevice.begin(beginner);
      await ensureWatched(beginner.userId, attempt);
      return attempt;
    },

    async poll({ userId, attemptId }: ConnectDeviceInput): Promise<DeviceStep> {
      const step = await connections.byDevice.poll(attemptId);
      if (step.kind === 'over') await follow(deps, { userId, attemptId });
      return step;
    },
  };
}

/** Also after a repeated last poll. */
async function follow(
  deps: ConnectingDeps,
  { userId, attemptId }: ConnectDeviceInput,
): Promise<void> {
  const attempt = await findIfThere(deps, { userId, attemptId });
  if (attempt === undefined) return;
  const { service, kind, accountName, status } = attempt;
  const isConnected = status === 'connected';
  if (isConnected) await settleSchedule(deps, userId);
  await deps.audit.record({
    actor: { kind: 'user', userId, via: `attempt:${attemptId}` },
    action: isConnected ? 'connection.connected' : 'connection.refused',
    target: { kind: 'connection', id: service },
    outcome: isConnected ? 'done' : 'refused',
    detail: { by: kind, account: accountName, attempt: status },
    once: `attempt/${attemptId}/${status}`,
  });
}

/** Undefined once the person's account is deleted. */
async function findIfThere(
  { connections }: ConnectingDeps,
  { userId, attemptId }: ConnectDeviceInput,
): Promise<AttemptView | undefined> {
  try {
    return await connections.attempts.find(userId, attemptId);
  } catch (error) {
    if (error instanceof ConnectingError) return undefined;
    throw error;
  }
}

async function start({ client, queues }: ConnectingDeps, input: ConnectDeviceInput): Promise<void> {
  await client.withDeadline(Date.now() + startMs, () =>
    client.workflow.start<ConnectDevice>('connectDevice', {
      workflowId: deviceWorkflowId(input.attemptId),
      taskQueue: queues.main,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      typedSearchAttributes: [
        { key: searchAttributes.user, value: input.userId },
        { key: searchAttributes.kind, value: 'connectDevice' },
      ],
      staticSummary: `Device of user ${input.userId}`,
    }),
  );
}
