import type { DeviceStep } from '../areas/connections/index.js';
import type { Clock } from '../platform/lib/clock.js';
import type { ConnectDeviceInput } from '../workflows/contract.js';
import type { RetryPace } from './failures.js';
import { runSafely } from './run-safely.js';

export interface ConnectionActivitiesDeps {
  readonly connecting: {
    /** One question to the service, and what follows when the attempt is over. Safe to repeat. */
    pollDevice(attempt: ConnectDeviceInput): Promise<DeviceStep>;
  };
  readonly clock: Clock;
  readonly retryPace?: RetryPace | undefined;
}

/** Connecting accounts without anybody waiting. */
export const createConnectionActivities = ({
  connecting,
  clock,
  retryPace,
}: ConnectionActivitiesDeps) => ({
  pollDevice: (attempt: ConnectDeviceInput): Promise<DeviceStep> =>
    runSafely({ clock, retryPace, onRequests: () => Promise.resolve() }, () =>
      connecting.pollDevice(attempt),
    ),
});
