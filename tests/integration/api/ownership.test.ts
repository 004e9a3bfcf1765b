import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axios from 'axios';
import { allRoutes } from '../../../src/api/routes/all-routes.js';
import type { Route } from '../../../src/api/route.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { plantRows } from '../../support/plant-rows.js';
import { anAccount, anAnime, aWorld } from '../../support/scenario-builders.js';
import { withWatchflow } from '../../support/with-watchflow.js';

const { scenario, idMap } = aWorld([anAnime(1)], [anAccount(1)]);
const world = withWatchflow({ scenario: () => scenario, idMap });

const closed = allRoutes.filter(({ access }) => access !== 'public');
/** Between which records a reader stands; whose they are is asked apart from that. */
const places = ['after_id', 'up_to_id'];
const queryIds = ({ input }: Route) =>
  Object.keys(input.query?.shape ?? {}).filter(
    (name) => name.endsWith('_id') && !places.includes(name),
  );
const withIds = closed.filter((route) => route.path.includes('{') || queryIds(route).length > 0);

let address = '';
let memberId = '';
let foreign: readonly string[] = [];

beforeAll(async () => {
  const { watchflow, userId } = world();
  const { accounts } = watchflow;
  address = await serveApi(watchflow);
  await accounts.sessions.open(userId, { address: '127.0.0.1', userAgent: 'planted' });
  foreign = await plantRows(watchflow.runtime.databaseUrl, userId);
  const wish = { name: 'somebody else', role: 'member', locale: 'en' } as const;
  ({ id: memberId } = await accounts.people.create(wish));
}, 60_000);

afterAll(() => {
  foreign = [];
});

/** Every address at which this route might show what belongs to `id`. */
function addressesOf(route: Route, id: string): string[] {
  const inPath = route.path.replaceAll(/\{\w+\}/g, encodeURIComponent(id));
  if (inPath !== route.path) return [inPath];
  return queryIds(route).map((name) => `${route.path}?${name}=${encodeURIComponent(id)}`);
}

const ask = (key: string, route: Route, url: string) =>
  axios.request<unknown>({
    method: route.method,
    url: address + url,
    ...(route.input.body === undefined ? {} : { data: route.bodyExample ?? {} }),
    headers: { authorization: `Bearer ${key}` },
    validateStatus: () => true,
    proxy: false,
  });

const sameBut = (id: string, data: unknown, other: unknown): boolean => {
  const [told, wanted] = [data, other].map((each) =>
    JSON.stringify(each)
      .replaceAll(`no-${id}`, id)
      .replaceAll(/[0-9a-f]{64}|"up_to_id":"\d+"|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…'),
  );
  return told === wanted;
};

describe('what belongs to one person', () => {
  it('is there to be found', async () => {
    const { watchflow, apiKey, userId } = world();
    const keys = await watchflow.accounts.keys.list(userId, { limit: 1 });
    expect(foreign).toEqual(expect.arrayContaining([userId, keys.items[0]?.id]));
    expect(foreign.length).toBeGreaterThan(8);
    const one = closed.find(
      ({ method, path }) => method === 'get' && path === '/api/v1/api-keys/{id}',
    );
    const own =
      one === undefined
        ? undefined
        : await ask(apiKey, one, `/api/v1/api-keys/${keys.items[0]?.id}`);
    expect(own?.status).toBe(200);
  });

  it.each(withIds.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const))(
    '%s neither shows nor changes it for another member',
    async (_name, route) => {
      const told: unknown[] = [];
      // Of all routes together one key would ask too often.
      const allowed = { name: 'all', scopes: ['*'] };
      const { key: memberKey } = await world().watchflow.accounts.keys.create(memberId, allowed);
      for (const id of foreign) {
        for (const url of addressesOf(route, id)) {
          const { status, data } = await ask(memberKey, route, url);
          if ([400, 403, 404].includes(status)) continue;
          // One of many filters: what is not theirs is told no otherwise than what is not there.
          const unknown = await ask(memberKey, route, url.replace('=', '=no-'));
          if (url.includes('?') && sameBut(id, data, unknown.data)) continue;
          told.push({ url, status, data });
        }
      }
      expect(told).toEqual([]);
    },
    60_000,
  );
});
