import { setTimeout as pause } from 'node:timers/promises';
import type { Watchflow } from './compose/compose.js';

const askEvery = 200;

export interface PollToEnd<T> {
  /** Undefined until it has ended. */
  readonly find: () => Promise<T | undefined>;
  /** Between two questions. */
  readonly tell: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** Asks until there is an end. A worker of ours that dies must not leave anybody waiting for ever: its fault is thrown. */
export async function pollToEnd<T>(
  { working }: Pick<Watchflow, 'working'>,
  { find, tell, signal }: PollToEnd<T>,
): Promise<T> {
  for (;;) {
    const ended = await find();
    if (ended !== undefined) return ended;
    await tell();
    await Promise.race([pause(askEvery, undefined, { signal }), working]);
  }
}
