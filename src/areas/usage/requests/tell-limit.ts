import type { Database } from '../../../platform/database/index.js';
import type { Logger } from '../../../platform/lib/logger.js';
import type { Notifications } from '../../notifications/index.js';
import { periodAt } from './periods.js';
import type { MeteredRequest, Refusal } from './request-meter.js';

interface TellLimitDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly notifications: Pick<Notifications, 'notify'>;
}

/** So many are remembered as told; of one that is forgotten the inbox remembers. */
const mostRemembered = 10_000;

/**
 * Tells the owner of a key that a limit is reached, once per day or month; of limits in a minute once a day. The request does
 * not wait for it.
 */
export function createTellLimit({ db, log, notifications }: TellLimitDeps) {
  const told = new Set<string>();

  const tell = async (
    { of, period, limit, until }: Refusal,
    { keyId, userId, dedupeKey }: { keyId: string; userId: string; dedupeKey: string },
  ): Promise<void> => {
    const key = await db.apiKey.findUnique({ where: { id: keyId }, select: { name: true } });
    if (key === null) return;
    await notifications.notify({
      userId,
      event: 'api-key.limit-reached',
      dedupeKey,
      data: { keyId, keyName: key.name, of, period, limit, until: until.toISOString() },
    });
  };

  return (refusal: Refusal, { keyId, userId }: MeteredRequest): void => {
    const { of, period, startsAt } = refusal;
    const window = period === 'minute' ? periodAt('day', startsAt).startsAt : startsAt.getTime();
    const subject = of === 'key' ? keyId : userId;
    const dedupeKey = `${of}/${subject}/${period}/${new Date(window).toISOString()}`;
    if (told.has(dedupeKey)) return;
    if (told.size >= mostRemembered) told.clear();
    told.add(dedupeKey);
    tell(refusal, { keyId, userId, dedupeKey }).catch((error: unknown) => {
      told.delete(dedupeKey);
      log.warn({ keyId, err: error }, 'the owner of a key could not be told of its limit');
    });
  };
}
