import type { RecordsClient } from '../create-records-client.js';
import type { RecordsError } from '../http/records-error.js';
import type { RetryPace } from './backoff.js';
import type { PutVerdict } from './outbox.js';

export interface OutboxOptions {
  readonly client: RecordsClient;
  /** A folder for this outbox alone, on a disk that lasts. Made if it is not there. */
  readonly dir: string;
  /** Records of one request, 1,000 at most. Default 100. */
  readonly batchRecords?: number | undefined;
  /** What is less waits for more as long as this. Default 200 ms. */
  readonly flushMs?: number | undefined;
  /** Records that may wait; whoever puts more waits for room. Default 10,000. */
  readonly mostRecords?: number | undefined;
  /** What they may take together. Default 64 MB. */
  readonly mostBytes?: number | undefined;
  /** Default: from 0.25 s up to 30 s; every 5 min where it stopped. */
  readonly pace?: RetryPace | undefined;
  /** Below so many bytes the file on the disk is not cleared of what is settled. Default 4 MB. */
  readonly compactAt?: number | undefined;
  /** Each record's end. Refused ones (`invalid`, `stale`) are kept in `refused.jsonl` besides. */
  readonly onVerdict?: ((verdict: PutVerdict) => void) | undefined;
  /** An attempt failed and is made again; or `refused()` found lines that cannot be read. */
  readonly onTrouble?: ((error: unknown) => void) | undefined;
  /** Nothing is sent until `resume`, or for 5 min: the error says what a person has to do. Told again if it does not succeed then. */
  readonly onStopped?: ((error: RecordsError) => void) | undefined;
}
