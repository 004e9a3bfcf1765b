import type { TraktAccount } from '../accounts.js';
import { renderTyped, renderUser } from '../render-items.js';
import type { ListEntry, PersonalList } from './personal-list.js';

/** The few the simulator knows by name. */
const shortCodes: readonly (readonly [string, string])[] = [
  ['😀', ':grinning:'],
  ['❤️', ':heart:'],
  ['⭐', ':star:'],
  ['🔥', ':fire:'],
];

/** Emojis come back as short codes (Trakt API notes §2.2). */
const withShortCodes = (text: string): string =>
  shortCodes.reduce((said, [emoji, code]) => said.replaceAll(emoji, code), text);

/** Trakt API notes §9.1. */
export const renderList = (list: PersonalList, owner: TraktAccount): object => ({
  name: withShortCodes(list.name),
  description: list.description === null ? null : withShortCodes(list.description),
  privacy: list.privacy,
  share_link: `https://trakt.example/lists/${list.id}`,
  type: 'personal',
  display_numbers: list.displayNumbers,
  allow_comments: list.allowComments,
  sort_by: list.sortBy,
  sort_how: list.sortHow,
  created_at: list.createdAt,
  updated_at: list.updatedAt,
  item_count: list.entries.length,
  comment_count: 0,
  likes: 0,
  ids: { trakt: list.id, slug: list.slug },
  user: renderUser(owner),
});

/** What a write says of the list it changed. */
export const renderAfterwards = (list: PersonalList): object => ({
  updated_at: list.updatedAt,
  item_count: list.entries.length,
});

/** Trakt API notes §9.3. */
export const renderEntry = (
  { id, item, listedAt, notes }: ListEntry,
  { rank, full }: { readonly rank: number; readonly full: boolean },
): object => ({ rank, id, listed_at: listedAt, notes, ...renderTyped(item, full) });
