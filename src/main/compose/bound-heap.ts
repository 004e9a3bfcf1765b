import { setFlagsFromString } from 'node:v8';

/**
 * What lives in the heap is the same 60 MiB for a history of any length; by default V8 lets garbage pile up to four times that before
 * it collects, so that a long history looks like a leak. At one and a half times it collects more often, which costs no measurable
 * CPU (docs/performance.md). Read by V8 at each collection, so it can be set while running.
 */
export const boundHeap = (): void => {
  setFlagsFromString('--heap-growing-percent=50');
};
