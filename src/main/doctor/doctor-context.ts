import type { Config } from '../../platform/config/config.js';
import type { ConfigReading } from '../../platform/config/load-config.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import { once } from '../../platform/lib/once.js';
import { holderOfDataDir } from '../../runtime/index.js';
import {
  bangumiUserAgent,
  createBangumiClient,
  type BangumiUser,
} from '../../upstream/bangumi/index.js';
import {
  createTraktClient,
  traktUserAgent,
  type TraktSettings,
} from '../../upstream/trakt/index.js';
import { createProber, type Probed, type ProbeRequest } from './probe.js';

/** What the checks stand on. Answers that several of them need are asked for once. */
export interface DoctorContext extends ConfigReading {
  readonly config: Config;
  readonly version: string;
  /** As `20.19.0`. */
  readonly nodeVersion: string;
  /** IANA name of the system's time zone, if it has a valid one. */
  readonly timeZone: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly userAgents: { readonly trakt: string; readonly bangumi: string };
  /** The watchflow that runs on the data folder. */
  readonly holder: () => Promise<number | undefined>;
  /** `GET /users/settings` with the app's key and without a token: 401 where all is well. */
  readonly askTrakt: () => Promise<Probed>;
  /** `GET /v0/subjects/1`, which everybody may read. */
  readonly askBangumi: () => Promise<Probed>;
  readonly ask: (request: Omit<ProbeRequest, 'signal'>) => Promise<Probed>;
  /** With the configured token; throws `UpstreamError`. */
  readonly readTraktSettings: () => Promise<TraktSettings>;
  readonly readBangumiUser: () => Promise<BangumiUser>;
  /** Ends what is still under way. */
  readonly close: () => void;
}

export interface DoctorContextDeps {
  readonly reading: ConfigReading;
  readonly version: string;
  readonly nodeVersion: string;
  readonly timeZone: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

const longestWaitMs = 10_000;

export function createDoctorContext({ reading, ...deps }: DoctorContextDeps): DoctorContext {
  const { config } = reading;
  const { clock, version } = deps;
  const timeoutMs = Math.min(config.upstream.timeoutMs, longestWaitMs);
  const ending = new AbortController();
  const prober = createProber({ timeoutMs, now: () => clock.now().getTime() });
  const ask: DoctorContext['ask'] = (request) => prober.ask({ ...request, signal: ending.signal });
  const userAgents = userAgentsOf(config, version);
  const accounts = openAccounts({ ...deps, config, timeoutMs, userAgents, signal: ending.signal });
  return {
    ...reading,
    ...deps,
    userAgents,
    ask,
    holder: once(() => holderOfDataDir(config.dataDir)),
    askTrakt: once(() =>
      ask({
        url: `${config.trakt.apiUrl}/users/settings`,
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'user-agent': userAgents.trakt,
          'trakt-api-version': '2',
          'trakt-api-key': config.trakt.clientId ?? '',
        },
      }),
    ),
    askBangumi: once(() =>
      ask({
        url: `${config.bangumi.apiUrl}/v0/subjects/1`,
        headers: { accept: 'application/json', 'user-agent': userAgents.bangumi },
      }),
    ),
    readTraktSettings: once(accounts.readTraktSettings),
    readBangumiUser: once(accounts.readBangumiUser),
    close: () => {
      ending.abort(new Error('the doctor has gone'));
      prober.close();
      accounts.close();
    },
  };
}

const userAgentsOf = ({ upstream }: Config, version: string): DoctorContext['userAgents'] => ({
  trakt: upstream.userAgent ?? traktUserAgent(version, upstream.userAgentContact),
  bangumi: upstream.userAgent ?? bangumiUserAgent(version, upstream.userAgentContact),
});

interface AccountDeps extends Pick<DoctorContext, 'config' | 'clock' | 'log' | 'userAgents'> {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

function openAccounts({ config, clock, log, userAgents, timeoutMs, signal }: AccountDeps) {
  const common = { limits: 'off', http: { timeoutMs, retries: 0 }, log, clock } as const;
  const trakt = createTraktClient({
    ...common,
    apiUrl: config.trakt.apiUrl,
    clientId: config.trakt.clientId ?? '',
    userAgent: userAgents.trakt,
  });
  const bangumi = createBangumiClient({
    ...common,
    apiUrl: config.bangumi.apiUrl,
    userAgent: userAgents.bangumi,
  });
  const accessOf = (accessToken = '') => ({ accessToken, limitKey: 'doctor' });
  return {
    readTraktSettings: () => trakt.readSettings(accessOf(config.trakt.accessToken), { signal }),
    readBangumiUser: () => bangumi.readMe(accessOf(config.bangumi.accessToken), { signal }),
    close: () => {
      trakt.destroy();
      bangumi.destroy();
    },
  };
}
