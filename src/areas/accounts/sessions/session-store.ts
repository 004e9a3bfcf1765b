import type { Database } from '../../../platform/database/index.js';
import { createToken, hashToken } from '../../../platform/security/random-token.js';

/** Between two tokens of one session. */
const renewAfterMs = 15 * 60_000;
/** A new token the browser has not shown by then may have been lost: another is given out. */
const lostAfterMs = 30_000;
/** For requests that were under way with the old token when the new one was shown. */
const overlapMs = 60_000;
/** Use is noted to the minute. */
const seenGrainMs = 60_000;

export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly hash: string;
  readonly nextHash: string | null;
  readonly nextSince: Date | null;
  readonly previousHash: string | null;
  readonly previousUntil: Date | null;
  readonly csrfToken: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly rotatedAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
}

/** Which of a session's tokens was shown; `spent` is one that was replaced long ago, which nobody honest still holds. */
export type ShownAs = 'current' | 'next' | 'previous' | 'spent';

export async function findByToken(
  db: Database,
  token: string,
  now: Date,
): Promise<{ readonly row: SessionRow; readonly as: ShownAs } | undefined> {
  const hash = hashToken(token);
  const row = await db.session.findFirst({
    where: { OR: [{ hash }, { nextHash: hash }, { previousHash: hash }] },
  });
  return row === null ? undefined : { row, as: shownAs(row, hash, now) };
}

function shownAs(row: SessionRow, hash: string, now: Date): ShownAs {
  if (row.hash === hash) return 'current';
  if (row.nextHash === hash) return 'next';
  return row.previousUntil !== null && row.previousUntil > now ? 'previous' : 'spent';
}

/** The browser has the new token: it takes the old one's place. Repeated and concurrent calls change nothing more. */
export async function promoteNext(db: Database, row: SessionRow, now: Date): Promise<void> {
  if (row.nextHash === null) return;
  await db.session.updateMany({
    where: { id: row.id, nextHash: row.nextHash },
    data: {
      hash: row.nextHash,
      nextHash: null,
      nextSince: null,
      previousHash: row.hash,
      previousUntil: new Date(now.getTime() + overlapMs),
      rotatedAt: now,
      lastSeenAt: now,
    },
  });
}

/** A new token when one is due, for one of the requests that come at the same time; undefined otherwise. */
export async function renew(db: Database, row: SessionRow, now: Date): Promise<string | undefined> {
  if (!isRenewalDue(row, now)) return undefined;
  const { token, hash } = createToken();
  const { count } = await db.session.updateMany({
    where: { id: row.id, hash: row.hash, nextHash: row.nextHash },
    data: { nextHash: hash, nextSince: now, lastSeenAt: now },
  });
  return count === 1 ? token : undefined;
}

function isRenewalDue({ rotatedAt, nextSince }: SessionRow, now: Date): boolean {
  const age = now.getTime() - rotatedAt.getTime();
  if (age < renewAfterMs) return false;
  return nextSince === null || now.getTime() - nextSince.getTime() >= lostAfterMs;
}

export async function noteUse(db: Database, row: SessionRow, now: Date): Promise<void> {
  if (now.getTime() - row.lastSeenAt.getTime() < seenGrainMs) return;
  await db.session.updateMany({ where: { id: row.id }, data: { lastSeenAt: now } });
}
