import { inPieces } from '../../../platform/lib/in-pieces.js';
import type { ItemKey } from '../item-key.js';
import { bounds } from './bounds.js';
import type { Rule } from './rule.js';

/** What a rule names one by one, in order. */
export const namedItems = ({ sources }: Pick<Rule, 'sources'>): readonly ItemKey[] =>
  sources.flatMap((source) => (source.from === 'items' ? source.items : []));

/** The lists a rule builds on, with the place of each. */
export const namedLists = ({
  sources,
}: Pick<Rule, 'sources'>): readonly { readonly id: string; readonly place: string }[] =>
  sources.flatMap((source, at) =>
    source.from === 'list' ? [{ id: source.list_id, place: `/sources/${at}/list_id` }] : [],
  );

/** Sources that name these items, as many as it takes. */
export const toItemSources = (items: readonly ItemKey[]): Rule['sources'] =>
  inPieces(items, bounds.items).map((piece) => ({ from: 'items', items: [...piece] }));
