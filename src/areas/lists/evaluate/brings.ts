import type { KnownTitle } from '../known-title.js';
import type { LedgerState, Source } from '../rules/sources.js';
import { ownRating } from './own-rating.js';

/** A source that goes by what is known of titles, not by names. */
export type KnowingSource = Exclude<Source, { from: 'items' | 'list' }>;

/** Whether a source brings a title. */
export function toBrings(source: KnowingSource): (title: KnownTitle) => boolean {
  switch (source.from) {
    case 'collection': {
      const wanted = new Set(source.states);
      return ({ state }) => state !== null && wanted.has(state);
    }
    case 'ledger':
      return (title) => source.states.some((state) => isInLedger[state](title));
    case 'ratings':
      return (title) => (ownRating(title, source.side)?.rating ?? 0) >= source.at_least;
  }
}

const isInLedger: Readonly<Record<LedgerState, (title: KnownTitle) => boolean>> = {
  /** As much as there is of it; where that is not known, any of it is called unfinished. */
  watched: ({ progress: { watched, total } }) => total !== null && total > 0 && watched >= total,
  unfinished: ({ progress: { watched, total } }) =>
    watched > 0 && (total === null || watched < total),
  parked: ({ progress }) => progress.parked > 0,
};
