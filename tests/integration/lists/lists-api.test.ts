import { beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { z } from 'zod';
import { problemSchema } from '../../../src/api/contract/problem.js';
import { itemPageSchema } from '../../../src/api/contract/lists/list-item.js';
import { listPageSchema, listSchema } from '../../../src/api/contract/lists/list.js';
import {
  createdListSchema,
  deletedListSchema,
  listRunPageSchema,
  listRunSchema,
  listTicketSchema,
} from '../../../src/api/contract/lists/list-run.js';
import { listPreviewSchema } from '../../../src/api/contract/lists/preview.js';
import { scheduleListSchema } from '../../../src/api/contract/schedule.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { eventually } from '../../support/eventually.js';
import { aFilm } from '../../support/scenario-builders.js';
import { withPeople, type Person } from '../../support/with-people.js';

const films = Array.from({ length: 20 }, (_, n) => aFilm(n + 1));
const world = withPeople({ titles: films, env: { LISTS_READ_LAG_SECONDS: '0' } });
const path = '/api/v1/lists';
const ofItems = (...items: readonly string[]) => ({
  version: 1,
  sources: [{ from: 'items', items }],
});

let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

/** A person and their way to ask. */
async function somebody() {
  const person = await world().someone();
  const key = await keyOf(person);
  const call = async (
    method: string,
    url: string,
    { data, headers = {} }: { data?: unknown; headers?: Record<string, string> } = {},
  ) =>
    axios.request<unknown>({
      method,
      url: `${address}${path}${url}`,
      ...(data === undefined ? {} : { data }),
      headers: { authorization: `Bearer ${key}`, ...headers },
      validateStatus: () => true,
      proxy: false,
    });
  const make = async (data: object) => {
    const answer = await call('POST', '', { data });
    expect(answer).toMatchObject({ status: 201 });
    return createdListSchema.parse(answer.data);
  };
  const ended = (id: string, runId: string) =>
    eventually(async () => {
      const { status, data } = await call('GET', `/${id}/runs/${runId}`);
      const run = status === 200 ? listRunSchema.parse(data) : undefined;
      return run === undefined || run.status === 'running' ? undefined : run;
    }, `the end of run ${runId}`);
  /** A list that is on Trakt already. */
  const brought = async (data: object) => {
    const { list, sync } = await make(data);
    await ended(list.id, sync?.run_id ?? '');
    return list.id;
  };
  const see = async (id: string) => listSchema.parse((await call('GET', `/${id}`)).data);
  const onTrakt = () => world().trakt.lists.finalState(person.name);
  return { person, key, call, make, ended, brought, see, onTrakt };
}

async function keyOf({ userId }: Person): Promise<string> {
  const wish = { name: 'lists', scopes: ['*'] };
  return (await world().watchflow.accounts.keys.create(userId, wish)).key;
}

/** Part, pointer and words of each fault. */
function faultsIn(data: unknown) {
  const { code, errors = [] } = problemSchema.parse(data);
  return [code, ...errors.map(({ in: part, pointer, message }) => `${part} ${pointer} ${message}`)];
}

describe('a list over the API', () => {
  it('is made with what is usual, brought to Trakt at once, and tells how it stands', async () => {
    const { call, ended, see, onTrakt } = await somebody();
    const data = { name: '{{count}} films', rule: ofItems('movie:2', 'movie:1') };
    const answer = await call('POST', '', { data });
    const { list, sync, advice } = createdListSchema.parse(answer.data);
    expect(answer).toMatchObject({ status: 201, headers: { location: `${path}/${list.id}` } });
    expect(list).toMatchObject({
      privacy: 'private',
      display_numbers: true,
      allow_comments: false,
      overflow: 'refuse',
      strangers: 'remove',
      when_gone: 'unlink',
      enabled: true,
      version: 1,
      standing: 'new',
    });
    expect([advice, sync?.outcome]).toEqual([null, 'started']);
    expect(await ended(list.id, sync?.run_id ?? '')).toMatchObject({
      status: 'success',
      trigger: 'manual',
      counts: { added: 2, removed: 0, unchanged: 0, not_found: 0, rejected: 0 },
    });
    expect(onTrakt()).toMatchObject([{ name: '2 films', items: ['movie/2', 'movie/1'] }]);
    expect(await see(list.id)).toMatchObject({ standing: 'synced', title: '2 films', count: 2 });
    expect((await see(list.id)).on_trakt).toEqual([
      { part: 1, trakt_list_id: onTrakt()[0]?.id, slug: expect.any(String) },
    ]);
  });

  it('is made once, however often the same request is sent', async () => {
    const { call } = await somebody();
    const data = { name: 'Once', rule: ofItems('movie:1') };
    const headers = { 'idempotency-key': 'a-list-once' };
    const first = await call('POST', '', { data, headers });
    const again = await call('POST', '', { data, headers });
    expect([again.status, again.data]).toEqual([201, first.data]);
    const { items } = listPageSchema.parse((await call('GET', '')).data);
    expect(items).toHaveLength(1);
  });

  it('is listed by pages, oldest first', async () => {
    const { call, make } = await somebody();
    for (const name of ['A', 'B', 'C']) await make({ name, rule: ofItems(), enabled: false });
    const first = listPageSchema.parse((await call('GET', '?limit=2')).data);
    const cursor = encodeURIComponent(first.next_cursor ?? '');
    const second = listPageSchema.parse((await call('GET', `?limit=2&cursor=${cursor}`)).data);
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect(second.next_cursor).toBeNull();
  });

  it('is changed by whoever knows its version', async () => {
    const { call, make } = await somebody();
    const { list } = await make({ name: 'A', rule: ofItems('movie:1') });
    const read = await call('GET', `/${list.id}`);
    const headers = { 'if-match': String(read.headers['etag']) };
    const changed = await call('PATCH', `/${list.id}`, { data: { name: 'B' }, headers });
    expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect(listSchema.parse(changed.data)).toMatchObject({
      name: 'B',
      version: 2,
      rule: list.rule,
    });
    const late = await call('PATCH', `/${list.id}`, { data: { name: 'C' }, headers });
    expect([late.status, faultsIn(late.data)]).toEqual([412, ['version-conflict']]);
    const same = await call('PATCH', `/${list.id}`, { data: { name: 'B', version: 2 } });
    expect(listSchema.parse(same.data).version).toBe(2);
  });

  it('has a schedule as long as one is there, which rests while none keeps itself', async () => {
    const { key, call, make } = await somebody();
    const schedule = async () => {
      const { data } = await axios.get<unknown>(`${address}/api/v1/schedules`, {
        headers: { authorization: `Bearer ${key}` },
        proxy: false,
      });
      return scheduleListSchema.parse(data).items.find(({ kind }) => kind === 'lists');
    };
    expect(await schedule()).toMatchObject({ state: 'absent', enabled: false });
    const { list } = await make({ name: 'A', rule: ofItems('movie:1') });
    expect(await schedule()).toMatchObject({ state: 'running', enabled: true, cron: '@every 6h' });
    expect(list.next_run_at).toBe((await schedule())?.next_runs[0]?.at);
    const off = await call('PATCH', `/${list.id}`, { data: { enabled: false } });
    expect(listSchema.parse(off.data).next_run_at).toBeNull();
    expect(await schedule()).toMatchObject({ state: 'paused', paused: { by: 'settings' } });
    await call('DELETE', `/${list.id}`);
    expect(await schedule()).toMatchObject({ state: 'absent' });
  });
});

describe('what a list holds', () => {
  it('is shown by rank, with why it is there in the language asked for', async () => {
    const { call, brought } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:3', 'movie:1', 'subject:999999') });
    const first = itemPageSchema.parse((await call('GET', `/${id}/items?limit=2`)).data);
    expect(first.items.map(({ rank, key, words, missing }) => [rank, key, words, missing])).toEqual(
      [
        [1, 'movie:3', ['You named it.'], null],
        [2, 'movie:1', ['You named it.'], null],
      ],
    );
    const rest = await call('GET', `/${id}/items?cursor=${first.next_cursor ?? ''}`, {
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(rest.headers['content-language']).toBe('zh-CN');
    expect(itemPageSchema.parse(rest.data)).toMatchObject({
      items: [
        { rank: 3, key: 'subject:999999', words: ['由你手动加入。'], missing: 'not-on-trakt' },
      ],
      next_cursor: null,
    });
  });

  it('is changed item by item', async () => {
    const { call, make } = await somebody();
    const { list } = await make({ name: 'A', rule: ofItems('movie:1', 'movie:2') });
    const ask = async (method: string, url: string, data?: unknown) => {
      const answer = await call(method, `/${list.id}/${url}`, { data });
      expect(answer.status).toBe(200);
      return listSchema.parse(answer.data).rule;
    };
    expect(await ask('POST', 'items', { items: ['movie:3'] })).toMatchObject({
      sources: [{ items: ['movie:1', 'movie:2', 'movie:3'] }],
    });
    expect(await ask('POST', 'reorder', { items: ['movie:3'] })).toMatchObject({
      sources: [{ items: ['movie:3', 'movie:1', 'movie:2'] }],
    });
    expect(await ask('DELETE', 'items/movie:1')).toMatchObject({
      sources: [{ items: ['movie:3', 'movie:2'] }],
    });
    expect((await ask('PUT', 'pins/movie:2', { at: 1 })).pins).toEqual([
      { item: 'movie:2', at: 1 },
    ]);
    expect((await ask('DELETE', 'pins/movie:2')).pins).toEqual([]);
    expect((await ask('PUT', 'exclusions/movie:3')).exclude).toEqual(['movie:3']);
    expect((await ask('DELETE', 'exclusions/movie:3')).exclude).toEqual([]);
  });

  it('can be seen beforehand, and nothing is kept of that', async () => {
    const { call } = await somebody();
    const data = {
      name: '{{count}} films',
      rule: {
        ...ofItems('movie:1', 'movie:2', 'movie:3'),
        limit: 2,
        pins: [{ item: 'movie:3', at: 'top' }],
      },
      limit: 1,
      after: 1,
    };
    const { status, data: told } = await call('POST', '/preview', { data });
    expect(status).toBe(200);
    expect(listPreviewSchema.parse(told)).toMatchObject({
      title: '2 films',
      total: 2,
      items: [{ rank: 2, key: 'movie:1' }],
      next_after: null,
      left: { excluded: 0, filtered: 0, over_limit: 1 },
      collection_read_at: null,
      advice: expect.stringContaining('never read'),
    });
    expect(listPageSchema.parse((await call('GET', '')).data).items).toEqual([]);
  });
});

describe('bringing a list to Trakt', () => {
  it('is asked for, told of by run, and finds nothing to do the second time', async () => {
    const { call, brought, ended } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:1') });
    const answer = await call('POST', `/${id}/sync`, { data: {} });
    const { run_id: runId } = listTicketSchema.parse(answer.data);
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: `${path}/${id}/runs/${runId}` },
    });
    expect(await ended(id, runId)).toMatchObject({ status: 'unchanged', list_id: id });
    const { items } = listRunPageSchema.parse((await call('GET', `/${id}/runs`)).data);
    expect(items.map(({ status }) => status)).toEqual(['unchanged', 'success']);
    const { status, data } = await call('DELETE', `/${id}/sync`);
    expect([status, data]).toEqual([202, { outcome: 'not-running' }]);
  });

  it('asks before much is removed, and does so when told', async () => {
    const { call, brought, ended, onTrakt } = await somebody();
    const keys = films.map(({ traktId }) => `movie:${traktId}`);
    const id = await brought({ name: 'A', rule: ofItems(...keys) });
    await call('PATCH', `/${id}`, { data: { rule: ofItems('movie:1') } });
    const sync = async (data: object) => {
      const { data: told } = await call('POST', `/${id}/sync`, { data });
      return ended(id, listTicketSchema.parse(told).run_id);
    };
    expect(await sync({})).toMatchObject({ status: 'asks' });
    expect(onTrakt()[0]?.items).toHaveLength(20);
    expect(await sync({ allow_removals: true })).toMatchObject({ counts: { removed: 19 } });
  });

  it('takes over a list that is on Trakt, which becomes ours where adopted', async () => {
    const { person, call, ended, see, onTrakt } = await somebody();
    const whose = { username: person.name };
    const traktListId = world().trakt.lists.create({ name: 'Mine' }, whose);
    world().trakt.lists.addItem(traktListId, { movie: 7 }, whose);
    const data = { trakt_list_id: traktListId, adopt: true };
    const answer = await call('POST', '/import', { data });
    const { list, sync } = createdListSchema.parse(answer.data);
    expect(list).toMatchObject({ name: '', imports_from: traktListId });
    await ended(list.id, sync?.run_id ?? '');
    expect(await see(list.id)).toMatchObject({
      name: 'Mine',
      imports_from: null,
      rule: { sources: [{ from: 'items', items: ['movie:7'] }] },
    });
    expect(onTrakt()).toMatchObject([{ id: traktListId, items: ['movie/7'] }]);
    const again = await call('POST', '/import', { data });
    expect([again.status, faultsIn(again.data)]).toEqual([
      400,
      ['invalid-input', `body /trakt_list_id is kept by your list ${list.id} already`],
    ]);
  });
});

describe('deleting a list', () => {
  it('is done here at once, on Trakt by a workflow, and both show', async () => {
    const { call, brought, see, onTrakt } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:1') });
    const { status, data } = await call('DELETE', `/${id}`);
    expect(status).toBe(202);
    expect(deletedListSchema.parse(data)).toMatchObject({
      list: { standing: 'deleting', next_run_at: null },
      deletion: { outcome: 'started' },
    });
    expect(listPageSchema.parse((await call('GET', '')).data).items).toEqual([]);
    await eventually(
      async () => ((await see(id)).standing === 'deleted' ? true : undefined),
      'the list to be gone from Trakt',
    );
    expect(onTrakt()).toEqual([]);
    const { items } = listPageSchema.parse((await call('GET', '?deleted=true')).data);
    expect(items).toMatchObject([{ id, standing: 'deleted' }]);
    expect((await call('DELETE', `/${id}`)).status).toBe(200);
    for (const [method, url] of [
      ['GET', 'items'],
      ['POST', 'sync'],
      ['PATCH', ''],
    ] as const)
      expect((await call(method, `/${id}/${url}`, { data: { name: 'x' } })).status).not.toBe(200);
  });

  it('leaves what is on Trakt to the person where they say so', async () => {
    const { call, brought, onTrakt } = await somebody();
    const id = await brought({ name: 'A', rule: ofItems('movie:1') });
    const { status, data } = await call('DELETE', `/${id}?keep_on_trakt=true`);
    expect(status).toBe(200);
    expect(deletedListSchema.parse(data)).toMatchObject({
      list: { standing: 'deleted', on_trakt: [] },
      deletion: null,
    });
    expect(onTrakt()).toMatchObject([{ items: ['movie/1'] }]);
  });

  it('is refused while another list builds on it', async () => {
    const { call, make } = await somebody();
    const { list } = await make({ name: 'Below', rule: ofItems('movie:1') });
    const above = { version: 1, sources: [{ from: 'list', list_id: list.id }] };
    await make({ name: 'Above', rule: above });
    const { status, data } = await call('DELETE', `/${list.id}`);
    expect([status, data]).toMatchObject([
      409,
      { code: 'list-in-use', detail: 'Other lists build on it: Above.' },
    ]);
  });
});

describe('what a list cannot be', () => {
  const good = { name: 'A', rule: ofItems('movie:1') };
  const ruled = (rule: object) => ({ name: 'A', rule: { ...ofItems('movie:1'), ...rule } });
  const cases: readonly (readonly [what: string, data: object, ...faults: string[]])[] = [
    ['without a rule', { name: 'A' }, 'body /rule is required (object)'],
    ['of an unknown field', { ...good, colour: 1 }, 'body /colour unknown field'],
    ['of an unknown field in its rule', ruled({ order: 1 }), 'body /rule/order unknown field'],
    [
      'of an unknown field deep in its rule',
      ruled({ filters: [{ by: 'all', of: [{ by: 'airing', since: 1 }] }] }),
      'body /rule/filters/0/of/0/since unknown field',
    ],
    ['of no limit that could be', ruled({ limit: 0 }), 'body /rule/limit '],
    [
      'of more pins than it has room for',
      ruled({ limit: 1, pins: [1, 2].map((n) => ({ item: `movie:${n}`, at: 'top' })) }),
      'body /rule/pins 2 pins do not fit into 1 items',
    ],
    [
      'of a list of nobody’s',
      ruled({ sources: [{ from: 'list', list_id: '7d0f8f7e-6c1d-4a2b-8c3d-4e5f60718293' }] }),
      'body /rule/sources/0/list_id is no list of yours',
    ],
    [
      'of a template that is not closed, and several things at once',
      { ...good, name: 'Of {{year', description: '{{nonsense}}' },
      'body /name character 4: opens {{ and never closes it with }}',
      'body /description character 1: {{nonsense}} is not known',
    ],
    ['of a privacy there is not', { ...good, privacy: 'secret' }, 'body /privacy '],
  ];

  it.each(cases)('%s is said with the place', async (_what, data, ...faults) => {
    const { call } = await asker();
    for (const url of ['', ...('privacy' in data || 'colour' in data ? [] : ['/preview'])]) {
      const answer = await call('POST', url, { data });
      expect(answer.status).toBe(400);
      const [code, ...told] = faultsIn(answer.data);
      expect(code).toBe('invalid-input');
      expect(told).toHaveLength(faults.length);
      for (const [at, fault] of faults.entries()) expect(told[at]?.startsWith(fault)).toBe(true);
    }
  });

  it('a list of itself is refused, with the way back', async () => {
    const { call, make } = await asker();
    const { list: one } = await make({ ...good, name: 'One' });
    const over = (id: string) => ({ version: 1, sources: [{ from: 'list', list_id: id }] });
    const { list: two } = await make({ name: 'Two', rule: over(one.id) });
    const said = [
      'invalid-input',
      'body /rule/sources/0/list_id leads back to this list: One → Two → One',
    ];
    const rule = over(two.id);
    const changed = await call('PATCH', `/${one.id}`, { data: { rule } });
    expect([changed.status, faultsIn(changed.data)]).toEqual([400, said]);
    const seen = await call('POST', '/preview', { data: { name: 'One', rule, list_id: one.id } });
    expect([seen.status, faultsIn(seen.data)]).toEqual([400, said]);
  });

  it('a change of an item names what is wrong with it', async () => {
    const { call, make } = await asker();
    const { list } = await make(ruled({ limit: 3, pins: [{ item: 'movie:1', at: 2 }] }));
    const ask = async (method: string, url: string, data?: unknown) => {
      const answer = await call(method, `/${list.id}/${url}`, { data });
      return [answer.status, ...faultsIn(answer.data)];
    };
    expect(await ask('PUT', 'pins/movie:2', { at: 2 })).toEqual([
      400,
      'invalid-input',
      'body /at rank 2 is taken by /pins/0',
    ]);
    expect(await ask('PUT', 'pins/film:2', { at: 3 })).toEqual([
      400,
      'invalid-input',
      'path /key expected show:ID, season:ID, episode:ID, movie:ID or subject:ID',
    ]);
    expect(await ask('POST', 'reorder', { items: ['movie:9'] })).toEqual([
      400,
      'invalid-input',
      'body /items/0 is not among the items of the list',
    ]);
    expect(await ask('GET', 'items?cursor=zzz')).toEqual([
      400,
      'invalid-input',
      'query /cursor is not a cursor this service gave out; start again without it',
    ]);
    expect(await ask('PATCH', '', {})).toEqual([
      400,
      'invalid-input',
      'body  expected at least one thing to change',
    ]);
  });

  it('another person’s is not found, whatever is asked of it', async () => {
    const { make } = await asker();
    const { list } = await make(good);
    const { call } = await somebody();
    const asked = [
      ['GET', ''],
      ['PATCH', '', { name: 'Mine now' }],
      ['DELETE', ''],
      ['GET', '/items'],
      ['POST', '/items', { items: ['movie:2'] }],
      ['PUT', '/pins/movie:1', {}],
      ['PUT', '/exclusions/movie:1'],
      ['POST', '/reorder', { items: ['movie:1'] }],
      ['POST', '/sync', {}],
      ['DELETE', '/sync'],
      ['GET', '/runs'],
    ] as const;
    for (const [method, url, data] of asked)
      expect((await call(method, `/${list.id}${url}`, { data })).status).toBe(404);
    const over = { version: 1, sources: [{ from: 'list', list_id: list.id }] };
    const built = await call('POST', '', { data: { name: 'Over', rule: over } });
    expect(faultsIn(built.data)).toEqual([
      'invalid-input',
      'body /rule/sources/0/list_id is no list of yours',
    ]);
  });

  let known: ReturnType<typeof somebody> | undefined;
  /** One person for all of these: nothing of theirs is looked at. */
  const asker = () => (known ??= somebody());
});

describe('a list that Temporal cannot be asked for', () => {
  it('is made all the same, and says so', async () => {
    const { watchflow } = world();
    const { person } = await somebody();
    const away = () => Promise.reject(Object.assign(new Error('away'), { code: 14 }));
    const other = await serveApi({
      ...watchflow,
      config: { ...watchflow.config, http: { ...watchflow.config.http, port: 0 } },
      listing: { request: away, cancel: away, remove: away },
      schedules: { ...watchflow.schedules, follow: away },
    });
    const headers = { authorization: `Bearer ${await keyOf(person)}` };
    const http = axios.create({ baseURL: `${other}${path}`, headers, proxy: false });
    const made = await http.post<unknown>('', { name: 'A', rule: ofItems('movie:1') });
    const { list, sync, advice } = createdListSchema.parse(made.data);
    expect([made.status, sync]).toEqual([201, null]);
    expect(advice).toMatch(/is made, but Temporal does not answer/);
    const gone = await http.delete<unknown>(`/${list.id}`);
    expect(gone.status).toBe(202);
    expect(deletedListSchema.parse(gone.data)).toMatchObject({
      list: { standing: 'deleting' },
      deletion: null,
      advice: expect.stringContaining('send this once more'),
    });
    const { data } = await http.get<unknown>('?deleted=true');
    expect(z.object({ items: z.array(z.unknown()) }).parse(data).items).toHaveLength(1);
  });
});
