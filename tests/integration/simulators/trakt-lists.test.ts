import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  startTraktSimulator,
  type TraktSimulator,
  type TraktSimulatorOptions,
} from '../../../src/simulators/index.js';
import { freeToken, listsWorld } from '../../support/lists-world.js';
import { loadListShapes, type ListShape } from '../../support/list-shapes.js';
import { shapeFaults } from '../../support/shape-faults.js';
import { planted } from '../../support/upstream-clients.js';

interface Sent {
  readonly method?: string;
  readonly body?: unknown;
  /** `''`: none. */
  readonly token?: string;
}

const named = z.array(z.looseObject({ name: z.string() }));
const rows = z.array(z.looseObject({ id: z.number(), rank: z.number() }));

let trakt: TraktSimulator;
let ahead = 0;

const start = async (options: Partial<TraktSimulatorOptions> = {}): Promise<void> => {
  const clock = { now: () => new Date(Date.now() + ahead) };
  trakt = await startTraktSimulator({ scenario: listsWorld, limits: 'off', clock, ...options });
};
const restart = async (options: Partial<TraktSimulatorOptions>): Promise<void> => {
  await trakt.stop();
  await start(options);
};
const send = (path: string, { method = 'GET', body, token = planted.token }: Sent = {}) =>
  fetch(trakt.url + path, {
    method,
    headers: {
      'user-agent': 'tests/1.0',
      'content-type': 'application/json',
      'trakt-api-version': '2',
      'trakt-api-key': planted.clientId,
      ...(token !== '' && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
const post = (path: string, body: unknown, token = planted.token) =>
  send(path, { method: 'POST', body, token });
const read = async (path: string): Promise<unknown> => (await send(path)).json();
const rowIds = async (path: string): Promise<number[]> =>
  rows.parse(await read(path)).map(({ id }) => id);
const statusOf = async (path: string, sent: Sent = {}): Promise<number> =>
  (await send(path, sent)).status;
const stateOf = (id: number, username?: string) =>
  trakt.lists.finalState(username).find((list) => list.id === id);

beforeEach(async () => {
  ahead = 0;
  await start();
});
afterEach(() => trakt.stop());

describe("lists in Trakt's simulator", () => {
  let shapeOf: (endpoint: string) => ListShape;
  /** What the document leaves out or has otherwise (Trakt API notes, lists). */
  const deviations = ['people: not named'];

  beforeAll(async () => {
    shapeOf = await loadListShapes();
  });

  const film = { movies: [{ ids: { trakt: 2 } }, { ids: { imdb: 'tt99' } }] };
  it.each<readonly [string, string, unknown]>([
    ['GET /users/{id}/lists', '/users/me/lists', undefined],
    ['POST /users/{id}/lists', '/users/me/lists', { name: 'Winter' }],
    ['GET /users/{id}/lists/{list_id}/', '/users/me/lists/mixed/', undefined],
    [
      'GET /users/{id}/lists/{list_id}/items/movie,show,season,episode',
      '/users/sean/lists/50/items/movie,show,season,episode',
      undefined,
    ],
    ['POST /users/{id}/lists/{list_id}/items', '/users/me/lists/50/items', film],
    ['POST /users/{id}/lists/{list_id}/items/remove', '/users/me/lists/50/items/remove', film],
    [
      'POST /users/{id}/lists/{list_id}/items/reorder',
      '/users/me/lists/50/items/reorder',
      { rank: [902, 901, 7] },
    ],
  ])('are answered as the document says: %s', async (endpoint, path, body) => {
    const { status, answer } = shapeOf(endpoint);
    const [method = ''] = endpoint.split(' ');
    const answered = await send(path, { method, body });
    expect(answered.status).toBe(status);
    const faults = shapeFaults(answer, await answered.json());
    expect(faults.filter((fault) => !deviations.some((known) => fault.endsWith(known)))).toEqual(
      [],
    );
  });

  it('answer an update with the one list, though the document says with lists', async () => {
    const { answer } = shapeOf('PUT /users/{id}/lists/{list_id}/');
    const updated = await send('/users/me/lists/50', { method: 'PUT', body: { name: 'x' } });
    expect(shapeFaults(answer, [await updated.json()])).toEqual([]);
  });

  it('are private to their owner unless public', async () => {
    const byKim = { token: freeToken };
    expect(named.parse(await (await send('/users/sean/lists', byKim)).json())).toMatchObject([
      { name: 'Mixed' },
    ]);
    expect(await statusOf('/users/sean/lists/50/items', { token: '' })).toBe(200);
    expect(await statusOf('/users/sean/lists/51', byKim)).toBe(403);
    expect(await statusOf('/users/sean/lists/51/items', { token: '' })).toBe(403);
    expect(await statusOf('/users/me/lists', { token: '' })).toBe(401);
    expect(await statusOf('/users/nobody/lists')).toBe(404);
    expect(await statusOf('/users/sean/lists/50', { ...byKim, method: 'DELETE' })).toBe(403);
    expect(await statusOf('/users/sean/lists/50', { method: 'DELETE' })).toBe(204);
  });

  it('get a slug of their own that a renaming keeps', async () => {
    const create = async (name: string): Promise<unknown> =>
      (await post('/users/me/lists', { name })).json();
    expect(await create('Mixed!')).toMatchObject({ ids: { slug: 'mixed-2' } });
    expect(await create('冬アニメ')).toMatchObject({ ids: { trakt: 66, slug: 'list-66' } });
    const body = { name: 'Other' };
    const renamed = await send('/users/me/lists/mixed-2', { method: 'PUT', body });
    expect(await renamed.json()).toMatchObject({ name: 'Other', ids: { slug: 'mixed-2' } });
  });

  it('refuse what is no JSON with 400, and wrong or unknown fields with 422', async () => {
    expect((await post('/users/me/lists', '{')).status).toBe(400);
    expect((await post('/users/me/lists', { description: 'nameless' })).status).toBe(422);
    expect((await post('/users/me/lists', { name: 'x', privacy: 'secret' })).status).toBe(422);
    expect((await post('/users/me/lists', { name: 'x', displayNumbers: true })).status).toBe(422);
    expect((await post('/users/me/lists/50/items', { movies: [{ trakt: 1 }] })).status).toBe(422);
    expect(trakt.lists.finalState()).toHaveLength(2);
  });

  it('give emojis back as short codes', async () => {
    const answer = await post('/users/me/lists', { name: 'Best ⭐' });
    expect(await answer.json()).toMatchObject({ name: 'Best :star:' });
  });

  it('move their own time and that of last_activities with every change', async () => {
    const at = z.looseObject({ lists: z.looseObject({ updated_at: z.string() }) });
    const times = { activities: [] as string[], list: [] as string[] };
    const note = async (): Promise<void> => {
      times.activities.push(at.parse(await read('/sync/last_activities')).lists.updated_at);
      times.list.push(String(stateOf(50)?.updatedAt));
    };
    await note();
    await post('/users/me/lists/50/items', { movies: [{ ids: { trakt: 2 } }] });
    await note();
    await post('/users/me/lists/50/items/remove', { movies: [{ ids: { trakt: 2 } }] });
    await note();
    await post('/users/me/lists/50/items/reorder', { rank: [904] });
    await note();
    await send('/users/me/lists/50', { method: 'PUT', body: { name: 'x' } });
    await note();
    await post('/users/me/lists/50/items', { movies: [{ ids: { trakt: 1 } }] });
    await note();
    for (const moves of Object.values(times)) {
      expect(new Set(moves).size).toBe(5);
      expect(moves).toEqual([...moves].sort());
      expect(moves[5]).toBe(moves[4]);
    }
  });
});

describe('list items of the simulator', () => {
  it('come by type, by rank whatever the order asked for, 100 a page unless told otherwise', async () => {
    const items = '/users/me/lists/50/items';
    expect(await rowIds(`${items}/show,movie`)).toEqual([901, 902]);
    expect(await rowIds(`${items}/all`).catch(() => 'refused')).toBe('refused');
    expect(await rowIds(`${items}/movie,show,season,episode/title/desc`)).toEqual([
      901, 902, 903, 904,
    ]);
    const first = await send('/users/me/lists/51/items');
    expect(await first.json()).toHaveLength(100);
    expect(first.headers.get('x-pagination-item-count')).toBe('5000');
    expect(first.headers.get('x-applied-sort-by')).toBe('rank');
  });

  it('of a show that names seasons are those and not the show', async () => {
    const seasons = [{ number: 1, episodes: [{ number: 7 }, { number: 8 }] }, { number: 2 }];
    const { ids } = z
      .looseObject({ ids: z.object({ trakt: z.number(), slug: z.string() }) })
      .parse(await (await post('/users/me/lists', { name: 'Parts' })).json());
    const path = `/users/me/lists/${ids.trakt}/items`;
    const added = await post(path, { shows: [{ ids: { trakt: 4 }, seasons }] });
    expect(await added.json()).toMatchObject({ added: { shows: 0, seasons: 1, episodes: 2 } });
    expect(stateOf(ids.trakt)?.items).toEqual(['episode/4010007', 'episode/4010008', 'season/402']);
  });

  it('named twice in one request are added once', async () => {
    const twice = { movies: [{ ids: { trakt: 2 } }, { ids: { slug: 'film-2' } }] };
    const added = await post('/users/me/lists/50/items', twice);
    expect(await added.json()).toMatchObject({ added: { movies: 1 }, existing: { movies: 1 } });
  });

  it('over a limit are refused with 420 and what it is; what is there stays readable', async () => {
    const three = { movies: [1, 2, 3].map((trakt) => ({ ids: { trakt } })) };
    const path = '/users/me/lists/60/items';
    expect((await post(path, three, freeToken)).status).toBe(201);
    const refused = await post(path, { shows: [{ ids: { trakt: 4 } }] }, freeToken);
    expect(refused.status).toBe(420);
    expect(await refused.text()).toBe('');
    expect(refused.headers.get('x-account-limit')).toBe('3');
    expect(refused.headers.get('x-vip-user')).toBe('false');
    expect((await post(path, three, freeToken)).status).toBe(201);
    expect(await (await send(path, { token: freeToken })).json()).toHaveLength(3);
  });

  it('fill a list up before the 420 where the simulator is told so', async () => {
    await restart({ lists: { fillsUp: true } });
    const four = {
      movies: [1, 2, 3].map((trakt) => ({ ids: { trakt } })),
      shows: [{ ids: { trakt: 4 } }],
    };
    expect((await post('/users/me/lists/60/items', four, freeToken)).status).toBe(420);
    expect(stateOf(60, 'kim')?.items).toEqual(['movie/1', 'movie/2', 'movie/3']);
  });

  it('keep their order where reordering is only confirmed', async () => {
    await restart({ lists: { ignoresOrder: true } });
    const answer = await post('/users/me/lists/50/reorder', { rank: [904, 903] });
    expect(await answer.json()).toMatchObject({ updated: 2, skipped_ids: [] });
    expect(await rowIds('/users/me/lists/50/items')).toEqual([901, 902, 903, 904]);
  });

  it('may have notes for VIPs only', async () => {
    const noted = { movies: [{ ids: { trakt: 2 }, notes: 'seen twice' }] };
    const refused = await post('/users/me/lists/60/items', noted, freeToken);
    expect(refused.status).toBe(426);
    expect(refused.headers.get('x-upgrade-url')).toMatch(/^https:/);
    await post('/users/me/lists/50/items', noted);
    expect(await read('/users/me/lists/50/items?page=5&limit=1')).toMatchObject([
      { notes: 'seen twice', movie: { ids: { trakt: 2 } } },
    ]);
  });
});

describe('a person on the site', () => {
  it('creates, renames, fills, empties, orders and deletes lists under the client', async () => {
    const made = trakt.lists.create({ name: 'By hand' });
    trakt.lists.addItem(made, { movie: 3 });
    expect(await rowIds(`/users/me/lists/${made}/items`)).toHaveLength(1);
    trakt.lists.change(50, { name: 'Renamed', privacy: 'private' });
    trakt.lists.addItem(50, { movie: 2 });
    trakt.lists.addItem(50, { movie: 2 });
    trakt.lists.removeItem(50, { show: 4 });
    trakt.lists.reorder(50, [904]);
    trakt.lists.remove(51);
    expect(named.parse(await read('/users/me/lists')).map(({ name }) => name)).toEqual([
      'Renamed',
      'By hand',
    ]);
    expect(stateOf(50)).toMatchObject({
      slug: 'mixed',
      privacy: 'private',
      items: ['episode/4010003', 'movie/1', 'season/402', 'movie/2'],
    });
    expect(await rowIds('/users/me/lists/50/items')).toEqual(stateOf(50)?.itemIds);
  });

  it('acts on the lists of whom is named', () => {
    trakt.lists.remove(60, { username: 'kim' });
    expect(trakt.lists.finalState('kim').map(({ id }) => id)).toEqual([61, 62, 63, 64]);
    expect(() => {
      trakt.lists.remove(61);
    }).toThrow();
  });

  it('is read late by clients, too, until the lag is over', async () => {
    trakt.lists.setLag(2_000);
    trakt.lists.change(50, { name: 'Renamed' });
    ahead += 1_000;
    trakt.lists.remove(51);
    const names = async () => named.parse(await read('/users/me/lists')).map(({ name }) => name);
    expect(await names()).toEqual(['Mixed', 'Every episode']);
    ahead += 1_000;
    expect(await names()).toEqual(['Renamed', 'Every episode']);
    ahead += 1_000;
    expect(await names()).toEqual(['Renamed']);
    expect(await statusOf('/users/me/lists/51')).toBe(404);
  });
});
