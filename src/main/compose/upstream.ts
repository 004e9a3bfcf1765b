import type { Config } from '../../platform/config/config.js';
import type { Clock } from '../../platform/lib/clock.js';
import type { Logger } from '../../platform/lib/logger.js';
import {
  bangumiUserAgent,
  createBangumiClient,
  type OpenBangumiClient,
} from '../../upstream/bangumi/index.js';
import {
  createTraktClient,
  traktUserAgent,
  type OpenTraktClient,
} from '../../upstream/trakt/index.js';
import { version } from './version.js';

export interface UpstreamDeps {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
}

/** One client per service; limits are kept per user inside them. */
export function createUpstream({ config, log, clock }: UpstreamDeps): {
  trakt: OpenTraktClient;
  bangumi: OpenBangumiClient;
} {
  const { trakt, bangumi, limits, upstream } = config;
  const http = { timeoutMs: upstream.timeoutMs, retries: upstream.retries };
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
      http,
      log,
      clock,
    }),
  };
}
