import type { TakenIn } from '../../history/index.js';
import type { ImportFormat } from '../files/read-file.js';

/**
 * How an import stands. `uploading` until its file is there; `success`: taken in, or told for a dry run; `refused`: the file
 * has faults, and nothing was taken in; the others name what stopped it.
 */
export const importStatuses = [
  'uploading',
  'running',
  'success',
  'refused',
  'cancelled',
  'needs-reauth',
  'rate-limited',
  'upstream-down',
  'app-blocked',
  'failed',
] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** What an import that goes on is doing. */
export const importPhases = ['uploading', 'reading', 'looking-up', 'taking-in', 'done'] as const;
export type ImportPhase = (typeof importPhases)[number];

export interface ImportOptions {
  readonly format: ImportFormat;
  /** IANA name, for times that name no zone. */
  readonly timeZone: string;
  readonly keepGood: boolean;
  readonly dryRun: boolean;
}

/** What is known of an import before its file is. */
export interface ImportStart extends ImportOptions {
  readonly id: string;
  readonly userId: string;
  readonly requestId: string;
  readonly workflowId: string;
}

export interface ImportCounts extends TakenIn {
  /** Good rows. */
  readonly good: number;
}

/** An import as people and programs see it. */
export interface ImportView extends ImportStart {
  readonly status: ImportStatus;
  readonly phase: ImportPhase;
  /** One sentence that says what to do; null when there is nothing to do. */
  readonly advice: string | null;
  readonly retryAt: Date | null;
  /** Bytes. */
  readonly size: number;
  /** Rows read so far. */
  readonly rows: number;
  readonly badRows: number;
  /** All there are; the first thousand are listed. */
  readonly faults: number;
  /** Files and lines that hold no plays. */
  readonly ignored: readonly string[];
  readonly titles: { readonly done: number; readonly total: number };
  /** Null until it is done; of a dry run, what would be. */
  readonly counts: ImportCounts | null;
  /** The sync, or dry run, that was asked for. */
  readonly runId: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export interface ImportFault {
  /** Of an archive. */
  readonly file: string | null;
  readonly row: number;
  readonly column: string | null;
  readonly reason: string;
}

/** How an import came to its end. */
export interface ImportEnding {
  readonly userId: string;
  readonly importId: string;
  readonly status: Exclude<ImportStatus, 'uploading' | 'running'>;
  readonly advice: string | null;
  readonly retryAt: Date | null;
}

/** Faults of an import that are listed. */
export const faultsListed = 1000;

export type UploadErrorKind = 'too-large' | 'broke-off' | 'another-file' | 'under-way';

/** The file cannot be taken. */
export class UploadError extends Error {
  override readonly name = 'UploadError';
  constructor(
    readonly kind: UploadErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
