import { afterEach, beforeAll, expect } from '@jest/globals';
import { z } from 'zod';
import { serveApi } from '../../../src/main/compose/serve-api.js';
import type { ScenarioInput } from '../../../src/simulators/index.js';
import { movableClock } from '../../support/movable-clock.js';
import { decideAt, type Decision } from '../../support/oauth-browser.js';
import { app, signInWorld } from '../../support/oauth-world.js';
import { withWatchflow } from '../../support/with-watchflow.js';
import { openBrowser } from './browser.js';

const password = 'correct horse battery';

const addresses = {
  trakt: 'http://localhost/api/trakt/auth/callback',
  bangumi: 'http://localhost/api/v1/connections/bangumi/auth/callback',
};

const registered = (address: string) => [{ ...app, redirect_uris: [address] }];

const scenario: ScenarioInput = {
  ...signInWorld,
  // Told apart by what never changes.
  trakt: {
    users: (signInWorld.trakt.users ?? []).map((user, index) => ({
      ...user,
      uuid: `uuid-${index}`,
    })),
  },
  apps: { trakt: registered(addresses.trakt), bangumi: registered(addresses.bangumi) },
};

export const connections = '/api/v1/connections';

export const begun = z.object({
  authorization_url: z.string(),
  attempt_id: z.string(),
  expires_at: z.string(),
});

export const attemptBody = z.looseObject({
  attempt_id: z.string(),
  status: z.string(),
  user_code: z.string().nullable(),
  verification_url: z.string().nullable(),
  poll_interval: z.number().nullable(),
});

type Service = 'trakt' | 'bangumi';
export type Browser = ReturnType<typeof openBrowser>;

export const asPage = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
export const asJson = { accept: 'application/json' };

/** Status and body, to be compared at once. */
export const told = ({ status, data }: { readonly status: number; readonly data: unknown }) => [
  status,
  data,
];
export const problem = (status: number, code: string) => [
  status,
  expect.objectContaining({ code }),
];

export const attemptsOf = async (browser: Browser, id: string) =>
  attemptBody.parse((await browser.call('get', `${connections}/attempts/${id}`)).data);

/** Begins, decides at the service, and answers where the browser is sent back to, on our address. */
async function decide(browser: Browser, service: Service, decision: Decision = {}) {
  const { data } = await browser.call('post', `/api/v1/connections/${service}/auth/init`);
  const { authorization_url: url, attempt_id: attemptId } = begun.parse(data);
  const back = new URL(await decideAt(url, decision));
  return { path: back.pathname + back.search, attemptId, url, query: back.searchParams };
}

/** The whole product with its API, the operator's apps, and two accounts (ann, bob) at either service. */
export function withConnections() {
  const clock = movableClock();
  const world = withWatchflow({
    scenario: () => scenario,
    clock,
    oauth: { device: { lifetimeSeconds: 600, intervalSeconds: 1 } },
    env: {
      TRAKT_CLIENT_ID: app.client_id,
      TRAKT_CLIENT_SECRET: app.client_secret,
      TRAKT_REDIRECT_URI: addresses.trakt,
      BANGUMI_CLIENT_ID: app.client_id,
      BANGUMI_CLIENT_SECRET: app.client_secret,
      BANGUMI_REDIRECT_URI: addresses.bangumi,
    },
  });
  let address = '';
  beforeAll(async () => {
    address = await serveApi(world().watchflow);
  });
  afterEach(() => {
    world().trakt.faults.clear();
    world().bangumi.faults.clear();
  });
  let people = 0;

  return () => ({
    ...world(),
    clock,
    browse: () => openBrowser(address),

    /** Somebody signed in to a browser, with a key of theirs. */
    someone: async (locale: 'en' | 'zh-CN' = 'en') => {
      const { accounts } = world().watchflow;
      const name = `person ${++people}`;
      const { id } = await accounts.people.create({ name, password, role: 'member', locale });
      const { key } = await accounts.keys.create(id, { name: 'theirs', scopes: ['*'] });
      const browser = openBrowser(address);
      await browser.signIn(name, password);
      return { id, name, key, browser };
    },

    decide,

    auditOf: (userId: string, action: string) =>
      world().watchflow.db.auditLog.count({ where: { actorId: userId, action } }),

    /** Connects, and expects it to end well. */
    connect: async (browser: Browser, service: Service, account: string) => {
      const { path } = await decide(browser, service, { account });
      const { status, data } = await browser.call('get', path, { headers: asPage });
      if (status !== 200)
        throw new Error(`${service} was not connected: ${status} ${JSON.stringify(data)}`);
    },
  });
}
