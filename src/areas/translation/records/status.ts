/** How work stands. `completed` and `cancelled` are final; what has failed may be tried again. */
export const recordStatuses = [
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
] as const;
export type RecordStatus = (typeof recordStatuses)[number];

const finals: ReadonlySet<RecordStatus> = new Set(['completed', 'cancelled']);

/** Work that a service which was killed has to take up again. */
export const openStatuses = ['pending', 'processing'] as const satisfies readonly RecordStatus[];

/**
 * Whether a higher version may say so. Versions in between may be missing, for a buffer keeps only the latest of several: from
 * whatever is not final every status can have been reached.
 */
export const mayBecome = (from: RecordStatus, to: RecordStatus): boolean =>
  from === to || !finals.has(from);
