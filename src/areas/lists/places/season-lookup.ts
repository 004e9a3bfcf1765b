import type { Clock } from '../../../platform/lib/clock.js';
import { orNull, type Access, type CallOptions } from '../../../upstream/http/index.js';
import type { TraktClient } from '../../../upstream/trakt/index.js';
import { toSeasonOnTrakt, type SeasonOnTrakt } from './season-on-trakt.js';
import type { SeasonStore } from './season-store.js';

export interface SeasonLookupDeps {
  readonly seasons: SeasonStore;
  readonly trakt: Pick<TraktClient, 'readSeasons'>;
  readonly clock: Clock;
}

export interface Asking {
  /** At Trakt, fetched only when something has to be asked. */
  readonly access: () => Promise<Access>;
  readonly options: CallOptions;
}

/** Seasons of shows; each show is asked for once at most, and kept. */
export interface SeasonLookup {
  /** Kept ones where there are. */
  of(showId: number): Promise<readonly SeasonOnTrakt[]>;
  /** As Trakt has them now. */
  ask(showId: number): Promise<readonly SeasonOnTrakt[]>;
}

export function createSeasonLookup(
  { seasons, trakt, clock }: SeasonLookupDeps,
  { access, options }: Asking,
): SeasonLookup {
  const asked = new Map<number, Promise<readonly SeasonOnTrakt[]>>();
  const askTrakt = async (showId: number): Promise<readonly SeasonOnTrakt[]> => {
    const read = await orNull(trakt.readSeasons(await access(), showId, options));
    const found = (read ?? []).map(toSeasonOnTrakt);
    await seasons.put(showId, found, clock.now());
    return found;
  };
  const ask = (showId: number): Promise<readonly SeasonOnTrakt[]> => {
    const known = asked.get(showId) ?? askTrakt(showId);
    asked.set(showId, known);
    return known;
  };
  return {
    ask,
    of: async (showId) => (await seasons.load([showId])).get(showId) ?? ask(showId),
  };
}
