import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { TraktClient } from '../../../upstream/trakt/index.js';
import type { Connections } from '../../connections/index.js';
import type { History } from '../../history/index.js';
import type { IdMaps } from '../../matching/index.js';
import { createCollectionReads } from '../collection/collection-reads.js';
import { readCollection } from '../collection/read-collection.js';
import { createPlaceStore } from '../places/place-store.js';
import { placeSubjects } from '../places/place-subjects.js';
import { createSeasonStore } from '../places/season-store.js';
import type { ListFactsReader } from './list-facts-source.js';
import { readKnownTitles } from './read-known-titles.js';

export interface ListFactsDeps {
  readonly db: Database;
  readonly connections: Pick<Connections, 'accessOf'>;
  readonly trakt: Pick<TraktClient, 'findById' | 'readSeasons'>;
  readonly bangumi: Pick<BangumiClient, 'readCollectionsPage'>;
  readonly idMaps: Pick<IdMaps, 'current'>;
  readonly history: Pick<History, 'readLibrary'>;
  readonly clock: Clock;
}

export function createListFacts(deps: ListFactsDeps): ListFactsReader {
  const { clock, history } = deps;
  const parts = {
    ...deps,
    collectionReads: createCollectionReads(deps),
    places: createPlaceStore(deps),
    seasons: createSeasonStore(deps),
  };
  const freshness: ListFactsReader['freshness'] = async (userId) => ({
    collectionReadAt: (await parts.collectionReads.find(userId))?.completedAt ?? null,
    waiting: await parts.places.countWaiting(userId, clock.now()),
  });
  return {
    readCollection: (request, options) => readCollection(parts, request, options),
    async readLibrary(request, options) {
      const { walked: complete } = await history.readLibrary(request, options);
      return { complete };
    },
    placeSubjects: (request, options) => placeSubjects(parts, request, options),
    knownTitles: async (userId) => ({
      ...(await readKnownTitles(parts, userId)),
      ...(await freshness(userId)),
    }),
    freshness,
  };
}
