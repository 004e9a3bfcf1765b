import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { UpstreamError } from '../../../upstream/http/index.js';
import type { RelayClient } from '../../../upstream/relay/index.js';
import type { Accounts } from '../../accounts/index.js';
import type { Notifications } from '../../notifications/index.js';
import type { ReadingStore } from './reading-store.js';
import { relayDays } from './relay-days.js';
import { markRead, takeInKeys, type KeyToRead } from './take-in-keys.js';
import { takeInDay } from './usage-store.js';

export interface ReadRelayDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly relay: RelayClient;
  /** Zone its days begin in. */
  readonly timeZone: string;
  readonly readings: ReadingStore;
  readonly accounts: { readonly people: Pick<Accounts['people'], 'listAdmins'> };
  readonly notifications: Pick<Notifications, 'notify'>;
}

/** Counts of what a pass did. */
export interface PassReport extends Readonly<Record<string, number>> {
  readonly keys: number;
  readonly rows: number;
  /** Passes in a row that failed, this one included; 0 when all was read. */
  readonly misses: number;
}

/** So many failures may pass by themselves before administrators are told. */
const toldFrom = 3;

/**
 * One pass over all keys of the relay. One that was left off is gone on with. A relay that does not answer leaves the
 * numbers as they are and marks them stale: that is no failure of ours, and told when it lasts, once, and once more when it ends.
 */
export async function readRelay(deps: ReadRelayDeps): Promise<PassReport> {
  const { readings, clock, log } = deps;
  const tally = { keys: 0, rows: 0 };
  const begunAt = await readings.begin(clock.now());
  try {
    await readAllKeys(deps, begunAt, tally);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const misses = await noteMiss(deps);
    log.warn({ misses, kind: error.kind, reason: error.message }, 'the relay could not be read');
    return { ...tally, misses };
  }
  await noteEnd(deps);
  return { ...tally, misses: 0 };
}

/** Should a relay name pages without end. */
const mostPages = 10_000;

async function readAllKeys(
  deps: ReadRelayDeps,
  begunAt: Date,
  tally: { keys: number; rows: number },
): Promise<void> {
  const { db, relay, clock } = deps;
  for (let page = 1; page <= mostPages; page += 1) {
    const { keys, pages } = await relay.readKeys(page);
    for (const key of await takeInKeys(db, keys, { now: clock.now(), begunAt })) {
      tally.rows += await readKey(deps, key);
      tally.keys += 1;
    }
    if (page >= pages || keys.length === 0) return;
  }
}

async function readKey(
  { db, relay, clock, timeZone }: ReadRelayDeps,
  { id: keyId, readAt }: KeyToRead,
): Promise<number> {
  const now = clock.now();
  let rows = 0;
  for (const day of relayDays({ timeZone, since: readAt, now }))
    rows += await takeInDay(db, { keyId, day }, await relay.readUsage({ keyId, at: day.at }));
  await markRead(db, keyId, now);
  return rows;
}

async function noteMiss(deps: ReadRelayDeps): Promise<number> {
  const { db, clock, readings } = deps;
  const now = clock.now();
  const admins = await deps.accounts.people.listAdmins();
  return db.$transaction(async (tx) => {
    const { misses, staleSince } = await readings.miss(tx, now);
    if (misses !== toldFrom) return misses;
    await readings.markTold(tx, now);
    const since = staleSince.toISOString();
    for (const userId of admins)
      await deps.notifications.notify(
        { userId, event: 'relay.stale', dedupeKey: since, data: { since, misses } },
        tx,
      );
    return misses;
  });
}

async function noteEnd({
  db,
  clock,
  readings,
  accounts,
  notifications,
}: ReadRelayDeps): Promise<void> {
  const admins = await accounts.people.listAdmins();
  await db.$transaction(async (tx) => {
    const staleSince = await readings.end(tx, clock.now());
    if (staleSince === null) return;
    const since = staleSince.toISOString();
    for (const userId of admins)
      await notifications.notify(
        { userId, event: 'relay.healed', dedupeKey: since, data: { since } },
        tx,
      );
  });
}
