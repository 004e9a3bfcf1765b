import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { SyncMode, SyncRunView } from '../../../src/areas/history/index.js';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import { prepareFirstUser } from '../../../src/main/first-user.js';
import { followRun } from '../../../src/main/follow-run.js';
import { loadScenario, type ScenarioInput } from '../../../src/simulators/index.js';
import { eventually } from '../../support/eventually.js';
import { answer, startRawServer, type RawServer } from '../../support/raw-server.js';
import { withWatchflow, type TestWatchflow } from '../../support/with-watchflow.js';
import { findIn, placeOf, placesInDatabase, placesInTemporal, type Place } from './places.js';

const inBase64 = (text: string) => Buffer.from(text).toString('base64');
const ringBytes = 'planted key ring'.padEnd(32, '.');
const payloadBytes = 'planted payload key'.padEnd(32, '.');

/** Long and recognisable, also in part. */
const planted = {
  clientId: 'planted-trakt-client-id-5b1f0c',
  clientSecret: 'planted-trakt-client-secret-90d2',
  accessToken: 'planted-trakt-access-token-77aa41',
  refreshToken: 'planted-trakt-refresh-token-1c9e0',
  bangumiToken: 'planted-bangumi-token-c03f66',
  bangumiSecret: 'planted-bangumi-app-secret-4e7',
  ringBytes,
  keyRing: inBase64(ringBytes),
  payloadBytes,
  payloadKey: inBase64(payloadBytes),
  wrongApiKey: 'wf_planted-api-key-nobody-has-31',
  webhookAnswer: 'planted-answer-of-a-receiver-8d21',
  webhookPath: 'planted-path-of-a-webhook-2c07',
};

const scenario = async (): Promise<ScenarioInput> => {
  const { trakt, bangumi, ...rest } = await loadScenario('demo');
  const [ours, ...others] = bangumi.users;
  return {
    ...rest,
    trakt: {
      ...trakt,
      client_ids: [planted.clientId],
      users: trakt.users.map((user) => ({ ...user, token: planted.accessToken })),
    },
    bangumi: {
      ...bangumi,
      users: ours === undefined ? [] : [{ ...ours, token: planted.bangumiToken }, ...others],
    },
  };
};

const env = {
  TRAKT_CLIENT_SECRET: planted.clientSecret,
  TRAKT_REFRESH_TOKEN: planted.refreshToken,
  BANGUMI_CLIENT_SECRET: planted.bangumiSecret,
  WATCHFLOW_KEYS: `k1:${planted.keyRing}`,
  WEBHOOK_ALLOW_PRIVATE: 'true',
};

const readable = [
  '/api/trakt/config',
  '/api/trakt/sync/status',
  '/api/sync/history',
  '/api/v1/notifications',
  '/api/v1/notification-channels',
  '/api/v1/plays',
];

/** A service that repeats what it was sent, in every field people look at. */
const echoing =
  (...sent: readonly string[]) =>
  (status: number) => {
    const said = `refused: Bearer ${sent.join(' ')}`;
    const body = { title: said, description: said, error: said, error_description: said };
    return { kind: 'status', status, body, headers: { 'www-authenticate': said } } as const;
  };
const traktSays = echoing(planted.accessToken, planted.clientId);
const traktRefuses = echoing(planted.accessToken);
const bangumiSays = echoing(planted.bangumiToken);

/** One of each way plays stand. */
const somePlays = async ({ db }: TestWatchflow['watchflow']): Promise<bigint[]> =>
  (await db.play.findMany({ distinct: ['state', 'reason'] })).map(({ id }) => id);

describe.each([
  { name: 'as it is by default', more: {} },
  {
    name: 'with encrypted payloads',
    more: { WATCHFLOW_PAYLOAD_KEYS: `p1:${planted.payloadKey}` },
  },
])('a history of troubles, $name', ({ more }) => {
  const world = withWatchflow({ scenario, env: { ...env, ...more } });
  const isEncoded = 'WATCHFLOW_PAYLOAD_KEYS' in more;
  const seen: Place[] = [];

  const sync = async (mode: SyncMode = 'normal'): Promise<SyncRunView> => {
    const { watchflow, userId } = world();
    const wish = { requestId: randomUUID(), mode, trigger: 'manual' } as const;
    const { runId, workflowId } = await watchflow.syncs.request(userId, wish);
    const follow = { runId, since: new Date(0), onProgress: () => undefined };
    const run = await followRun(watchflow, userId, follow);
    // Until its workflow has closed, another request would join this run.
    const closed = watchflow.temporal.client.workflow.getHandle(workflowId).result();
    await closed.catch(() => undefined);
    return run;
  };

  const webhookSecrets: Record<string, string> = {};
  const secrets = (): Record<string, string> => ({
    ...planted,
    ...webhookSecrets,
    apiKey: world().apiKey,
  });

  /** A webhook with an old and a new secret, whose receiver answers with words of its own. */
  async function addWebhook(): Promise<RawServer> {
    const { watchflow, userId } = world();
    const { channels } = watchflow.notifications;
    const said = planted.webhookAnswer;
    const receiver = await startRawServer(() => answer(500, said, { 'x-said': said }));
    const wish = { name: 'planted', url: receiver.url };
    const { channel, secret } = await channels.create(userId, wish);
    const rotated = await channels.rotateSecret(userId, channel.id);
    webhookSecrets['webhookBefore'] = String(secret).slice('whsec_'.length);
    webhookSecrets['webhookNow'] = rotated.secret.slice('whsec_'.length);
    return receiver;
  }

  /** A webhook by its whole life: what is on record of it afterwards, its owner alone was shown. */
  async function useWebhook(address: string): Promise<void> {
    const headers = {
      authorization: `Bearer ${world().apiKey}`,
      'content-type': 'application/json',
    };
    const send = async (method: string, path: string, body?: object) => {
      const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
      const response = await fetch(`${address}/api/v1/notification-channels${path}`, init);
      expect(response.status).toBeLessThan(300);
      return (await response.json()) as { id: string; secret?: string };
    };
    const url = (host: string) => `https://${host}/services/${planted.webhookPath}`;
    const made = await send('POST', '', { name: 'chat', url: url('chat.example.org') });
    await send('PATCH', `/${made.id}`, { url: url('other.example.org') });
    await send('DELETE', `/${made.id}`);
    webhookSecrets['webhookOfTheApi'] = String(made.secret).slice('whsec_'.length);
  }

  const ask = async (address: string, path: string, init: RequestInit = {}): Promise<number> => {
    const response = await fetch(address + path, init);
    const headers = Object.fromEntries(response.headers);
    seen.push(placeOf(`answer of ${path}`, { headers, body: await response.text() }));
    return response.status;
  };

  async function useApi(): Promise<void> {
    const { watchflow, apiKey } = world();
    const address = await serveApi(watchflow);
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    for (const id of await somePlays(watchflow)) {
      expect(await ask(address, `/api/v1/plays/${id}/explain`, { headers })).toBe(200);
    }
    const body = `{"cron": "${planted.accessToken}"`;
    await useWebhook(address);
    expect(await ask(address, '/health')).toBe(200);
    expect(await ask(address, '/openapi.json')).toBe(200);
    for (const path of readable) {
      expect(await ask(address, path, { headers })).toBe(200);
      const wrong = { authorization: `Bearer ${planted.wrongApiKey}` };
      expect(await ask(address, path, { headers: wrong })).toBe(401);
    }
    expect(await ask(address, '/api/trakt/config', { method: 'PUT', headers, body })).toBe(400);
  }

  /** Every kind of fault once; ends with Trakt refusing the token. */
  async function meetTroubles(): Promise<SyncRunView[]> {
    const { trakt, bangumi, watchflow, userId } = world();
    const once = { times: 1 };
    trakt.faults.add({ ...once, fault: traktSays(500) });
    trakt.faults.add({ ...once, match: { path: '/sync/history' }, fault: { kind: 'html-200' } });
    bangumi.faults.add({ ...once, match: { method: 'PATCH' }, fault: bangumiSays(400) });
    bangumi.faults.add({ ...once, match: { method: 'PATCH' }, after: 1, fault: bangumiSays(500) });
    bangumi.faults.add({ ...once, match: { method: 'POST' }, fault: { kind: 'html-200' } });
    bangumi.faults.add({ ...once, match: { method: 'POST' }, after: 2, fault: { kind: 'reset' } });
    bangumi.faults.add({ ...once, fault: { kind: 'torn-json' } });
    bangumi.faults.add({ match: { path: /\/episodes$/ }, fault: { kind: 'delay', ms: 40 } });
    const cancelled = sync();
    await eventually(
      () => Promise.resolve(bangumi.writes().length > 5 ? true : undefined),
      'the middle of a sync',
    );
    await watchflow.syncs.cancel(userId);
    const runs = [await cancelled];
    bangumi.faults.clear();
    runs.push(await sync());
    trakt.faults.add({ ...once, match: { path: '/sync/history' }, fault: traktSays(422) });
    runs.push(await sync('full'));
    trakt.faults.add({ fault: traktRefuses(401) });
    runs.push(await sync());
    return runs;
  }

  beforeAll(async () => {
    const { watchflow, userId } = world();
    const receiver = await addWebhook();
    await watchflow.schedules.reconcile();
    seen.push(...(await meetTroubles()).map((run) => placeOf(`run that ended ${run.status}`, run)));
    await watchflow.schedules.trigger('history', userId);
    const ticked = () => watchflow.history.ticks.latest(`history:${userId}`);
    await eventually(async () => (await ticked()) ?? undefined, 'a tick');
    await eventually(
      () => Promise.resolve(receiver.seen.length > 0 ? true : undefined),
      'a delivery to the webhook',
    );
    await receiver.close();
    await useApi();
    seen.push(placeOf('first user', await prepareFirstUser(watchflow)));
    for (const service of ['trakt', 'bangumi'] as const) {
      const used = watchflow.connections.accessOf(userId, service);
      const fault = await used.then(
        () => `${service} answers`,
        (error: unknown) => error,
      );
      seen.push(placeOf(`access to ${service}`, fault));
    }
  }, 120_000);

  it('meets them all', () => {
    const endings = seen.flatMap(({ where }) => /^run that ended (.*)$/.exec(where)?.[1] ?? []);
    expect(endings).toEqual(['cancelled', 'success', 'failed', 'needs-reauth']);
  });

  it('leaves no secret in logs, answers and errors', () => {
    const { lines, userId } = world();
    const places = [...seen, ...lines.map((line) => placeOf(`log line ${line.event}`, line))];
    expect(findIn(places, secrets())).toEqual([]);
    expect(findIn(places, { userId }).length).toBeGreaterThan(5);
  });

  it('leaves no secret in the database', async () => {
    const { watchflow, userId } = world();
    const places = await placesInDatabase(watchflow.runtime.databaseUrl);
    expect(findIn(places, secrets())).toEqual([]);
    const tables = findIn(places, { userId });
    expect(tables).toEqual(
      expect.arrayContaining(
        ['users', 'connections', 'plays', 'sync_runs', 'schedule_ticks'].map(
          (table) => `userId in table public.${table}`,
        ),
      ),
    );
  });

  it('leaves no secret in Temporal', async () => {
    const { watchflow, userId } = world();
    const { client } = watchflow.temporal;
    const places = await eventually(async () => {
      const found = await placesInTemporal(client, userId);
      // Listings lag a little behind.
      const types = ['syncHistory', 'scheduleTick'];
      const areThere = types.every((type) =>
        found.some(({ where }) => where === `history of ${type}`),
      );
      return areThere ? found : undefined;
    }, 'the listing of the workflows');
    expect(findIn(places, secrets())).toEqual([]);
    expect(findIn(places, { userId })).toContain('userId in history of syncHistory');
    // Each run's id travels in payloads only.
    const run = await watchflow.history.runs.latest(userId);
    const inHistories = findIn(places, { runId: run?.id ?? 'none' }).filter((found) =>
      found.includes('in history of'),
    );
    expect(inHistories.length > 0).toBe(!isEncoded);
  });
});
