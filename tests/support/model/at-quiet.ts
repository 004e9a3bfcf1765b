import type { BangumiSimulator } from '../../../src/simulators/index.js';
import type { Memory } from './memory.js';
import type { WriteWatch } from './watch-writes.js';

/** What was found wrong, in words; empty when all is as it has to be. */
export type Faults = readonly string[];

/** Everything that can be known when nothing moves any more. */
export interface AtQuiet {
  readonly memory: Memory;
  readonly posts: WriteWatch['posts'];
  readonly state: ReturnType<BangumiSimulator['finalState']>;
}
