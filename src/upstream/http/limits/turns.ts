import type { Clock } from '../../../platform/lib/clock.js';
import { createUpstreamError } from '../create-upstream-error.js';
import type { CallIdentity, UpstreamCall } from '../exchange.js';
import type { UpstreamError } from '../upstream-error.js';
import type { RateGate } from './rate-gate.js';
import { createRateHolds } from './rate-holds.js';
import type { SharedHolds } from './shared-limits.js';

export interface RateGates {
  readonly read: RateGate;
  readonly write: RateGate;
}

/** Whose turn it is: our own limits, and what the service told us when we broke its. */
export interface Turns {
  /** Waits for our own limits; throws `rate-limited` where the wait is too long or the service said to wait. */
  take(identity: CallIdentity, call: UpstreamCall): Promise<void>;
  /** No call for this key for so many seconds. */
  hold(key: string, seconds: number): Promise<void>;
}

export interface TurnsDeps {
  readonly gates: RateGates;
  readonly clock: Clock;
  /** What other processes were told. */
  readonly others?: SharedHolds | undefined;
}

export function createTurns({ gates, clock, others }: TurnsDeps): Turns {
  const holds = createRateHolds(clock);

  const refuseWhileHeld = (identity: CallIdentity, key: string): void => {
    const retryAfter = holds.secondsLeft(key);
    if (retryAfter > 0) throw waitFor(identity, retryAfter, 'told to wait by an earlier answer');
  };

  return {
    take: async (identity, { access, options }) => {
      refuseWhileHeld(identity, access.limitKey);
      const gate = identity.isWrite ? gates.write : gates.read;
      const retryAfter = await gate.enter(access.limitKey, options?.signal);
      if (retryAfter > 0) throw waitFor(identity, retryAfter, 'our own limit is spent');
      // Another call, here or in another process, may have been told to wait while this one queued.
      holds.hold(access.limitKey, (await others?.secondsLeft(access.limitKey)) ?? 0);
      refuseWhileHeld(identity, access.limitKey);
    },
    hold: async (key, seconds) => {
      holds.hold(key, seconds);
      await others?.tell(key, seconds);
    },
  };
}

const waitFor = (identity: CallIdentity, retryAfter: number, description: string): UpstreamError =>
  createUpstreamError(identity, { kind: 'rate-limited', retryAfter, description });
