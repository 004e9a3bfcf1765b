import type { Answer } from '../../server/exchange.js';
import type { TraktAccount } from '../accounts.js';
import type { Catalogue } from '../catalogue.js';
import type { ItemsBody } from './list-bodies.js';
import type { ListDesk, NewEntry } from './list-desk.js';
import { listLimitsOf, overLimit, vipOnly } from './list-limits.js';
import { countByGroup, lookUpItems } from './look-up-items.js';
import { inOrder, splitExisting, withoutItems, type PersonalList } from './personal-list.js';
import { renderAfterwards } from './render-list.js';

/** What is not documented for good, or was seen to go wrong. */
export interface ListQuirks {
  /** An add that fits only in part: 420 either way, and nothing (default) or as much as fits is added. */
  readonly fillsUp?: boolean | undefined;
  /** Reordering is confirmed and changes nothing, as seen in 2025. */
  readonly ignoresOrder?: boolean | undefined;
}

/** Who writes to which list. */
export interface Writing {
  readonly writer: TraktAccount;
  readonly list: PersonalList;
}

/** Trakt API notes §9.4, §9.5. */
export interface ItemWrites {
  add(writing: Writing, body: ItemsBody): Answer;
  remove(writing: Writing, body: ItemsBody): Answer;
  reorder(writing: Writing, rank: readonly number[]): Answer;
}

export interface ItemWritesDeps {
  readonly desk: ListDesk;
  readonly catalogue: Catalogue;
  readonly quirks: ListQuirks;
}

/** How many more fit, and what to say when that is too few. */
function roomOf({ writer: { source, lists }, list: { entries } }: Writing) {
  const { itemsPerList, itemsInAll } = listLimitsOf(source);
  const used = lists.current().reduce((sum, list) => sum + list.entries.length, 0);
  const inList = itemsPerList - entries.length;
  const inAll = itemsInAll - used;
  return {
    room: Math.max(0, Math.min(inList, inAll)),
    allowed: inList <= inAll ? itemsPerList : itemsInAll,
  };
}

export function createItemWrites({ desk, catalogue, quirks }: ItemWritesDeps): ItemWrites {
  /** Refuses when some do not fit. */
  function append(writing: Writing, fresh: readonly NewEntry[]): PersonalList {
    const { writer, list } = writing;
    const { room, allowed } = roomOf(writing);
    if (fresh.length <= room) return desk.append(writer, list, fresh);
    if (quirks.fillsUp === true) desk.append(writer, list, fresh.slice(0, room));
    throw overLimit(writer.source, allowed);
  }
  return {
    add(writing, body) {
      const { found, notFound, hasNotes } = lookUpItems(catalogue, body);
      // What a free account hears is not documented; strict, so that a mistake shows.
      if (hasNotes && !writing.writer.source.vip) throw vipOnly();
      const { fresh, existing } = splitExisting(writing.list, found);
      const afterwards = append(writing, fresh);
      const json = {
        added: countByGroup(fresh),
        existing: countByGroup(existing),
        not_found: notFound,
        list: renderAfterwards(afterwards),
      };
      return { status: 201, json };
    },
    remove({ writer, list }, body) {
      const { found, notFound } = lookUpItems(catalogue, body);
      const items = found.map(({ item }) => item);
      const entries = withoutItems(list.entries, items);
      const kept = new Set(entries);
      const gone = list.entries.filter((entry) => !kept.has(entry));
      const afterwards = gone.length === 0 ? list : desk.change(writer, list, { entries });
      const json = {
        deleted: countByGroup(gone),
        not_found: notFound,
        list: renderAfterwards(afterwards),
      };
      return { status: 200, json };
    },
    reorder({ writer, list }, rank) {
      const known = new Set(list.entries.map(({ id }) => id));
      const skipped = rank.filter((id) => !known.has(id));
      const entries = quirks.ignoresOrder === true ? list.entries : inOrder(list.entries, rank);
      const afterwards = desk.change(writer, list, { entries });
      const json = {
        updated: rank.length - skipped.length,
        skipped_ids: skipped,
        list: renderAfterwards(afterwards),
      };
      return { status: 200, json };
    },
  };
}
