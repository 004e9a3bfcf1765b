import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { repeatableMs } from './repeats.js';

export interface TidyDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Longest pause between two requests of a session. */
  readonly idleMs: number;
}

/** Removes what has expired and only takes room: none of it is taken any more anyway. */
export async function tidy({ db, clock, idleMs }: TidyDeps): Promise<void> {
  const now = clock.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  await db.session.deleteMany({
    where: { OR: [{ expiresAt: { lte: now } }, { lastSeenAt: { lte: before(idleMs) } }] },
  });
  await db.setupLink.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.signInCount.deleteMany({ where: { expire: { lte: now } } });
  await db.idempotentAnswer.deleteMany({ where: { createdAt: { lte: before(repeatableMs) } } });
}
