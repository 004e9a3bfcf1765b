import { CancelledFailure, Context } from '@temporalio/activity';
import type { Clock } from '../platform/lib/clock.js';
import type { CallOptions, RequestMeter } from '../upstream/http/index.js';
import type { RequestCount } from '../areas/history/index.js';
import { toFailure, unhurried, type RetryPace } from './failures.js';

export interface ActivityScope {
  /** Signal of the activity's cancellation, and a meter of its own. */
  readonly options: CallOptions;
  /** From the second attempt on. */
  readonly again: boolean;
  /** From the third attempt on: what is not needed is done without. */
  readonly isWeary: boolean;
}

export interface RunSafely {
  readonly clock: Clock;
  /** Unhurried unless told otherwise. */
  readonly retryPace?: RetryPace | undefined;
  /** Told once at the end, however it ends. */
  readonly onRequests: (used: readonly RequestCount[]) => Promise<void>;
}

/**
 * Runs one use case as an activity: passes cancellation on, counts upstream requests, and translates errors once.
 */
export async function runSafely<T>(
  { clock, retryPace = unhurried, onRequests }: RunSafely,
  useCase: (scope: ActivityScope) => Promise<T>,
): Promise<T> {
  const context = Context.current();
  const meter = createMeter();
  try {
    return await useCase({
      options: { signal: context.cancellationSignal, meter },
      again: context.info.attempt > 1,
      isWeary: context.info.attempt > 2,
    });
  } catch (error) {
    // Whatever a cancelled activity was doing failed because of it.
    if (context.cancellationSignal.aborted) throw new CancelledFailure('Cancelled while at work.');
    const { attempt } = context.info;
    throw toFailure(error, { attempt, pace: retryPace, now: clock.now() });
  } finally {
    await onRequests(meter.used());
  }
}

function createMeter(): RequestMeter & { used(): RequestCount[] } {
  const counts = new Map<string, RequestCount>();
  return {
    count(service, endpoint) {
      const key = `${service} ${endpoint}`;
      counts.set(key, { service, endpoint, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    used: () => [...counts.values()],
  };
}
