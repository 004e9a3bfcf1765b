import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startTraktSimulator, type TraktSimulator } from '../../../src/simulators/index.js';
import type { ListItemName, OpenTraktClient } from '../../../src/upstream/trakt/index.js';
import { freeToken, listsWorld } from '../../support/lists-world.js';
import { access, traktAt, upstreamErrorOf } from '../../support/upstream-clients.js';

const freeAccess = { accessToken: freeToken, limitKey: 'user-2' };
const film = (trakt: number): ListItemName => ({ type: 'movie', ids: { trakt } });
const none = { movie: 0, show: 0, season: 0, episode: 0 };
const listPath = '/users/{id}/lists';
const itemsPath = '/users/{id}/lists/{list_id}/items';

let simulator: TraktSimulator;
let trakt: OpenTraktClient;

beforeEach(async () => {
  simulator = await startTraktSimulator({ scenario: listsWorld, limits: 'off' });
  trakt = traktAt(simulator.url);
});

afterEach(async () => {
  trakt.destroy();
  await simulator.stop();
});

const stateOf = (id: number, username?: string) =>
  simulator.lists.finalState(username).find((list) => list.id === id);

describe('the limits of an account', () => {
  it('are read with whether it is a VIP', async () => {
    expect(await trakt.readListLimits(access)).toEqual({
      vip: true,
      lists: 100,
      itemsPerList: 5_000,
    });
    expect(await trakt.readListLimits(freeAccess)).toEqual({
      vip: false,
      lists: 5,
      itemsPerList: 3,
    });
  });

  it('end a creation with how many lists there may be, once', async () => {
    const error = await upstreamErrorOf(trakt.createList(freeAccess, { name: 'Sixth' }));
    expect(error.facts).toMatchObject({
      kind: 'account-limit',
      status: 420,
      endpoint: `POST ${listPath}`,
      unclear: false,
      limit: { allowed: 5, isVip: false, upgradeUrl: 'https://app.trakt.example/vip' },
    });
    expect(error.message).toContain('at most 5 on a free account');
    expect(simulator.counts()).toEqual({ [`POST ${listPath}`]: 1 });
  });

  it('end an addition with how many items a list may have, nothing added', async () => {
    const to = {
      listId: 60,
      items: [film(1), film(2), film(3), { type: 'show' as const, ids: { trakt: 4 } }],
    };
    const error = await upstreamErrorOf(trakt.addListItems(freeAccess, to));
    expect(error.facts).toMatchObject({
      kind: 'account-limit',
      endpoint: `POST ${itemsPath}`,
      limit: { allowed: 3 },
    });
    expect(stateOf(60, 'kim')?.items).toEqual([]);
  });

  it('are known without headers or words, too', async () => {
    simulator.faults.add({ times: 1, fault: { kind: 'status', status: 420, body: '' } });
    const error = await upstreamErrorOf(trakt.createList(access, { name: 'x' }));
    expect(error.facts).toMatchObject({ kind: 'account-limit', description: undefined });
    expect(error.facts.limit).toEqual({
      allowed: undefined,
      isVip: undefined,
      upgradeUrl: undefined,
    });
  });

  it('tell what only VIPs may do, and where to become one', async () => {
    const headers = { 'x-upgrade-url': 'https://app.trakt.example/vip', 'x-vip-user': 'false' };
    simulator.faults.add({ fault: { kind: 'status', status: 426, body: '', headers } });
    const error = await upstreamErrorOf(trakt.updateList(access, { listId: 50, sortBy: 'votes' }));
    expect(error.facts).toMatchObject({
      kind: 'vip-only',
      description: 'a free account',
      limit: { isVip: false, upgradeUrl: 'https://app.trakt.example/vip' },
      unclear: false,
    });
  });
});

describe('writes whose answer is lost', () => {
  const fast = () => traktAt(simulator.url, { http: { timeoutMs: 300, retries: 2 } });

  it.each([
    { kind: 'reset', afterApplying: true },
    { kind: 'time-out', afterApplying: true },
    { kind: 'torn-json' },
    { kind: 'torn-json', cutConnection: true },
  ] as const)(
    'leave a creation unclear ($kind): sent once, and the list is there',
    async (fault) => {
      simulator.faults.add({ match: { method: 'POST', path: listPath }, times: 1, fault });
      const error = await upstreamErrorOf(fast().createList(access, { name: 'Lost' }));
      expect(error.outcome).toBe('unclear');
      expect(simulator.counts()).toEqual({ [`POST ${listPath}`]: 1 });
      const found = await trakt.readLists(access);
      expect(found.filter(({ name }) => name === 'Lost')).toHaveLength(1);
    },
  );

  it('leave an addition unclear, and repeating it adds nothing twice', async () => {
    simulator.faults.add({
      match: { method: 'POST' },
      times: 1,
      fault: { kind: 'reset', afterApplying: true },
    });
    const to = { listId: 50, items: [film(2), film(3)] };
    expect((await upstreamErrorOf(fast().addListItems(access, to))).outcome).toBe('unclear');
    expect(await trakt.addListItems(access, to)).toMatchObject({
      added: none,
      existing: { ...none, movie: 2 },
      list: { itemCount: 6 },
    });
  });

  it('are not repeated after a 503, whose outcome is unclear', async () => {
    simulator.faults.add({ match: { method: 'PUT' }, fault: { kind: 'status', status: 503 } });
    const error = await upstreamErrorOf(fast().updateList(access, { listId: 50, name: 'x' }));
    expect(error.facts).toMatchObject({ kind: 'unavailable', status: 503, unclear: true });
    expect(simulator.counts()).toEqual({ [`PUT ${listPath}/{list_id}`]: 1 });
  });
});

describe('the rate of writes', () => {
  it('makes the next call wait that Trakt told to wait', async () => {
    const headers = { 'retry-after': '7' };
    simulator.faults.add({ times: 1, fault: { kind: 'status', status: 429, headers } });
    const first = await upstreamErrorOf(trakt.createList(access, { name: 'x' }));
    expect(first.facts).toMatchObject({ kind: 'rate-limited', retryAfter: 7, unclear: false });
    const second = await upstreamErrorOf(trakt.readLists(access));
    expect(second.facts).toMatchObject({ kind: 'rate-limited', status: undefined });
    expect(simulator.counts()).toEqual({ [`POST ${listPath}`]: 1 });
  });

  it('is kept when several are asked for at once', async () => {
    // Half of our own second: what is tested is the taking of turns, not the speed of this machine.
    const strict = await startTraktSimulator({
      scenario: listsWorld,
      limits: { gets: 500, getPeriodSeconds: 300, writes: 1, writePeriodSeconds: 0.5 },
    });
    const careful = traktAt(strict.url, { limits: {} });
    const names = ['one', 'two', 'three'];
    await Promise.all(names.map((name) => careful.createList(access, { name })));
    expect(strict.lists.finalState()).toHaveLength(5);
    expect(strict.counts()).toEqual({ [`POST ${listPath}`]: 3 });
    careful.destroy();
    await strict.stop();
  });
});
