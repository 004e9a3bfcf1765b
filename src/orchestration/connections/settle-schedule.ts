import type { ConnectionKey } from '../../areas/connections/index.js';
import { scheduleIdOf } from '../../areas/schedules/index.js';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { ConnectingDeps } from './connecting-deps.js';

type SettleDeps = Pick<ConnectingDeps, 'connections' | 'schedules' | 'log'>;

const asking = { by: 'connection', isAdmin: false } as const;

/**
 * With both accounts connected the schedule is there, and goes on unless somebody else paused it. What Temporal cannot be
 * told now is left to the job that heals: the connection is made in any case.
 */
export async function settleSchedule(deps: SettleDeps, userId: string): Promise<void> {
  await leniently(deps.log, { userId, act: 'the schedule does not go on yet' }, async () => {
    await letGoOn(deps, userId);
  });
}

/** False while an account is missing. */
async function letGoOn({ connections, schedules }: SettleDeps, userId: string): Promise<boolean> {
  const views = await connections.list(userId);
  if (views.some(({ state }) => state === 'missing')) return false;
  await schedules.resume('history', userId, { ...asking, reason: 'connected' });
  await schedules.follow('history', userId);
  return true;
}

/** No due time shall come while an account is missing; it waits until `settleSchedule`. */
export async function holdSchedule(
  { schedules, log }: Pick<ConnectingDeps, 'schedules' | 'log'>,
  { userId, service }: ConnectionKey,
): Promise<void> {
  await leniently(log, { userId, act: 'the schedule is not paused yet' }, async () => {
    await schedules.pause('history', userId, { ...asking, reason: `${service} is disconnected` });
  });
}

interface Attempted {
  readonly userId: string;
  /** What is not so when it fails. */
  readonly act: string;
}

/** What may wait does not keep the rest from being done. */
export async function leniently(
  log: Logger,
  { userId, act }: Attempted,
  attempt: () => Promise<void>,
): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    log.warn({ userId, reason: messageOf(error) }, act);
  }
}

/** Disconnecting takes seconds: a pause that is older is nobody's who is at work. */
const patienceMs = 10 * 60_000;

/** Schedules that wait for a connection that is there. */
export async function healSchedules(deps: ConnectingDeps): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - patienceMs);
  const states = await deps.book.states.ofUser(undefined);
  let healed = 0;
  for (const { scheduleId, userId, pause } of states) {
    const isHeld = pause?.by === 'connection' && pause.since < before;
    if (!isHeld || userId === null || scheduleId !== scheduleIdOf('history', userId)) continue;
    await leniently(deps.log, { userId, act: 'the schedule does not go on yet' }, async () => {
      if (await letGoOn(deps, userId)) healed += 1;
    });
  }
  return healed;
}
