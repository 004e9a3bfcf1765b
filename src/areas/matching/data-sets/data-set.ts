import type { Fault } from '../../../platform/lib/errors.js';

/** The files that the id map is made of. */
export const dataSetNames = ['bangumi-data', 'anime-lists', 'bangumi-ext-linker'] as const;
export type DataSetName = (typeof dataSetNames)[number];

/** Where each is read from: an http(s) address, a `file:` address or a path. What has none is not refreshed. */
export type DataSetSources = Readonly<Partial<Record<DataSetName, string>>>;

export interface DataSetVersion {
  readonly version: string;
  /** Without secrets. */
  readonly source: string;
  readonly fetchedAt: Date;
  /** Bytes of the text. */
  readonly size: number;
  readonly titles: number;
  /** Titles that lead from one service to another. */
  readonly placed: number;
  readonly rolledBackAt: Date | null;
}

/**
 * `taken`: counts from now on; `unchanged`: it counted already; `held-back`: it was rolled back and has not changed since;
 * `refused`: it is damaged or has shrunk; `unreachable`: it could not be read.
 */
export const refreshOutcomes = [
  'taken',
  'unchanged',
  'held-back',
  'refused',
  'unreachable',
] as const;
export type RefreshOutcome = (typeof refreshOutcomes)[number];

export const dataSetFaultKinds = ['unreachable', 'damaged', 'shrunken', 'rolled-back'] as const;

/** Why a version was not taken. */
export interface DataSetFault {
  readonly kind: (typeof dataSetFaultKinds)[number];
  readonly message: string;
  /** Where in the file, as far as that can be said. */
  readonly places: readonly Fault[];
}

export interface RefreshAttempt {
  readonly at: Date;
  readonly outcome: RefreshOutcome;
  readonly fault: DataSetFault | null;
}

export interface Refreshed extends RefreshAttempt {
  readonly name: DataSetName;
  /** Of what was read; null when nothing could be. */
  readonly version: string | null;
}
