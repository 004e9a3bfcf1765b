import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTraktSimulator, type TraktSimulator } from '../../../src/simulators/index.js';
import {
  largestListWrite,
  type ListItemName,
  type OpenTraktClient,
} from '../../../src/upstream/trakt/index.js';
import { freeToken, listsWorld } from '../../support/lists-world.js';
import { access, traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';

const freeAccess = { accessToken: freeToken, limitKey: 'user-2' };
const film = (trakt: number): ListItemName => ({ type: 'movie', ids: { trakt } });
const episodes = (season: number, from: number, count: number): ListItemName[] =>
  Array.from({ length: count }, (_, step) => ({
    type: 'episode',
    ids: { trakt: 4_000_000 + season * 10_000 + from + step },
  }));
const none = { movie: 0, show: 0, season: 0, episode: 0 };
const listPath = '/users/{id}/lists';
const itemsPath = '/users/{id}/lists/{list_id}/items';

let simulator: TraktSimulator;
let trakt: OpenTraktClient;
let ahead = 0;

beforeEach(async () => {
  ahead = 0;
  const clock = { now: () => new Date(Date.now() + ahead) };
  simulator = await startTraktSimulator({ scenario: listsWorld, limits: 'off', clock });
  trakt = traktAt(simulator.url);
});

afterEach(async () => {
  trakt.destroy();
  await simulator.stop();
});

const stateOf = (id: number) => simulator.lists.finalState().find((list) => list.id === id);

describe("a person's lists", () => {
  it('are read with ids, name, description, privacy, order, count and time', async () => {
    expect(await trakt.readLists(access)).toEqual([
      {
        ids: { trakt: 50, slug: 'mixed' },
        name: 'Mixed',
        description: 'Of everything',
        privacy: 'public',
        shareLink: 'https://trakt.example/lists/50',
        displayNumbers: true,
        allowComments: true,
        sortBy: 'rank',
        sortHow: 'asc',
        itemCount: 4,
        updatedAt: '2026-02-01T00:00:00.000Z',
      },
      expect.objectContaining({ ids: { trakt: 51, slug: 'every-episode' }, itemCount: 5_000 }),
    ]);
    expect(await trakt.readList(access, 51)).toMatchObject({ name: 'Every episode' });
  });

  it('are read to the last page', async () => {
    simulator.faults.add({ fault: { kind: 'clamp-page', limit: 2 } });
    expect((await trakt.readLists(freeAccess)).map(({ ids }) => ids.trakt)).toEqual([
      60, 61, 62, 63, 64,
    ]);
    expect(simulator.counts()).toEqual({ [`GET ${listPath}`]: 3 });
  });

  it('are created private with comments unless told otherwise', async () => {
    const plain = await trakt.createList(access, { name: 'Winter' });
    expect(plain).toMatchObject({ name: 'Winter', privacy: 'private', allowComments: true });
    const ours = await trakt.createList(access, {
      name: 'Winter',
      description: 'Created and managed by watchflow · wf:abcdefgh',
      displayNumbers: true,
      allowComments: false,
    });
    expect(ours.ids).toEqual({ trakt: plain.ids.trakt + 1, slug: 'winter-2' });
    expect(stateOf(ours.ids.trakt)).toMatchObject({
      description: 'Created and managed by watchflow · wf:abcdefgh',
      displayNumbers: true,
      allowComments: false,
      items: [],
    });
  });

  it('are updated in what is given, keep the rest, and their number and slug', async () => {
    const changed = await trakt.updateList(access, { listId: 50, name: 'Best', privacy: 'link' });
    expect(changed).toMatchObject({
      ids: { trakt: 50, slug: 'mixed' },
      name: 'Best',
      description: 'Of everything',
      privacy: 'link',
      displayNumbers: true,
    });
    expect(Date.parse(changed.updatedAt)).toBeGreaterThan(Date.parse('2026-02-01'));
  });

  it('are deleted once and gone after that', async () => {
    expect(await trakt.deleteList(access, 50)).toBe('deleted');
    expect(await trakt.deleteList(access, 50)).toBe('gone');
    expect(stateOf(50)).toBeUndefined();
  });

  it('that are gone are told apart from every other failure', async () => {
    const to = { listId: 404, items: [film(1)] };
    for (const call of [
      () => trakt.readList(access, 404),
      () => trakt.readListItems(access, 404),
      () => trakt.updateList(access, { listId: 404, name: 'x' }),
      () => trakt.addListItems(access, to),
      () => trakt.removeListItems(access, to),
      () => trakt.reorderListItems(access, { listId: 404, itemIds: [1] }),
    ]) {
      const error = await upstreamErrorOf(call());
      expect(error.facts).toMatchObject({ kind: 'not-found', status: 404, unclear: false });
    }
  });
});

describe('the items of a list', () => {
  it('are read with row id, rank, time, type and ids', async () => {
    const { items, skipped } = await trakt.readListItems(access, 50);
    expect(skipped).toBe(0);
    const listedAt = '2026-02-01T00:00:00.000Z';
    expect(items).toMatchObject([
      { id: 901, rank: 1, listedAt, type: 'movie', traktId: 1, movie: { ids: { tmdb: 101 } } },
      { id: 902, rank: 2, listedAt, type: 'show', traktId: 4, show: { ids: { tvdb: 400 } } },
      { id: 903, rank: 3, type: 'season', traktId: 402, season: { number: 2 }, show: {} },
      { id: 904, rank: 4, type: 'episode', traktId: 4_010_003, episode: { number: 3 }, show: {} },
    ]);
  });

  it('are read to the last of 5,000 in 20 requests', async () => {
    const { items } = await trakt.readListItems(access, 51);
    expect(new Set(items.map(({ traktId }) => traktId)).size).toBe(5_000);
    expect(items.map(({ rank }) => rank)).toEqual(items.map((_, index) => index + 1));
    expect(simulator.counts()).toEqual({ [`GET ${itemsPath}`]: 20 });
  });

  it('are read to the last where Trakt gives smaller pages than asked for', async () => {
    simulator.faults.add({ fault: { kind: 'clamp-page', limit: 100 } });
    expect((await trakt.readListItems(access, 51)).items).toHaveLength(5_000);
    expect(simulator.counts()).toEqual({ [`GET ${itemsPath}`]: 50 });
  });

  it('are added in one write, counted as added and existing, and named where Trakt has none', async () => {
    const answer = await trakt.addListItems(access, {
      listId: 50,
      items: [
        film(1),
        film(2),
        { type: 'movie', ids: { tmdb: 103 } },
        { type: 'movie', ids: { imdb: 'tt9999999' } },
        { type: 'show', ids: { tvdb: 400 } },
        { type: 'season', ids: { trakt: 401 } },
        { type: 'season', ids: { trakt: 999 } },
        ...episodes(2, 1, 2),
      ],
    });
    expect(answer).toEqual({
      added: { movie: 2, show: 0, season: 1, episode: 2 },
      existing: { ...none, movie: 1, show: 1 },
      notFound: [
        { type: 'movie', ids: { imdb: 'tt9999999' } },
        { type: 'season', ids: { trakt: 999 } },
      ],
      list: { itemCount: 9, updatedAt: stateOf(50)?.updatedAt },
    });
    expect(stateOf(50)?.items.slice(4)).toEqual([
      'movie/2',
      'movie/3',
      'season/401',
      'episode/4020001',
      'episode/4020002',
    ]);
    expect(simulator.counts()).toEqual({ [`POST ${itemsPath}`]: 1 });
  });

  it('are removed by what they are, whatever the others', async () => {
    const answer = await trakt.removeListItems(access, {
      listId: 50,
      items: [{ type: 'show', ids: { trakt: 4 } }, film(1), film(2), film(77)],
    });
    expect(answer).toEqual({
      removed: { ...none, movie: 1, show: 1 },
      notFound: [film(77)],
      list: { itemCount: 2, updatedAt: stateOf(50)?.updatedAt },
    });
    expect(stateOf(50)?.items).toEqual(['season/402', 'episode/4010003']);
  });

  it('are put in order by the ids of their rows, unknown ones skipped', async () => {
    const order = { listId: 50, itemIds: [904, 902, 77] };
    expect(await trakt.reorderListItems(access, order)).toEqual({ updated: 2, skippedIds: [77] });
    const { items } = await trakt.readListItems(access, 50);
    expect(items.map(({ id, rank }) => [id, rank])).toEqual([
      [904, 1],
      [902, 2],
      [901, 3],
      [903, 4],
    ]);
  });

  it('go out as many as a page holds, and not one more', async () => {
    const { ids } = await trakt.createList(access, { name: 'Many' });
    const items = episodes(2, 1, largestListWrite);
    const answer = await trakt.addListItems(access, { listId: ids.trakt, items });
    expect(answer.added.episode).toBe(largestListWrite);
    const tooMany = { listId: ids.trakt, items: [...items, film(1)] };
    await expect(trakt.addListItems(access, tooMany)).rejects.toThrow('251 list items');
  });
});

describe('reads that lag behind writes', () => {
  beforeEach(() => {
    simulator.lists.setLag(5_000);
  });

  it('do not show a new list for a while, though it can be written to', async () => {
    const { ids } = await trakt.createList(access, { name: 'New' });
    expect((await upstreamErrorOf(trakt.readList(access, ids.trakt))).kind).toBe('not-found');
    expect(await trakt.readLists(access)).toHaveLength(2);
    const added = await trakt.addListItems(access, { listId: ids.trakt, items: [film(1)] });
    expect(added.list).toMatchObject({ itemCount: 1 });
    ahead += 5_000;
    expect(await trakt.readList(access, ids.trakt)).toMatchObject({ name: 'New', itemCount: 1 });
  });

  it('do not show what was added or removed, which the write itself told', async () => {
    const added = await trakt.addListItems(access, { listId: 50, items: [film(2)] });
    expect(added.list?.itemCount).toBe(5);
    expect((await trakt.readListItems(access, 50)).items).toHaveLength(4);
    ahead += 3_000;
    await trakt.removeListItems(access, { listId: 50, items: [film(1)] });
    ahead += 3_000;
    const between = await trakt.readListItems(access, 50);
    expect(between.items.map(({ id }) => id)).toEqual([901, 902, 903, 904, 6_001]);
    ahead += 3_000;
    expect((await trakt.readListItems(access, 50)).items).toHaveLength(4);
  });

  it('still show a deleted list', async () => {
    expect(await trakt.deleteList(access, 50)).toBe('deleted');
    expect((await trakt.readList(access, 50)).ids.trakt).toBe(50);
    expect(await trakt.deleteList(access, 50)).toBe('gone');
  });
});
