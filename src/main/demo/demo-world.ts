import {
  loadExpected,
  loadScenario,
  startBangumiSimulator,
  startTraktSimulator,
  type BangumiSimulator,
  type Expected,
  type TraktSimulator,
} from '../../simulators/index.js';
import { withRunningSeries } from './running-series.js';

/** The simulated services, their user's tokens, and what a sync must end in. */
export interface DemoWorld {
  readonly trakt: TraktSimulator;
  readonly bangumi: BangumiSimulator;
  readonly expected: Expected;
  /** Variables that point watchflow at them. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface DemoWorldOptions {
  /** Milliseconds each simulated answer takes. */
  readonly latencyMs: number;
  readonly scenario?: string | undefined;
}

export async function startDemoWorld({
  latencyMs,
  scenario: name = 'demo',
}: DemoWorldOptions): Promise<DemoWorld> {
  const [told, expected] = await Promise.all([loadScenario(name), loadExpected(name)]);
  const scenario = withRunningSeries(told);
  const trakt = await startTraktSimulator({ scenario, latencyMs });
  const bangumi = await startBangumiSimulator({ scenario, latencyMs });
  const [traktUser] = told.trakt.users;
  const [bangumiUser] = told.bangumi.users;
  if (traktUser === undefined || bangumiUser === undefined)
    throw new Error(`The scenario ${name} has no user.`);
  return {
    trakt,
    bangumi,
    expected,
    env: {
      TRAKT_API_URL: trakt.url,
      TRAKT_AUTH_URL: trakt.url,
      TRAKT_CLIENT_ID: told.trakt.client_ids[0] ?? 'demo-client',
      TRAKT_ACCESS_TOKEN: traktUser.token,
      BANGUMI_API_URL: bangumi.url,
      BANGUMI_AUTH_URL: bangumi.url,
      BANGUMI_ACCESS_TOKEN: bangumiUser.token,
    },
    async stop() {
      await Promise.all([trakt.stop(), bangumi.stop()]);
    },
  };
}
