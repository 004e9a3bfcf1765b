import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';

/** Whoever reads has left. */
export class HungUpError extends Error {
  override readonly name = 'HungUpError';
}

export interface Outlet {
  readonly stream: Readable;
  /** Waits until the reader has room for more. Throws HungUpError. */
  write(text: string): Promise<void>;
  end(): void;
  fail(error: Error): void;
}

/** Text for a reader of any speed: no more of it is made than they take. */
export function createOutlet(): Outlet {
  const stream = new PassThrough();
  return {
    stream,
    async write(text) {
      if (stream.destroyed) throw new HungUpError('Nobody reads any more.');
      if (stream.write(text)) return;
      const waiting = new AbortController();
      const { signal } = waiting;
      // An error of the stream is its reader's to see.
      await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })])
        .catch(() => undefined)
        .finally(() => {
          waiting.abort();
        });
    },
    end() {
      stream.end();
    },
    fail(error) {
      stream.destroy(error);
    },
  };
}
