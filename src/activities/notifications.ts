import type { Notifications } from '../areas/notifications/index.js';
import type { Clock } from '../platform/lib/clock.js';
import type { RetryPace } from './failures.js';
import { runSafely } from './run-safely.js';

export interface NotificationActivitiesDeps {
  readonly notifications: Pick<Notifications, 'deliverDue'>;
  readonly clock: Clock;
  readonly retryPace?: RetryPace | undefined;
}

export interface DeliveredBatch {
  readonly attempted: number;
  /** Milliseconds until the next delivery is due, 0 when it is now; null when none waits. */
  readonly nextDueInMs: number | null;
}

/** Telling people outside of watchflow. */
export const createNotificationActivities = ({
  notifications,
  clock,
  retryPace,
}: NotificationActivitiesDeps) => ({
  /** Safe to repeat: every delivery is claimed before it is sent, and one sent twice bears the same id. */
  deliverDue: ({ limit }: { readonly limit: number }): Promise<DeliveredBatch> =>
    runSafely({ clock, retryPace, onRequests: () => Promise.resolve() }, async ({ options }) => {
      const { attempted, nextDue } = await notifications.deliverDue({
        limit,
        signal: options.signal,
      });
      const wait = nextDue === undefined ? null : nextDue.getTime() - clock.now().getTime();
      return { attempted, nextDueInMs: wait === null ? null : Math.max(0, wait) };
    }),
});
