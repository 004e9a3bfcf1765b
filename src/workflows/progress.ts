import type { SyncProgress } from './contract.js';

/** Of a sync or dry run that has not begun. */
export const noProgress: SyncProgress = {
  runId: null,
  mode: null,
  phase: 'waiting',
  pages: { done: 0, total: 0 },
  items: { matched: 0, total: 0 },
  subjects: { done: 0, total: 0 },
  queued: 0,
  queuedRuns: [],
};

/** As the Web UI shows it. */
export const describeProgress = ({ phase, pages, items, subjects }: SyncProgress): string =>
  `${phase} · pages ${pages.done}/${pages.total} · items ${items.matched}/${items.total} · subjects ${subjects.done}/${subjects.total}`;
