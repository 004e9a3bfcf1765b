import type { Clock } from '../../../platform/lib/clock.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { Connections } from '../../connections/index.js';
import { keyOf, type Decision, type Matching } from '../../matching/index.js';
import { accessToDecide } from '../decide-items.js';
import type { WishScope } from './wish.js';
import type { FoundPlace } from './wish-parking.js';
import type { WishStore } from './wish-store.js';

export interface PlaceWishesDeps {
  readonly wishes: WishStore;
  readonly connections: Connections;
  readonly matching: Pick<Matching, 'decideAll'>;
  readonly clock: Clock;
}

/**
 * Finds out what waiting films and seasons are on Bangumi: by mappings and the id map, as for plays. What is not certain is parked.
 * Safe to repeat: only those that still wait are placed.
 */
export async function placeWishes(
  { wishes, connections, matching, clock }: PlaceWishesDeps,
  scope: WishScope,
  {
    runId,
    limit,
    options,
  }: { readonly runId: string; readonly limit: number; readonly options: CallOptions },
): Promise<{ readonly remaining: number }> {
  const waiting = await wishes.waiting(scope, limit);
  if (waiting.length > 0) {
    const access = await accessToDecide(connections, scope.userId);
    const items = waiting.map(({ item }) => item);
    // Nobody has watched them: what is decided is for this wish alone.
    const asked = { ...access, items, userId: scope.userId, options, keep: false };
    const decisions = await matching.decideAll(asked);
    for (const { item, ...key } of waiting) {
      const decision = decisions.get(keyOf(item));
      if (decision !== undefined)
        await wishes.place(scope, { key, ...toPlace(decision) }, { now: clock.now(), runId });
    }
  }
  return { remaining: (await wishes.count(scope)).seen };
}

function toPlace(decision: Decision): Omit<FoundPlace, 'key'> {
  switch (decision.kind) {
    case 'matched':
      return { subjectId: decision.subjectId, state: 'planned', reason: null };
    case 'excluded':
      return { subjectId: null, state: 'excluded', reason: decision.reason };
    case 'parked':
      // Of a season it is the subject that counts; its first row may be missing yet.
      if (decision.reason === 'episode-missing' && decision.subjectId !== null)
        return { subjectId: decision.subjectId, state: 'planned', reason: null };
      return { subjectId: null, state: 'parked', reason: reasonOf(decision.reason) };
  }
}

const reasonOf = (reason: string): 'ambiguous' | 'unmatched' =>
  reason === 'ambiguous' ? 'ambiguous' : 'unmatched';
