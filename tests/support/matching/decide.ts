import { askKey, decide as begin } from '../../../src/areas/matching/index.js';
import type {
  Ask,
  Decision,
  EpisodeTables,
  Facts,
  IdMap,
  LiveAction,
  MediaItem,
} from '../../../src/areas/matching/index.js';

export interface World {
  readonly idMap: IdMap;
  readonly facts: Facts;
  readonly liveAction?: LiveAction;
}

/** The decision when `facts` is all there is on Bangumi and Trakt; gives what was looked for beside. */
export function decideIn(
  item: MediaItem,
  { idMap, facts, liveAction = 'asian' }: World,
): { readonly decision: Decision; readonly asks: readonly string[] } {
  const deciding = begin(item, { idMap, facts, liveAction });
  const asks: Ask[] = [];
  for (;;) {
    const step = deciding.next();
    if (step.done === true) return { decision: step.value, asks: asks.map(askKey) };
    asks.push(...step.value);
  }
}

/** With these episode tables and nothing else on Bangumi. */
export const decide = (item: MediaItem, idMap: IdMap, tables: EpisodeTables): Decision =>
  decideIn(item, { idMap, facts: { ...nothing, tables } }).decision;

/** A Bangumi that has nothing. */
export const nothing: Facts = {
  tables: new Map(),
  subjects: new Map(),
  relations: new Map(),
  searches: new Map(),
  titles: new Map(),
};
