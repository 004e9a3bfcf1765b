import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { traktAuthAt } from '../../support/oauth-world.js';
import { json, startRawServer, type RawServer } from '../../support/raw-server.js';
import { access, bangumiAt, traktAt } from '../../support/upstream-clients.js';

interface KnownEndpoints {
  readonly trakt: readonly string[];
  readonly bangumi: readonly string[];
  /** Endpoints the documents leave out, and why. */
  readonly gaps: Readonly<Record<string, string>>;
}

const file = new URL('../../support/data/known-endpoints.json', import.meta.url);

let known: KnownEndpoints;
let server: RawServer;

beforeAll(async () => {
  known = JSON.parse(await readFile(file, 'utf8')) as KnownEndpoints;
  server = await startRawServer(() => json(null, {}, 400));
});

afterAll(async () => {
  await server.close();
});

/** Makes every call once; what comes back does not matter, only where it went. */
const endpointsOf = async (
  calls: (meter: {
    count: (service: string, endpoint: string) => void;
  }) => readonly Promise<unknown>[],
) => {
  const endpoints = new Set<string>();
  await Promise.allSettled(calls({ count: (_service, endpoint) => endpoints.add(endpoint) }));
  return [...endpoints].sort();
};

describe('the endpoints the clients call', () => {
  it('are those of Trakt, known gaps of its document apart', async () => {
    const trakt = traktAt(server.url);
    const query = { page: 1, limit: 10 };
    const called = await endpointsOf((meter) => [
      trakt.readLastActivities(access, { meter }),
      trakt.readHistoryPage(access, query, { meter }),
      trakt.readHistoryPage(access, { ...query, type: 'movies' }, { meter }),
      trakt.readHistoryPage(access, { ...query, type: 'movies', itemId: 1 }, { meter }),
      trakt.readWatchedSnapshot(access, 'movies', { meter }),
      trakt.readSeasons(access, 1, { meter }),
      trakt.readShow(access, 1, { meter }),
      trakt.readMovie(access, 1, { meter }),
      trakt.readEpisode(access, { showId: 1, season: 1, number: 1 }, { meter }),
      trakt.readAliases(access, { media: 'show', traktId: 1 }, { meter }),
      trakt.readAliases(access, { media: 'movie', traktId: 1 }, { meter }),
      trakt.readTranslations(access, { media: 'show', traktId: 1 }, { meter }),
      trakt.readTranslations(access, { media: 'movie', traktId: 1 }, { meter }),
      trakt.findById(access, { idType: 'tvdb', id: '1', type: 'show' }, { meter }),
      trakt.readSettings(access, { meter }),
      trakt.readRatingsPage(access, query, { meter }),
      trakt.readCollectionPage(access, { ...query, type: 'shows' }, { meter }),
      trakt.readWatchlistPage(access, query, { meter }),
      trakt.readLists(access, { meter }),
      trakt.readList(access, 1, { meter }),
      trakt.createList(access, { name: 'x' }, { meter }),
      trakt.updateList(access, { listId: 1, name: 'x' }, { meter }),
      trakt.deleteList(access, 1, { meter }),
      trakt.readListItems(access, 1, { meter }),
      trakt.addListItems(access, { listId: 1, items: [] }, { meter }),
      trakt.removeListItems(access, { listId: 1, items: [] }, { meter }),
      trakt.reorderListItems(access, { listId: 1, itemIds: [] }, { meter }),
      trakt.readListLimits(access, { meter }),
    ]);
    expect(called).toHaveLength(27);
    expect(called.filter((endpoint) => !known.trakt.includes(endpoint))).toEqual(
      Object.keys(known.gaps),
    );
  });

  it("are those of Trakt's OAuth server", async () => {
    const auth = traktAuthAt(server.url);
    const redirectUri = 'https://watchflow.example/callback';
    const called = await endpointsOf((meter) => [
      auth.exchangeCode({ code: 'c', redirectUri }, { meter }),
      auth.refresh({ refreshToken: 'r', redirectUri }, { meter }),
      auth.revoke({ accessToken: 'a' }, { meter }),
      auth.requestDeviceCode({ meter }),
      auth.pollDeviceToken({ deviceCode: 'd' }, { meter }),
    ]);
    expect(called).toHaveLength(4);
    expect(called.filter((endpoint) => !known.trakt.includes(endpoint))).toEqual([]);
  });

  it('are those of Bangumi', async () => {
    const bangumi = bangumiAt(server.url);
    const called = await endpointsOf((meter) => [
      bangumi.readMe(access, { meter }),
      bangumi.readSubject(access, 1, { meter }),
      bangumi.readRelations(access, 1, { meter }),
      bangumi.readEpisodes(access, 1, { meter }),
      bangumi.readCollections(access, 'sai', { meter }),
      bangumi.readCollectionsPage(
        access,
        { username: 'sai', subjectType: 2, offset: 0 },
        { meter },
      ),
      bangumi.readCollection(access, { username: 'sai', subjectId: 1 }, { meter }),
      bangumi.readEpisodeStates(access, 1, { meter }),
      bangumi.collectSubject(access, { subjectId: 1, type: 3 }, { meter }),
      bangumi.markEpisodes(access, { subjectId: 1, episodeIds: [1], type: 2 }, { meter }),
      bangumi.markEpisode(access, { episodeId: 1, type: 2 }, { meter }),
      bangumi.searchSubjects(access, { keyword: 'x', types: [2] }, { meter }),
    ]);
    expect(called).toHaveLength(11);
    expect(called.filter((endpoint) => !known.bangumi.includes(endpoint))).toEqual([]);
  });
});
