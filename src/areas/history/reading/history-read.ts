import type { LastActivities } from '../../../upstream/trakt/index.js';

/** `nextPage` of a read that has seen every page it has to see. */
export const walkedToItsEnd = 0;

/** One attempt to read a history to its end, as stored. */
export interface HistoryRead {
  readonly id: string;
  readonly userId: string;
  readonly extent: 'recent' | 'whole';
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
