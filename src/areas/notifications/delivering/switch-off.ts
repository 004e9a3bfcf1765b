import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { ChannelRow } from '../channels/channel-store.js';
import { tell } from '../notify.js';

export interface SwitchOffDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

const events = { gone: 'channel.disabled', refused: 'channel.mail-refused' } as const;
export type SwitchOffReason = keyof typeof events;

/** Nothing more is sent there, and its owner is told once. A channel that was changed meanwhile is left alone. */
export async function switchOff(
  { db, clock, log }: SwitchOffDeps,
  channel: ChannelRow,
  reason: SwitchOffReason,
): Promise<void> {
  const { id, userId, name, url, updatedAt } = channel;
  const now = clock.now();
  const isOff = await db.$transaction(async (tx) => {
    const { count } = await tx.notificationChannel.updateMany({
      where: { id, url, updatedAt, enabled: true },
      data: { enabled: false, disabledReason: reason, updatedAt: now },
    });
    if (count === 0) return false;
    await tx.notificationDelivery.updateMany({
      where: { channelId: id, status: 'pending' },
      data: { status: 'failed', lastError: 'channel-off', finishedAt: now },
    });
    const data = { channelId: id, channelName: name };
    const dedupeKey = `${id} ${updatedAt.toISOString()}`;
    await tell(tx, { userId, event: events[reason], dedupeKey, data }, { now });
    return true;
  });
  if (isOff) log.warn({ channelId: id, userId, reason }, 'a channel was switched off');
}
