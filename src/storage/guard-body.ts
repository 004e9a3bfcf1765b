import { Readable } from 'node:stream';

export interface BodyGuard {
  readonly toFault: (error: unknown) => unknown;
  /** How long nothing may come while somebody waits for it; absent = as long as it likes. */
  readonly stallMs?: number | undefined;
}

/** A stream as its readers are to see it: it fails with a fault of storage, and its source is destroyed with it. */
export function guardBody(source: Readable, { toFault, stallMs }: BodyGuard): Readable {
  let timer: NodeJS.Timeout | undefined;
  const rest = (): void => {
    clearTimeout(timer);
  };
  const fail = (error: unknown): void => {
    const fault = toFault(error);
    body.destroy(fault instanceof Error ? fault : new Error(String(fault)));
  };
  const wait = (): void => {
    rest();
    if (stallMs === undefined) return;
    timer = setTimeout(() => {
      fail(new Error(`nothing came for ${stallMs} ms`));
    }, stallMs);
  };
  const body = new Readable({
    read() {
      wait();
      source.resume();
    },
    destroy(error, done) {
      rest();
      source.destroy();
      done(error);
    },
  });
  source.pause();
  source
    .on('data', (piece: unknown) => {
      if (body.push(piece)) {
        wait();
        return;
      }
      rest();
      source.pause();
    })
    .once('end', () => {
      rest();
      body.push(null);
    })
    .once('close', () => {
      if (!source.readableEnded) fail(new Error('it was closed before its end'));
    })
    // More than one may come; all are heard, the first counts.
    .on('error', fail);
  return body;
}
