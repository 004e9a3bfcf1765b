import type { DataSetName } from './data-set.js';

export type DataSetErrorKind =
  /** A source did not answer, or a file cannot be read; asking again may help. */
  | 'unreachable'
  /** No version of it was ever taken. */
  | 'nothing-to-roll-back';

/** What was asked of a data set cannot be done. */
export class DataSetError extends Error {
  override readonly name = 'DataSetError';
  constructor(
    readonly kind: DataSetErrorKind,
    readonly dataSet: DataSetName,
    message: string,
  ) {
    super(`${dataSet}: ${message}`);
  }
}
