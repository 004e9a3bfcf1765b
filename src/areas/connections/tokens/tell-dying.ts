import type { Clock } from '../../../platform/lib/clock.js';
import type { Notifications } from '../../notifications/index.js';
import { keyOf, type StoredConnection } from '../connection-store.js';

/** Days before the end of a token that does not renew itself; each is told once. */
const steps = [7, 3, 1];
const dayMs = 86_400_000;

interface TellDyingDeps {
  readonly notifications: Pick<Notifications, 'notify'>;
  readonly clock: Clock;
}

/** Tells of a token that ends soon and only the person can replace. */
export async function tellDying(
  { notifications, clock }: TellDyingDeps,
  row: StoredConnection,
): Promise<void> {
  const { expiresAt } = row;
  if (expiresAt === null || row.refreshToken !== null) return;
  const leftMs = expiresAt.getTime() - clock.now().getTime();
  const step = steps.findLast((days) => leftMs <= days * dayMs);
  if (step === undefined || leftMs <= 0) return;
  const { userId, service } = keyOf(row);
  await notifications.notify({
    userId,
    event: 'connection.token-dying',
    dedupeKey: `${service}/${expiresAt.toISOString()}/${step}`,
    data: { service, expiresAt: expiresAt.toISOString() },
  });
}
