import type { TraktKey } from '../item-key.js';

export const privacies = ['private', 'link', 'friends', 'public'] as const;
export type Privacy = (typeof privacies)[number];

/** What a list on Trakt is besides its items. */
export interface ListSettings {
  readonly name: string;
  readonly description: string;
  readonly privacy: Privacy;
  readonly displayNumbers: boolean;
  readonly allowComments: boolean;
  /** `rank`, `title` … (Trakt API notes §9.1). */
  readonly sortBy: string;
  readonly sortHow: 'asc' | 'desc';
}

/** One row of a list on Trakt. */
export interface ShownItem {
  /** Of the row, for reordering. */
  readonly rowId: number;
  readonly rank: number;
  /** People are rows too, and none that we add. */
  readonly key: TraktKey | `person:${number}`;
}

/** A list as a complete read shows it, never a cached one. */
export interface ShownList {
  readonly settings: ListSettings;
  readonly items: readonly ShownItem[];
}

export interface WantedItem {
  readonly key: TraktKey;
  /** What is sent to Trakt of it, as a text that changes when that does. */
  readonly fingerprint: string;
}

export interface WantedList {
  readonly settings: ListSettings;
  readonly items: readonly WantedItem[];
}
