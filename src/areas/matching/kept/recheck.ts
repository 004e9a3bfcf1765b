import type { Clock } from '../../../platform/lib/clock.js';
import { decide } from '../deciding/decide.js';
import type { LiveAction } from '../deciding/gate.js';
import { createAnswerBook } from '../facts/answer-book.js';
import type { AnswerStore } from '../facts/answer.js';
import { decideTogether } from '../facts/decide-together.js';
import { followMerges } from '../facts/follow-merges.js';
import type { IdMap } from '../id-map/id-map.js';
import type { MediaItem } from '../media-item.js';
import { keepPromise } from './keep-promises.js';
import type { KeptItem, MatchStore } from './match-store.js';

export interface RecheckDeps {
  readonly store: AnswerStore;
  readonly matches: MatchStore;
  readonly idMap: IdMap;
  readonly liveAction: LiveAction;
  readonly clock: Clock;
  /** Heeded between two batches. */
  readonly signal?: AbortSignal | undefined;
}

export interface Rechecked {
  readonly checked: number;
  /** Held back, because another outcome waits for a person now. */
  readonly changed: number;
  /** Not to be decided without asking Bangumi something new; looked at again the next time. */
  readonly left: number;
}

const atOnce = 500;

/**
 * Matches that were made with another id map, or of items that Trakt describes otherwise by now, decided again from what is
 * stored: no request is made. Safe to repeat, and in two processes at once.
 */
export async function recheckMatches(deps: RecheckDeps): Promise<Rechecked> {
  let sum: Rechecked = { checked: 0, changed: 0, left: 0 };
  let after: MediaItem | undefined;
  for (;;) {
    deps.signal?.throwIfAborted();
    const items = await deps.matches.toRecheck(deps.idMap.version, { after, limit: atOnce });
    after = items.at(-1);
    if (after === undefined) return sum;
    sum = add(sum, await recheckBatch(deps, items));
  }
}

async function recheckBatch(deps: RecheckDeps, items: readonly MediaItem[]): Promise<Rechecked> {
  const { idMap, liveAction, matches, clock } = deps;
  const book = createAnswerBook({ store: deps.store, clock, asking: null });
  const begin = (item: MediaItem) => decide(item, { idMap, liveAction, facts: book.facts });
  // What these decisions come to is worth nothing where something was not there: they only bring in what is stored.
  await decideTogether(items.map(begin), (asks) => book.lookUp(asks, Number.POSITIVE_INFINITY));
  const promises = await matches.promises(items);
  const known = items.flatMap((item): KeptItem[] => {
    const { done, value } = begin(item).next();
    if (done !== true) return [];
    return [keepPromise({ item, decision: followMerges(value, book) }, promises, book.tableOf)];
  });
  await matches.save({ decided: known, idMapVersion: idMap.version, decidedAt: clock.now() });
  return {
    checked: known.length,
    changed: known.filter(({ previous }) => previous !== null).length,
    left: items.length - known.length,
  };
}

const add = (left: Rechecked, right: Rechecked): Rechecked => ({
  checked: left.checked + right.checked,
  changed: left.changed + right.changed,
  left: left.left + right.left,
});
