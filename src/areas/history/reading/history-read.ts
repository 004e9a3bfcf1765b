import type { LastActivities } from '../../../upstream/trakt/index.js';

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
  readonly coversAll: boolean;
  readonly startedAt: Date;
}
