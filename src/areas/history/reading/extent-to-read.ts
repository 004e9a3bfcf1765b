import type { LastActivities } from '../../../upstream/trakt/index.js';
import type { SyncMode } from '../run.js';
import { historyMoved } from './activities-in-scope.js';
import type { HistoryRead } from './history-read.js';
import type { Cursor } from './read-store.js';

/** What the source says of itself is trusted for so long; then all it has is compared. */
const trustLasts = 24 * 60 * 60 * 1000;

export interface Asked {
  readonly mode: SyncMode;
  readonly snapshot: LastActivities;
  readonly now: Date;
}

/** How much of the history is to be read; null when nothing moved since the cursor, and that is to be believed. */
export function extentToRead(
  cursor: Cursor | null,
  { mode, snapshot, now }: Asked,
): HistoryRead['extent'] | null {
  if (mode === 'full' || cursor === null) return 'whole';
  const { comparedAt } = cursor;
  if (comparedAt === null || now.getTime() - comparedAt.getTime() >= trustLasts) return 'verify';
  return historyMoved(cursor.activities, snapshot) ? 'recent' : null;
}
