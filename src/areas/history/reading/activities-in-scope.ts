import type { LastActivities } from '../../../upstream/trakt/index.js';

/** The fields of `last_activities` that move when a history changes. */
const inScope = ['episodes.watched_at', 'movies.watched_at'] as const;

/**
 * Whether the history moved between two snapshots. Compared for inequality, not order: removals move the times too.
 * A snapshot that names none of the fields proves nothing, so it counts as moved.
 */
export function historyMoved(before: LastActivities | null, now: LastActivities): boolean {
  if (before === null) return true;
  if (inScope.every((field) => now[field] === undefined)) return true;
  return inScope.some((field) => before[field] !== now[field]);
}
