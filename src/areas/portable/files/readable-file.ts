/** A file that can be read from any place. */
export interface ReadableFile {
  readonly size: number;
  /** Bytes from `start` up to before `end`. */
  range(start: number, end: number): AsyncIterable<Uint8Array>;
}
