import { nothingKnown } from '../facts/title-part.js';
import type { ItemKey } from '../item-key.js';
import type { KnownTitle } from '../known-title.js';
import { namedItems } from '../rules/named-in-rule.js';
import type { Rule } from '../rules/rule.js';

/** What people named one by one: items and pins. */
export const namedKeys = (rules: readonly Rule[]): Set<ItemKey> =>
  new Set(rules.flatMap((rule) => [...namedItems(rule), ...rule.pins.map(({ item }) => item)]));

/** What is known of a title besides its key. */
export interface BareFacts {
  readonly name: string | null;
  readonly year: number | null;
  readonly show: KnownTitle['show'];
  readonly seasonNumber: number | null;
}

const nothing: BareFacts = { name: null, year: null, show: null, seasonNumber: null };

/** A title that somebody named and of which nobody tells more. */
export const bareTitle = (key: ItemKey, facts: BareFacts = nothing): KnownTitle => ({
  ...nothingKnown,
  key,
  show: facts.show,
  season: null,
  seasonNumber: facts.seasonNumber,
  subjects: key.startsWith('subject:') ? [Number(key.slice('subject:'.length))] : [],
  names: { ...nothingKnown.names, en: facts.name },
  year: facts.year,
});
