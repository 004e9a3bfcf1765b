import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startRelaySimulator, type RelaySimulator } from '../../../src/simulators/index.js';
import { createRelayClient, type RelayCredentials } from '../../../src/upstream/relay/index.js';
import { collectLog } from '../../support/collect-log.js';
import { upstreamErrorOf } from '../../support/upstream-clients.js';

const token = 'planted-relay-token-0123456789abcdef';
const password = 'planted-relay-password';

let relay: RelaySimulator;
beforeAll(async () => {
  relay = await startRelaySimulator({
    scenario: {
      tokens: [token],
      admins: [{ username: 'root', password }],
      keys: Array.from({ length: 101 }, (_, at) => ({ id: `k${at}`, name: `Key ${at}` })),
      usage: [
        { key: 'k0', model: 'opus', at: '2026-11-30T15:59:59Z', input_tokens: 5, cost: 0.25 },
        { key: 'k0', model: 'opus', at: '2026-11-30T16:00:00Z', requests: 3, output_tokens: 7 },
        { key: 'k0', model: 'haiku', at: '2026-11-30T16:30:00Z', cache_read_tokens: 9 },
      ],
    },
    prefix: '/relay',
  });
});
beforeEach(() => {
  relay.faults.clear();
  relay.resetCounts();
});
afterAll(() => relay.stop());

const clientFor = (credentials: RelayCredentials) =>
  createRelayClient({
    url: relay.url,
    credentials,
    userAgent: 'watchflow/0.0.1',
    requestsPerSecond: 'off',
    http: { retries: 0, timeoutMs: 2_000 },
    log: collectLog().log,
  });
const byToken = () => clientFor({ kind: 'token', token });
const at = new Date('2026-11-30T16:45:00Z');

describe('the client of the relay', () => {
  it('reads the keys page by page, oldest first', async () => {
    const first = await byToken().readKeys(1);
    const second = await byToken().readKeys(2);
    expect([first.pages, first.keys.length, second.keys]).toEqual([
      2,
      100,
      [{ id: 'k100', name: 'Key 100' }],
    ]);
    expect(first.keys[0]).toEqual({ id: 'k0', name: 'Key 0' });
  });

  it('reads what a key used by model on the day of the relay', async () => {
    const nothing = { inputTokens: 0, outputTokens: 0, cacheCreationTokens: 0, cacheReadTokens: 0 };
    expect(await byToken().readUsage({ keyId: 'k0', at })).toEqual([
      { ...nothing, model: 'opus', requests: 3, outputTokens: 7, cost: 0 },
      { ...nothing, model: 'haiku', requests: 1, cacheReadTokens: 9, cost: 0 },
    ]);
    expect(
      await byToken().readUsage({ keyId: 'k0', at: new Date('2026-11-30T12:00:00Z') }),
    ).toEqual([{ ...nothing, model: 'opus', requests: 1, inputTokens: 5, cost: 0.25 }]);
  });

  it('does not take the sum of a whole life for a day without use', async () => {
    expect(await byToken().readUsage({ keyId: 'k1', at })).toEqual([]);
  });

  it('opens a session by name and password, and another when that has ended', async () => {
    const client = clientFor({ kind: 'password', username: 'root', password });
    await Promise.all([client.readKeys(1), client.readKeys(2)]);
    expect(relay.counts()['POST /web/auth/login']).toBe(1);
    relay.endSessions();
    await client.readKeys(1);
    expect(relay.counts()['POST /web/auth/login']).toBe(2);
  });

  it.each([
    ['html-200', { kind: 'html-200' } as const, 'malformed'],
    ['torn JSON', { kind: 'torn-json' } as const, 'malformed'],
    ['503', { kind: 'status', status: 503 } as const, 'unavailable'],
    ['a reset', { kind: 'reset' } as const, 'unavailable'],
    [
      'another shape',
      { kind: 'status', status: 200, body: { success: true } } as const,
      'malformed',
    ],
    [
      '429',
      { kind: 'status', status: 429, headers: { 'retry-after': '7' } } as const,
      'rate-limited',
    ],
  ])('says what went wrong: %s', async (_name, fault, kind) => {
    relay.faults.add({ match: { path: '/admin/api-keys' }, fault });
    expect((await upstreamErrorOf(byToken().readKeys(1))).kind).toBe(kind);
  });

  it('shows neither token nor password in an error', async () => {
    for (const credentials of [
      { kind: 'token', token: `${token}-wrong` },
      { kind: 'password', username: 'root', password: `${password}-wrong` },
    ] as const) {
      const error = await upstreamErrorOf(clientFor(credentials).readKeys(1));
      expect(error.kind).toBe('unauthorized');
      expect(`${error.message}${JSON.stringify(error.facts)}`).not.toContain('planted');
    }
  });
});
