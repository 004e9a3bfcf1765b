import { type TraktKey } from '../item-key.js';
import type { ShownItem } from './shown-list.js';

type Key = TraktKey | ShownItem['key'];

/** The names of Trakt's bodies (Trakt API notes §9.4). */
const groups = {
  movie: 'movies',
  show: 'shows',
  season: 'seasons',
  episode: 'episodes',
  person: 'people',
} as const;
type Group = (typeof groups)[keyof typeof groups];

export type ItemsBody = Readonly<
  Partial<Record<Group, readonly { readonly ids: { readonly trakt: number } }[]>>
>;

/** How many items one request carries. Trakt names no limit; this keeps a lost reply cheap. */
export const itemsPerRequest = 500;

/** Bodies for adding or removing these items, in their order: a group of a body keeps it, and so do bodies among each other. */
export function toRequests(
  keys: readonly Key[],
  size: number = itemsPerRequest,
): readonly ItemsBody[] {
  const bodies: ItemsBody[] = [];
  for (let at = 0; at < keys.length; at += size) bodies.push(toBody(keys.slice(at, at + size)));
  return bodies;
}

function toBody(keys: readonly Key[]): ItemsBody {
  const body: Partial<Record<Group, { readonly ids: { readonly trakt: number } }[]>> = {};
  for (const key of keys) {
    const [kind, id] = key.split(':') as [keyof typeof groups, string];
    (body[groups[kind]] ??= []).push({ ids: { trakt: Number(id) } });
  }
  return body;
}
