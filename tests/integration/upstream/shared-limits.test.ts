import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectLimitsTable } from '../../../src/platform/database/index.js';
import {
  startBangumiSimulator,
  startTraktSimulator,
  type ScenarioInput,
} from '../../../src/simulators/index.js';
import { createSharedLimits, UpstreamError } from '../../../src/upstream/http/index.js';
import type { OpenTraktClient } from '../../../src/upstream/trakt/index.js';
import { collectLog, type LoggedLine } from '../../support/collect-log.js';
import { allowConnections } from '../../support/allow-connections.js';
import { until } from '../../support/eventually.js';
import { answer, inOrder, json, startRawServer } from '../../support/raw-server.js';
import {
  access,
  bangumiAt,
  planted,
  traktAt,
  upstreamErrorOf,
} from '../../support/upstream-clients.js';
import { withDatabase } from '../../support/with-database.js';
import { withWatchflow } from '../../support/with-watchflow.js';

const database = withDatabase();
const lines: LoggedLine[] = [];
const { log } = collectLog(lines);

/** What one test opened, ended in the reverse order. */
const opened: (() => Promise<void> | void)[] = [];

beforeEach(async () => {
  lines.splice(0);
  await database.db.sharedLimit.deleteMany();
});

afterEach(async () => {
  for (const end of opened.splice(0).toReversed()) await end();
});

/** As one process has them. */
const limitsOfOneProcess = () => {
  const table = connectLimitsTable({ url: database.url, log, restMs: 50 });
  opened.push(() => table.close());
  return createSharedLimits(table);
};

const second = { accessToken: 'planted-token-of-another', limitKey: 'user-2' };

const scenario: ScenarioInput = {
  name: 'shared limits',
  trakt: {
    client_ids: [planted.clientId],
    users: [
      { token: access.accessToken, username: 'ann' },
      { token: second.accessToken, username: 'ben' },
    ],
  },
  bangumi: { users: [{ token: access.accessToken, username: 'ann', id: 1 }] },
};

type Sharing = 'shared' | 'apart';

/** Two processes' Trakt clients with the limits as they come, before a Trakt with its real ones. */
async function twoTraktClients(sharing: Sharing): Promise<readonly OpenTraktClient[]> {
  const trakt = await startTraktSimulator({ scenario, limits: 'real' });
  opened.push(() => trakt.stop());
  return [1, 2].map(() => {
    const shared = sharing === 'shared' ? limitsOfOneProcess() : undefined;
    const client = traktAt(trakt.url, { limits: {}, shared });
    opened.push(() => {
      client.destroy();
    });
    return client;
  });
}

/** How many calls came to what: `done`, `429` of the service, or `waits` by our own limit. */
async function outcomesOf(calls: readonly Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const settled of await Promise.allSettled(calls)) {
    const outcome = settled.status === 'fulfilled' ? 'done' : outcomeOf(settled.reason);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

function outcomeOf(thrown: unknown): string {
  if (!(thrown instanceof UpstreamError)) throw thrown;
  const { kind, status } = thrown.facts;
  return kind === 'rate-limited' && status === undefined ? 'waits' : String(status);
}

const reads = (clients: readonly OpenTraktClient[], each: number, whose = access) =>
  clients.flatMap((trakt) => Array.from({ length: each }, () => trakt.readLastActivities(whose)));

describe('two processes', () => {
  it('together keep below a limit of Trakt, and use all of it', async () => {
    const outcomes = await outcomesOf(reads(await twoTraktClients('shared'), 300));
    expect(outcomes).toEqual({ done: 500, waits: 100 });
  });

  it('that count for themselves are refused by Trakt', async () => {
    const outcomes = await outcomesOf(reads(await twoTraktClients('apart'), 300));
    expect(outcomes['done']).toBe(500);
    expect(outcomes['429']).toBeGreaterThan(0);
  });

  it('let nobody wait for the burst of another person', async () => {
    const clients = await twoTraktClients('shared');
    let annsDone = 0;
    const anns = reads(clients, 260).map((call) =>
      call.finally(() => {
        annsDone += 1;
      }),
    );
    const anna = outcomesOf(anns);
    expect(await outcomesOf(reads(clients, 10, second))).toEqual({ done: 20 });
    expect(annsDone).toBeLessThan(260);
    expect(await anna).toEqual({ done: 500, waits: 20 });
    // Nor what remains when she has used hers up.
    expect(await outcomesOf(reads(clients, 10, second))).toEqual({ done: 20 });
  });

  it('count windows of a broken number of milliseconds', async () => {
    const server = await startRawServer(() => json({ id: 1, username: 'a' }));
    opened.push(() => server.close());
    const limits = { perSecond: 0.7, burst: 3, maxWaitSeconds: 0 };
    const calls = [1, 2].flatMap(() => {
      const bangumi = bangumiAt(server.url, { limits, shared: limitsOfOneProcess() });
      return [1, 2, 3].map(() => bangumi.readMe(access));
    });
    expect(await outcomesOf(calls)).toEqual({ done: 4, waits: 2 });
    expect(lines).toEqual([]);
  });
});

describe('a wait that one process was told', () => {
  const bannedSoon = { requests: 3, periodSeconds: 600, banSeconds: 3_600 };

  it('holds for the other one: Bangumi bans once', async () => {
    const bangumi = await startBangumiSimulator({ scenario, limits: bannedSoon });
    opened.push(() => bangumi.stop());
    const [one, other] = [1, 2].map(() => bangumiAt(bangumi.url, { shared: limitsOfOneProcess() }));
    for (let asked = 0; asked < 3; asked += 1) await one?.readMe(access);
    await upstreamErrorOf(one?.readMe(access) ?? Promise.resolve());
    const error = await upstreamErrorOf(other?.readMe(access) ?? Promise.resolve());
    expect(error.facts).toMatchObject({ kind: 'rate-limited', status: undefined });
    expect(error.facts.retryAfter).toBeGreaterThan(3_590);
    expect(bangumi.counts()).toEqual({ 'GET /v0/me': 4 });
  });

  it('is the longest of those told, and concerns one person only', async () => {
    const server = await startRawServer(
      inOrder(
        answer(429, '', { 'retry-after': '40' }),
        answer(429, '', { 'retry-after': '2' }),
        json({}),
      ),
    );
    opened.push(() => server.close());
    const process = () => traktAt(server.url, { shared: limitsOfOneProcess() });
    await upstreamErrorOf(process().readLastActivities(access));
    // Told of elsewhere, before this process could look.
    await limitsOfOneProcess().holdsOf('trakt').tell(access.limitKey, 2);
    const error = await upstreamErrorOf(process().readLastActivities(access));
    expect(error.facts.retryAfter).toBeGreaterThan(35);
    await upstreamErrorOf(process().readLastActivities(second));
    expect(server.seen).toHaveLength(2);
  });
});

describe('a watchflow with servers of somebody’s own', () => {
  const world = withWatchflow({ scenario: () => scenario });

  it('counts in its database, per person', async () => {
    const { watchflow, userId } = world();
    const rows = await watchflow.db.sharedLimit.findMany({ orderBy: { key: 'asc' } });
    expect(rows.map(({ key }) => key)).toEqual([
      `bangumi:all0:${userId}`,
      `bangumi:all1:${userId}`,
      `trakt:read0:${userId}`,
    ]);
  });
});

describe('while the database is away', () => {
  const limits = { reads: { requests: 2, perSeconds: 500 } };

  it('each process goes on with what it counts itself, says so once, and shares again afterwards', async () => {
    const server = await startRawServer(() => json({}));
    opened.push(() => server.close());
    const trakt = traktAt(server.url, { limits, shared: limitsOfOneProcess() });
    const reader = (limitKey: string) => () => trakt.readLastActivities({ ...access, limitKey });
    await reader('before')();

    await allowConnections(database.url, false);
    opened.push(() => allowConnections(database.url, true));
    const during = reader('during');
    expect(await outcomesOf([during(), during(), during()])).toEqual({ done: 2, waits: 1 });
    expect(lines.map(({ level, event }) => `${level} ${event}`)).toEqual([
      expect.stringMatching(/^warn the database does not answer: .* this process alone/),
    ]);

    await allowConnections(database.url, true);
    let asked = 0;
    await until(() => {
      asked += 1;
      reader(`after ${asked}`)().catch(() => undefined);
      return lines.some(({ event }) => event.includes('shared between processes again'));
    }, 'the shared counts');
    expect(lines).toHaveLength(2);
  });
});
