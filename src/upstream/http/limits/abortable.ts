import { setTimeout as sleep } from 'node:timers/promises';

/** Settles as `work` does, or with the signal's reason as soon as it aborts; the work itself goes on unheard. */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  signal.throwIfAborted();
  let stopListening = (): void => undefined;
  const aborted = new Promise<void>((resolve) => {
    const listener = (): void => {
      resolve();
    };
    signal.addEventListener('abort', listener);
    stopListening = () => {
      signal.removeEventListener('abort', listener);
    };
  });
  try {
    return await Promise.race([work, aborted.then(() => throwReason(signal))]);
  } finally {
    stopListening();
  }
}

/** Waits; an abort ends the wait with the signal's reason. */
export const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (thrown) {
    signal?.throwIfAborted();
    throw thrown;
  }
};

function throwReason(signal: AbortSignal): never {
  throw signal.reason;
}
