import type { LastActivities } from '../../../upstream/trakt/index.js';
import { historyMoved } from './activities-in-scope.js';

/** How much of the history is to be read; null when nothing moved since the cursor. */
export function extentToRead(
  mode: 'normal' | 'full',
  cursor: { readonly activities: LastActivities } | null,
  snapshot: LastActivities,
): 'recent' | 'whole' | null {
  if (mode === 'full' || cursor === null) return 'whole';
  return historyMoved(cursor.activities, snapshot) ? 'recent' : null;
}
