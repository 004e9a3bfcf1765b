import { beforeAll, describe, expect, it } from '@jest/globals';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { askingFor, faultsIn, ofItems } from '../../support/lists/asking-for.js';
import { aFilm } from '../../support/scenario-builders.js';
import { withPeople } from '../../support/with-people.js';

const films = Array.from({ length: 2 }, (_, n) => aFilm(n + 1));
const world = withPeople({ titles: films, env: { LISTS_READ_LAG_SECONDS: '0' } });

let address = '';
beforeAll(async () => {
  address = await serveApi(world().watchflow);
});

const somebody = async () => askingFor(await world().someone(), { world: world(), address });

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
