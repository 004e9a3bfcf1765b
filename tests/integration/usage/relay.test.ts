import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { usageSchema } from '../../../src/api/contract/usage.js';
import { startRelaySimulator, type RelaySimulator } from '../../../src/simulators/index.js';
import { createRelayClient, type RelayClient } from '../../../src/upstream/relay/index.js';
import { withAccountsApi } from '../api/with-accounts.js';
import { collectLog } from '../../support/collect-log.js';

const token = 'relay-token-0123456789abcdef0123456789';
const hour = 3_600_000;

let relay: RelaySimulator;
let client: RelayClient & { destroy: () => void };
/** Told before each request for a key's numbers; a process may die there. */
let onKey: (keyId: string) => void = () => undefined;

beforeAll(async () => {
  relay = await startRelaySimulator({ scenario: { tokens: [token] } });
  client = createRelayClient({
    url: relay.url,
    credentials: { kind: 'token', token },
    userAgent: 'watchflow/0.0.1',
    requestsPerSecond: 'off',
    http: { retries: 0, timeoutMs: 2_000 },
    log: collectLog().log,
  });
});
afterAll(async () => {
  client.destroy();
  await relay.stop();
});

const world = withAccountsApi(
  {},
  {
    relay: {
      readKeys: (page) => client.readKeys(page),
      readUsage: (day) => {
        onKey(day.keyId);
        return client.readUsage(day);
      },
    },
  },
);
beforeEach(() => {
  relay.faults.clear();
  onKey = () => undefined;
});

const read = async () => {
  const { readRelay } = world().usage;
  if (readRelay === undefined) throw new Error('there is a relay');
  return readRelay();
};
const now = () => world().clock.now().toISOString();
const use = (key: string, requests: number, more: { model?: string; cost?: number } = {}) => {
  relay.addUsage({
    ...{ key, model: 'opus', at: now(), requests, input_tokens: requests * 10 },
    ...more,
  });
};
const rowsOf = async (keyId: string) => {
  const rows = await world().db.keyUsage.findMany({
    where: { source: 'relay', keyId },
    orderBy: [{ hour: 'asc' }, { model: 'asc' }],
  });
  return rows.map(({ hour: at, model, requests, inputTokens, costMicros }) => [
    at.toISOString().slice(5, 16),
    model,
    ...[requests, inputTokens, costMicros].map(Number),
  ]);
};
const toldOf = async (event: string) =>
  world().db.notification.count({ where: { event, userId: world().firstId } });
const shown = async (query = '') =>
  usageSchema.parse(
    (await world().by(world().adminKey)('get', `/api/v1/usage?whose=all&${query}`)).data,
  );

// The clock stands at 2026-11-22T12:00Z when the file begins; the relay's days begin at 16:00Z.
describe('numbers of the relay', () => {
  it('are taken in by key, model and hour, and what is read again changes nothing', async () => {
    relay.addKey({ id: 'a', name: 'Team A' });
    use('a', 3, { cost: 0.25 });
    use('a', 1, { model: 'haiku' });
    world().pass(hour);
    expect(await read()).toMatchObject({ keys: 1, misses: 0 });
    const first = [
      ['11-22T12:00', 'haiku', 1, 10, 0],
      ['11-22T12:00', 'opus', 3, 30, 250_000],
    ];
    expect(await rowsOf('a')).toEqual(first);
    world().pass(1_000);
    expect(await read()).toMatchObject({ keys: 1, misses: 0 });
    expect(await rowsOf('a')).toEqual(first);
    use('a', 4);
    world().pass(hour);
    await read();
    expect(await rowsOf('a')).toEqual([...first, ['11-22T13:00', 'opus', 4, 40, 0]]);
  });

  it('of the day before are brought up to date, and a sum that has shrunk takes the place of its day', async () => {
    relay.addKey({ id: 'b', name: 'Team B' });
    use('b', 5);
    world().pass(hour / 2);
    await read();
    world().pass(hour);
    use('b', 2);
    world().pass(hour / 2);
    expect(now()).toBe('2026-11-22T16:00:01.000Z');
    use('b', 7);
    world().pass(hour);
    await read();
    expect(await rowsOf('b')).toEqual([
      ['11-22T14:00', 'opus', 5, 50, 0],
      ['11-22T15:00', 'opus', 2, 20, 0],
      ['11-22T16:00', 'opus', 7, 70, 0],
    ]);
    relay.resetUsage('b');
    use('b', 4);
    world().pass(hour);
    await read();
    expect((await rowsOf('b')).slice(2)).toEqual([['11-22T17:00', 'opus', 4, 40, 0]]);
  });

  it('are gone on with where a process died between keys, and nothing is doubled', async () => {
    for (const id of ['c1', 'c2', 'c3']) {
      relay.addKey({ id, name: id });
      use(id, 9);
    }
    world().pass(hour);
    onKey = (keyId) => {
      if (keyId === 'c2') throw new Error('killed');
    };
    await expect(read()).rejects.toThrow('killed');
    const asked = new Set<string>();
    onKey = (keyId) => void asked.add(keyId);
    world().pass(60_000);
    await read();
    expect([...asked].sort()).toEqual(['c2', 'c3']);
    for (const id of ['c1', 'c2', 'c3'])
      expect((await rowsOf(id)).map((row) => row[2])).toEqual([9]);
  });

  it('stay when the relay is away, marked stale; administrators are told at the third miss, and when it is over', async () => {
    const before = await rowsOf('a');
    await read();
    const since = now();
    relay.faults.add({ fault: { kind: 'status', status: 503 } });
    for (const misses of [1, 2, 3, 4]) {
      world().pass(hour);
      expect(await read()).toMatchObject({ misses });
      expect(await toldOf('relay.stale')).toBe(misses < 3 ? 0 : 1);
    }
    expect(await shown()).toMatchObject({ relay_read_at: since, stale_since: since });
    expect(await rowsOf('a')).toEqual(before);
    relay.faults.clear();
    world().pass(hour);
    expect(await read()).toMatchObject({ misses: 0 });
    expect(await shown()).toMatchObject({ relay_read_at: now(), stale_since: null });
    world().pass(hour);
    await read();
    expect([await toldOf('relay.stale'), await toldOf('relay.healed')]).toEqual([1, 1]);
  });

  it('are counted as missed where a session there is over', async () => {
    relay.revokeToken(token);
    world().pass(hour);
    expect(await read()).toMatchObject({ misses: 1 });
    relay.restoreToken(token);
    world().pass(hour);
    expect(await read()).toMatchObject({ misses: 0 });
    expect(await toldOf('relay.healed')).toBe(1);
  });
});

describe('keys of the relay', () => {
  const admin = () => world().by(world().adminKey);
  const page = z.object({
    items: z.array(z.looseObject({ id: z.string(), api_key_id: z.string().nullable() })),
    next_cursor: z.string().nullable(),
  });

  it('are listed page by page and belong to whom an administrator says, past usage too', async () => {
    const { key, keyId } = await world().someone('Mei');
    const seen: string[] = [];
    let cursor = '';
    do {
      const { data } = await admin()('get', `/api/v1/relay-keys?limit=2${cursor}`);
      const { items, next_cursor: next } = page.parse(data);
      seen.push(...items.map(({ id }) => id));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(seen.sort()).toEqual(['a', 'b', 'c1', 'c2', 'c3']);

    const span = 'from=2026-11-01T00:00:00Z';
    const own = async () =>
      usageSchema.parse(
        (await world().by(key)('get', `/api/v1/api-keys/${keyId}/usage?${span}`)).data,
      );
    const ofRelay = async () => (await own()).series.filter(({ source }) => source === 'relay');
    expect(await ofRelay()).toEqual([]);
    const path = '/api/v1/relay-keys/a';
    const answer = await admin()('put', path, { api_key_id: keyId });
    expect([answer.status, answer.data]).toMatchObject([200, { id: 'a', api_key_id: keyId }]);
    expect(await ofRelay()).toMatchObject([
      { key_id: keyId, relay_key_id: 'a', totals: { requests: 8, cost_usd: 0.25 } },
    ]);
    const taken = await admin()('put', '/api/v1/relay-keys/b', { api_key_id: keyId });
    expect([taken.status, taken.data]).toMatchObject([
      400,
      { errors: [{ in: 'body', pointer: '/api_key_id' }] },
    ]);
    expect((await admin()('put', path, { api_key_id: 'k_none' })).status).toBe(400);
    expect((await admin()('put', '/api/v1/relay-keys/none', { api_key_id: keyId })).status).toBe(
      404,
    );
    expect((await world().by(key)('put', path, { api_key_id: null })).status).toBe(403);
    expect((await admin()('put', path, { api_key_id: null })).status).toBe(200);
    expect(await ofRelay()).toEqual([]);
  });
});
