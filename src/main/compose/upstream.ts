import type { Config, RelayConfig } from '../../platform/config/config.js';
import type { Metrics } from '../../platform/observability/create-metrics.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import {
  bangumiUserAgent,
  createBangumiAuth,
  createBangumiClient,
  type OpenBangumiAuth,
  type OpenBangumiClient,
} from '../../upstream/bangumi/index.js';
import type { HttpOptions, SharedLimits } from '../../upstream/http/index.js';
import {
  createRelayClient,
  type OpenRelayClient,
  type RelayCredentials,
} from '../../upstream/relay/index.js';
import {
  createTraktAuth,
  createTraktClient,
  traktUserAgent,
  type OpenTraktAuth,
  type OpenTraktClient,
} from '../../upstream/trakt/index.js';
import { version } from './version.js';

export interface UpstreamDeps {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly metrics?: Pick<Metrics, 'upstream' | 'upstreamWait'> | undefined;
}

export interface UpstreamClientsDeps extends UpstreamDeps {
  readonly sharedLimits?: SharedLimits | undefined;
}

/** One client per service; limits are kept per user inside them, or with those of other processes. */
export function createUpstream({
  config,
  log,
  clock,
  metrics,
  sharedLimits,
}: UpstreamClientsDeps): {
  trakt: OpenTraktClient;
  bangumi: OpenBangumiClient;
} {
  const { trakt, bangumi, limits, upstream } = config;
  const http = httpOf({ config, metrics });
  const contact = upstream.userAgentContact;
  return {
    trakt: createTraktClient({
      apiUrl: trakt.apiUrl,
      clientId: trakt.clientId ?? '',
      userAgent: upstream.userAgent ?? traktUserAgent(version, contact),
      limits: limits.enabled
        ? {
            reads: { requests: limits.traktGetLimit, perSeconds: limits.traktGetPeriodSeconds },
            writesPerSecond: limits.traktWritesPerSecond,
          }
        : 'off',
      shared: sharedLimits,
      http,
      log,
      clock,
    }),
    bangumi: createBangumiClient({
      apiUrl: bangumi.apiUrl,
      userAgent: upstream.userAgent ?? bangumiUserAgent(version, contact),
      limits: limits.enabled
        ? { perSecond: limits.bangumiRequestsPerSecond, burst: limits.bangumiBurst }
        : 'off',
      shared: sharedLimits,
      http,
      log,
      clock,
    }),
  };
}

const httpOf = ({
  config: { upstream },
  metrics,
}: Pick<UpstreamDeps, 'config' | 'metrics'>): HttpOptions => ({
  timeoutMs: upstream.timeoutMs,
  retries: upstream.retries,
  onExchange: metrics?.upstream,
  onTurn: metrics?.upstreamWait,
});

/** Absent where there is none. */
export function createRelay({
  config,
  log,
  clock,
  metrics,
}: UpstreamDeps): OpenRelayClient | undefined {
  const { relay, upstream } = config;
  const credentials = credentialsOf(relay);
  if (relay.url === undefined || credentials === undefined) return undefined;
  return createRelayClient({
    url: relay.url,
    credentials,
    userAgent: upstream.userAgent ?? traktUserAgent(version, upstream.userAgentContact),
    requestsPerSecond: config.limits.enabled ? undefined : 'off',
    http: httpOf({ config, metrics }),
    log,
    clock,
  });
}

/** A token goes before a password. */
function credentialsOf({ token, username, password }: RelayConfig): RelayCredentials | undefined {
  if (token !== undefined) return { kind: 'token', token };
  return username === undefined || password === undefined
    ? undefined
    : { kind: 'password', username, password };
}

export interface UpstreamAuths {
  /** Absent where the operator has set up no app. */
  readonly trakt?: OpenTraktAuth | undefined;
  readonly bangumi?: OpenBangumiAuth | undefined;
  destroy(): void;
}

/** The services' OAuth servers, as far as there is an app of the operator's. */
export function createUpstreamAuths({ config, log, clock, metrics }: UpstreamDeps): UpstreamAuths {
  const { upstream } = config;
  const http = { onExchange: metrics?.upstream };
  const contact = upstream.userAgentContact;
  const { clientId, clientSecret, authUrl } = config.bangumi;
  const trakt =
    config.trakt.clientId === undefined
      ? undefined
      : createTraktAuth({
          authUrl: config.trakt.authUrl,
          clientId: config.trakt.clientId,
          clientSecret: config.trakt.clientSecret,
          userAgent: upstream.userAgent ?? traktUserAgent(version, contact),
          http,
          log,
          clock,
        });
  const bangumi =
    clientId === undefined || clientSecret === undefined
      ? undefined
      : createBangumiAuth({
          authUrl,
          clientId,
          clientSecret,
          userAgent: upstream.userAgent ?? bangumiUserAgent(version, contact),
          http,
          log,
          clock,
        });
  return {
    trakt,
    bangumi,
    destroy() {
      trakt?.destroy();
      bangumi?.destroy();
    },
  };
}
