import type { ObjectFacts, ObjectPage } from './storage-backend.js';

/** A page out of up to `limit + 1` objects: the one too many tells that there are more. The cursor is the last key shown. */
export function toPage(found: readonly ObjectFacts[], limit: number): ObjectPage {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? last.key : null };
}
