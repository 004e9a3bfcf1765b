import pLimit, { type LimitFunction } from 'p-limit';
import { abortable } from './abortable.js';

/** At most so many calls at once per key; the rest wait in order. */
export interface Lanes {
  run<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** A key's queue lives only while somebody uses it, so that keys do not pile up. */
export function createLanes(width: number): Lanes {
  const lanes = new Map<string, { readonly limit: LimitFunction; users: number }>();

  const enter = (key: string) => {
    const lane = lanes.get(key) ?? { limit: pLimit(width), users: 0 };
    lane.users += 1;
    lanes.set(key, lane);
    return lane;
  };

  return {
    run: async (key, task, signal) => {
      const lane = enter(key);
      const work = lane.limit(async () => {
        // Left the queue meanwhile: give the place to the next.
        signal?.throwIfAborted();
        return task();
      });
      const leave = (): void => {
        lane.users -= 1;
        if (lane.users === 0) lanes.delete(key);
      };
      work.then(leave, leave);
      return abortable(work, signal);
    },
  };
}
