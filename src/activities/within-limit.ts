/** Work that took longer than it may: another attempt would take as long. */
export class OverdueError extends Error {
  override readonly name = 'OverdueError';

  constructor() {
    super('It took longer than it may.');
  }
}

export interface WorkLimit {
  readonly limitMs: number;
  /** How long work that was told to stop at its limit is waited for. */
  readonly graceMs: number;
  /** Tells it to stop, too; it is waited for then as long as its limit says. */
  readonly cancelled: AbortSignal;
}

/** What the work comes to. At its limit it is told to stop; throws OverdueError then, unless it ends well within its grace. */
export async function withinLimit<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { limitMs, graceMs, cancelled }: WorkLimit,
): Promise<T> {
  const stopping = new AbortController();
  const cancel = (): void => {
    stopping.abort(cancelled.reason);
  };
  let timer: NodeJS.Timeout | undefined;
  let overdue: OverdueError | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = (overdue = new OverdueError());
      stopping.abort(error);
      timer = setTimeout(() => {
        reject(error);
      }, graceMs);
    }, limitMs);
  });
  cancelled.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([work(stopping.signal), late]);
  } catch (error) {
    throw overdue ?? error;
  } finally {
    clearTimeout(timer);
    cancelled.removeEventListener('abort', cancel);
  }
}
