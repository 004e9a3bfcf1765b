import type { Clock } from '../../platform/lib/clock.js';
import { decide } from './deciding/decide.js';
import type { LiveAction } from './deciding/gate.js';
import type { Decision } from './decision.js';
import type { AnswerBook } from './facts/answer-book.js';
import { decideTogether } from './facts/decide-together.js';
import type { IdMap } from './id-map/id-map.js';
import type { DecidedItem } from './kept/match-store.js';
import { decideMapped } from './mappings/decide-mapped.js';
import type { MappedItems } from './mappings/mapped-items.js';
import type { MediaItem } from './media-item.js';

/** What one call decides by, from its beginning to its end. */
export interface Knowing {
  readonly idMap: IdMap;
  readonly book: AnswerBook;
  /** What people have said of items, which decides before anything else. */
  readonly mapped: MappedItems;
  readonly liveAction: LiveAction;
  readonly clock: Clock;
}

const hour = 3_600_000;
export const keptFor = 7 * 24 * hour;
/** Rows are often added late: a table that lacks one is read again, once a day. */
const keptWithoutRow = 20 * hour;

/** Every item with its decision, from answers no older than `maxAge` ms. */
export async function decideBatch(
  items: readonly MediaItem[],
  knowing: Knowing,
  maxAge: number,
): Promise<DecidedItem[]> {
  const decided = await decideOnce(items, knowing, maxAge);
  const again = await decideMissingAgain(decided, knowing);
  return decided.map((each) => again.get(each.item) ?? each);
}

async function decideOnce(
  items: readonly MediaItem[],
  { idMap, book, mapped, liveAction }: Knowing,
  maxAge: number,
): Promise<DecidedItem[]> {
  const decisions = await decideTogether(
    items.map((item) => {
      const mapping = mapped.get(item);
      return mapping === undefined
        ? decide(item, { idMap, liveAction, facts: book.facts })
        : decideMapped(item, mapping, book.facts);
    }),
    (asks) => book.lookUp(asks, maxAge),
  );
  return items.flatMap((item, index) => {
    const decision = decisions[index];
    const mapping = mapped.get(item);
    if (decision === undefined) return [];
    if (mapping === undefined) return [{ item, decision }];
    const { id, updatedAt } = mapping;
    return [{ item, decision: { ...decision, mapping: { id, updatedAt } } }];
  });
}

/** Those whose row was not there, once more with a newer table where the one looked at is a day old. */
async function decideMissingAgain(
  decided: readonly DecidedItem[],
  knowing: Knowing,
): Promise<ReadonlyMap<MediaItem, DecidedItem>> {
  const { book, clock } = knowing;
  const isOld = (subjectId: number | null) => {
    const table = subjectId === null ? undefined : book.tableOf(subjectId);
    return table !== undefined && clock.now().getTime() - table.at.getTime() >= keptWithoutRow;
  };
  const again = decided.filter(({ decision }) => isOld(subjectLackingRow(decision)));
  const subjectIds = [...new Set(again.map(({ decision }) => subjectLackingRow(decision)))];
  const asks = subjectIds.flatMap((subjectId) =>
    subjectId === null ? [] : [{ kind: 'table', subjectId } as const],
  );
  if (asks.length > 0) await book.lookUp(asks, keptWithoutRow);
  const items = again.map(({ item }) => item);
  const newer = await decideOnce(items, knowing, keptFor);
  return new Map(newer.map((each) => [each.item, each]));
}

const subjectLackingRow = (decision: Decision): number | null =>
  decision.kind === 'parked' && decision.reason === 'episode-missing' ? decision.subjectId : null;
