import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { loadListShapes, type ListShape } from '../../support/list-shapes.js';
import {
  inOrder,
  json,
  startRawServer,
  type RawServer,
  type Reply,
} from '../../support/raw-server.js';
import { shapeFaults } from '../../support/shape-faults.js';
import { onePage, episode, show } from '../../support/trakt-answers.js';
import { access, traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';

const list = {
  name: 'Winter :snowflake:',
  item_count: 3,
  updated_at: '2026-02-01T00:00:00.000Z',
  ids: { trakt: 55, slug: 'winter' },
};
const row = (id: number, rank: number) => ({
  id,
  rank,
  listed_at: '2026-02-01T00:00:00.000Z',
  type: 'episode',
  episode: { ...episode, ids: { trakt: id } },
  show,
});

let server: RawServer | undefined;
let shapeOf: (endpoint: string) => ListShape;

beforeAll(async () => {
  shapeOf = await loadListShapes();
});

afterEach(async () => {
  await server?.close();
});

const traktSaying = async (...replies: readonly Reply[]) => {
  server = await startRawServer(inOrder(...replies));
  return traktAt(server.url);
};

describe('answers about lists', () => {
  it('do with little more than id, name, count and time', async () => {
    const trakt = await traktSaying(json({ ...list, description: '', user: undefined }));
    expect(await trakt.readList(access, 55)).toMatchObject({
      name: 'Winter :snowflake:',
      description: null,
      privacy: 'private',
      shareLink: null,
      displayNumbers: false,
      allowComments: true,
      sortBy: 'rank',
      sortHow: 'asc',
    });
  });

  it('to an update may be the list, or lists with it among them', async () => {
    const other = { ...list, ids: { trakt: 56, slug: 'other' } };
    const trakt = await traktSaying(json(list), json([other, list]), json([other]));
    const update = () => trakt.updateList(access, { listId: 55, name: 'Winter' });
    expect((await update()).ids.trakt).toBe(55);
    expect((await update()).ids.trakt).toBe(55);
    expect((await upstreamErrorOf(update())).facts).toMatchObject({
      kind: 'malformed',
      unclear: true,
    });
  });

  it('without limits leave them unknown', async () => {
    const user = { username: 'Sean', ids: { slug: 'sean' } };
    const trakt = await traktSaying(json({ user }));
    const unknown = { vip: false, lists: null, itemsPerList: null };
    expect(await trakt.readListLimits(access)).toEqual(unknown);
  });

  it('come in order of rank, without people and types to come, which are counted', async () => {
    const person = { id: 9, rank: 3, listed_at: list.updated_at, type: 'person', person: {} };
    const trakt = await traktSaying(json([row(2, 2), person, row(1, 1)], onePage(3)));
    const { items, skipped } = await trakt.readListItems(access, 55);
    expect(items.map(({ id, traktId }) => [id, traktId])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(skipped).toBe(1);
  });

  it('are read once more when rows moved between pages', async () => {
    const page = (number: number) => ({ ...onePage(3, 2), 'x-pagination-page': String(number) });
    const trakt = await traktSaying(
      json([row(1, 1), row(2, 2)], page(1)),
      json([row(2, 3)], page(2)),
      json([row(4, 1), row(1, 2)], page(1)),
      json([row(2, 3)], page(2)),
    );
    const { items } = await trakt.readListItems(access, 55);
    expect(items.map(({ id }) => id)).toEqual([4, 1, 2]);
  });

  it('that stay short of what they promise are refused', async () => {
    const short = json([row(1, 1), row(2, 2)], onePage(3));
    const trakt = await traktSaying(short, short);
    const error = await upstreamErrorOf(trakt.readListItems(access, 55));
    expect(error.kind).toBe('malformed');
    expect(error.message).toContain('2 rows where 3 were promised');
  });

  it('to an addition may leave out counts, names and the list', async () => {
    const trakt = await traktSaying(json({ added: { movies: 1 }, existing: {} }, {}, 201));
    const items = [{ type: 'movie', ids: { trakt: 1 } }] as const;
    expect(await trakt.addListItems(access, { listId: 55, items })).toEqual({
      added: { movie: 1, show: 0, season: 0, episode: 0 },
      existing: { movie: 0, show: 0, season: 0, episode: 0 },
      notFound: [],
      list: null,
    });
  });
});

describe('what is asked about lists', () => {
  it("is worded as Trakt's document says", async () => {
    const counts = { movies: 0, shows: 0, seasons: 0, episodes: 0 };
    const trakt = await traktSaying(
      json(list, {}, 201),
      json(list),
      json({ added: counts, existing: counts, not_found: {} }, {}, 201),
      json({ deleted: counts, not_found: {} }),
      json({ updated: 1, skipped_ids: [] }),
    );
    const fields = {
      name: 'Winter',
      description: 'x',
      privacy: 'friends',
      displayNumbers: true,
      allowComments: false,
      sortBy: 'rank',
      sortHow: 'asc',
    } as const;
    const items = [
      { type: 'movie', ids: { imdb: 'tt1' } },
      { type: 'show', ids: { tvdb: 3 } },
      { type: 'season', ids: { trakt: 4 } },
      { type: 'episode', ids: { trakt: 5 } },
    ] as const;
    await trakt.createList(access, fields);
    await trakt.updateList(access, { listId: 55, description: 'y' });
    await trakt.addListItems(access, { listId: 55, items });
    await trakt.removeListItems(access, { listId: 55, items });
    await trakt.reorderListItems(access, { listId: 55, itemIds: [1, 2] });
    const endpoints = [
      'POST /users/{id}/lists',
      'PUT /users/{id}/lists/{list_id}/',
      'POST /users/{id}/lists/{list_id}/items',
      'POST /users/{id}/lists/{list_id}/items/remove',
      'POST /users/{id}/lists/{list_id}/items/reorder',
    ];
    const bodies = server?.seen.map(({ body }): unknown => JSON.parse(body)) ?? [];
    expect(bodies).toHaveLength(endpoints.length);
    const faults = endpoints.map((endpoint, index) =>
      shapeFaults(shapeOf(endpoint).body ?? 'null', bodies[index]),
    );
    expect(faults).toEqual(endpoints.map(() => []));
    expect(bodies[1]).toEqual({ description: 'y' });
  });
});
