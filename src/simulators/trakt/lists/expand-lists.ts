import type { ScenarioTraktUser } from '../../scenario.js';
import { findItem, type Catalogue } from '../catalogue.js';
import { toSlug, type ListEntry, type PersonalList } from './personal-list.js';

type ScenarioList = ScenarioTraktUser['lists'][number];

/** One row, or one per episode of a run; ids go up from the first. */
function expandItems(
  catalogue: Catalogue,
  { id, item, count, listed_at: listedAt, notes }: ScenarioList['items'][number],
): ListEntry[] {
  return Array.from({ length: count }, (_, step) => ({
    id: id + step,
    item: findItem(catalogue, 'number' in item ? { ...item, number: item.number + step } : item),
    listedAt,
    notes,
  }));
}

/** A scenario's lists as they are in the beginning. */
export const expandLists = (
  catalogue: Catalogue,
  lists: readonly ScenarioList[],
): readonly PersonalList[] =>
  lists.map((list) => ({
    id: list.id,
    slug: list.slug ?? toSlug(list.name, list.id),
    name: list.name,
    description: list.description,
    privacy: list.privacy,
    displayNumbers: list.display_numbers,
    allowComments: list.allow_comments,
    sortBy: list.sort_by,
    sortHow: list.sort_how,
    createdAt: list.created_at,
    updatedAt: list.updated_at ?? list.created_at,
    entries: list.items.flatMap((items) => expandItems(catalogue, items)),
  }));
