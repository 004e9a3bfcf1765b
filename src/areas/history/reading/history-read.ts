import type { LastActivities } from '../../../upstream/trakt/index.js';

/** `nextPage` of a read that has seen all it has to see. */
export const walkedToItsEnd = 0;

export const readExtents = ['recent', 'whole', 'verify'] as const;
export const readWays = ['pages', 'snapshot', 'lookups'] as const;

/** One attempt to read a history to its end, as stored. */
export interface HistoryRead {
  readonly id: string;
  readonly userId: string;
  /** `recent` stops where everything is known; `whole` walks every page; `verify` compares all there is. */
  readonly extent: (typeof readExtents)[number];
  /** How it goes on: by pages, by comparing a snapshot, or by the lookups that came of it. */
  readonly way: (typeof readWays)[number];
  readonly snapshot: LastActivities;
  readonly status: 'open' | 'complete' | 'abandoned';
  readonly nextPage: number;
  readonly pageSize: number;
  readonly pass: number;
  readonly pageCount: number | null;
  readonly itemCount: number | null;
  /** Rows of this pass of a kind we do not know. */
  readonly skipped: number;
  readonly coversAll: boolean;
  readonly startedAt: Date;
}
