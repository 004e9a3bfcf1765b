/** More is waiting to be written than may wait. Nothing of the request was kept. */
export class BufferFullError extends Error {
  override readonly name = 'BufferFullError';
  constructor(
    message: string,
    /** Seconds. */
    readonly retryAfter: number,
  ) {
    super(message);
  }
}
