import { about } from './about.js';
import * as type from './value-types.js';

// The variables that concern other services; `variables.ts` puts all together.

export const trakt = {
  TRAKT_API_URL: type.baseUrl().register(about, {
    group: 'Trakt',
    key: 'trakt.apiUrl',
    doc: 'Address of the Trakt API.',
    default: 'https://api.trakt.tv',
  }),
  TRAKT_AUTH_URL: type.baseUrl().register(about, {
    group: 'Trakt',
    key: 'trakt.authUrl',
    doc: "Address of Trakt's OAuth service.",
    default: 'https://auth.trakt.tv',
  }),
  TRAKT_CLIENT_ID: type.token().optional().register(about, {
    group: 'Trakt',
    key: 'trakt.clientId',
    doc: 'Client id of your own Trakt app.',
  }),
  TRAKT_CLIENT_SECRET: type.token().optional().register(about, {
    group: 'Trakt',
    key: 'trakt.clientSecret',
    doc: 'Client secret of that app.',
    secret: true,
  }),
  TRAKT_ACCESS_TOKEN: type.token().optional().register(about, {
    group: 'Trakt',
    key: 'trakt.accessToken',
    doc: "Makes the first user's Trakt connection.",
    secret: true,
  }),
  TRAKT_REFRESH_TOKEN: type.token().optional().register(about, {
    group: 'Trakt',
    key: 'trakt.refreshToken',
    doc: 'Refresh token belonging to it; it can be used once.',
    secret: true,
  }),
  TRAKT_REDIRECT_URI: type.redirectUri().optional().register(about, {
    group: 'Trakt',
    key: 'trakt.redirectUri',
    doc: 'Redirect address registered with the Trakt app, letter by letter.',
    absent: '`PUBLIC_URL`/api/trakt/auth/callback',
  }),
};

export const bangumi = {
  BANGUMI_API_URL: type.baseUrl().register(about, {
    group: 'Bangumi',
    key: 'bangumi.apiUrl',
    doc: 'Address of the Bangumi API.',
    default: 'https://api.bgm.tv',
  }),
  BANGUMI_AUTH_URL: type.baseUrl().register(about, {
    group: 'Bangumi',
    key: 'bangumi.authUrl',
    doc: "Address of Bangumi's OAuth service.",
    default: 'https://bgm.tv',
  }),
  BANGUMI_CLIENT_ID: type.token().optional().register(about, {
    group: 'Bangumi',
    key: 'bangumi.clientId',
    doc: 'App id of your own Bangumi app.',
  }),
  BANGUMI_CLIENT_SECRET: type.token().optional().register(about, {
    group: 'Bangumi',
    key: 'bangumi.clientSecret',
    doc: 'App secret of that app.',
    secret: true,
  }),
  BANGUMI_ACCESS_TOKEN: type.token().optional().register(about, {
    group: 'Bangumi',
    key: 'bangumi.accessToken',
    doc: "Makes the first user's Bangumi connection; a personal access token will do.",
    secret: true,
  }),
  BANGUMI_REDIRECT_URI: type.redirectUri().optional().register(about, {
    group: 'Bangumi',
    key: 'bangumi.redirectUri',
    doc: 'Redirect address registered with the Bangumi app, letter by letter.',
    absent: '`PUBLIC_URL`/api/v1/connections/bangumi/auth/callback',
  }),
  BANGUMI_DATA_URL: type.dataSourceOrPackaged().optional().register(about, {
    group: 'Bangumi',
    key: 'idMap.source',
    doc: 'Address or file of the `bangumi-data` to match with, read anew daily; `packaged`: the one watchflow comes with, and no other.',
    absent: 'the packaged one, and daily the official one from GitHub (not in profile `test`)',
  }),
  ANIME_LISTS_URL: type.dataSource().optional().register(about, {
    group: 'Bangumi',
    key: 'idMap.animeLists',
    doc: "Address or file of `anime-list-master.xml` of anime-lists: TVDB's and IMDb's ids.",
    absent: 'does without',
  }),
  BANGUMI_EXT_LINKER_URL: type.dataSource().optional().register(about, {
    group: 'Bangumi',
    key: 'idMap.bangumiExtLinker',
    doc: 'Address or file of `anime_map.json` of BangumiExtLinker: further ids, less certain.',
    absent: 'does without',
  }),
  MATCHING_LIVE_ACTION: type.oneOf('none', 'asian', 'all').register(about, {
    group: 'Bangumi',
    key: 'matching.liveAction',
    doc: 'Live action to look for on Bangumi: `none`, `asian` (from China, Japan, Korea, Taiwan and Hong Kong) or `all`.',
    default: 'asian',
  }),
};

export const relay = {
  RELAY_URL: type.baseUrl().optional().register(about, {
    group: 'Relay',
    key: 'relay.url',
    doc: 'Address of the relay service usage numbers are read from.',
    absent: 'none are read',
  }),
  RELAY_TOKEN: type.token().optional().register(about, {
    group: 'Relay',
    key: 'relay.token',
    doc: "Token of an administrator's session there. Such a session ends after a day without a request; name and password outlast it.",
    secret: true,
  }),
  RELAY_USERNAME: type.text().optional().register(about, {
    group: 'Relay',
    key: 'relay.username',
    doc: 'Name of an administrator there, instead of a token.',
  }),
  RELAY_PASSWORD: type.text().optional().register(about, {
    group: 'Relay',
    key: 'relay.password',
    doc: 'Password of that administrator.',
    secret: true,
  }),
  RELAY_TIME_ZONE: type.timeZone().register(about, {
    group: 'Relay',
    key: 'relay.timeZone',
    doc: 'Time zone its days begin in, which is UTC+8 there unless it was set otherwise.',
    default: 'Asia/Shanghai',
  }),
};

export const upstream = {
  USER_AGENT: type.text().optional().register(about, {
    group: 'Upstream',
    key: 'upstream.userAgent',
    doc: 'The whole User-Agent.',
    absent: '`watchflow/<version> (<contact>)`',
  }),
  USER_AGENT_CONTACT: type.text().optional().register(about, {
    group: 'Upstream',
    key: 'upstream.userAgentContact',
    doc: 'Address or mail by which the services can reach you; goes into the User-Agent.',
    example: 'https://example.org/about',
  }),
  UPSTREAM_TIMEOUT_MS: type.wholeNumber(100, 600_000).register(about, {
    group: 'Upstream',
    key: 'upstream.timeoutMs',
    doc: 'Longest wait for one answer, in milliseconds.',
    default: '30000',
  }),
  UPSTREAM_RETRIES: type.wholeNumber(0, 20).register(about, {
    group: 'Upstream',
    key: 'upstream.retries',
    doc: 'Further attempts of one request after the first.',
    default: '3',
  }),
};

export const webhooks = {
  WEBHOOK_ALLOW_PRIVATE: type.truth().register(about, {
    group: 'Notifications',
    key: 'webhooks.allowPrivate',
    doc: 'Deliver webhooks inside private networks too. Anybody who may have a webhook can then make watchflow call machines there.',
    default: 'false',
  }),
  WEBHOOK_TIMEOUT_MS: type.wholeNumber(100, 30_000).register(about, {
    group: 'Notifications',
    key: 'webhooks.timeoutMs',
    doc: 'Longest wait for the answer of a webhook, in milliseconds.',
    default: '15000',
  }),
};

export const translation = {
  TRANSLATION_FLUSH_ROWS: type.wholeNumber(1, 10_000).register(about, {
    group: 'Translation records',
    key: 'translation.flushRows',
    doc: 'So many rows are written at once, without waiting for more.',
    default: '1000',
  }),
  TRANSLATION_FLUSH_WAIT_MS: type.wholeNumber(0, 30_000).register(about, {
    group: 'Translation records',
    key: 'translation.waitMs',
    doc: 'How long fewer rows wait for others to be written with, in milliseconds. Nobody is answered before.',
    default: '10',
  }),
  TRANSLATION_BUFFER_ROWS: type.wholeNumber(1_000, 1_000_000).register(about, {
    group: 'Translation records',
    key: 'translation.mostRows',
    doc: 'Rows that may wait in this process; whoever sends more is told to come back (503 with Retry-After).',
    default: '20000',
  }),
};

export const limits = {
  UPSTREAM_LIMITS: type.truth().register(about, {
    group: 'Limits per user',
    key: 'limits.enabled',
    doc: 'Keep to the limits below.',
    default: 'true',
  }),
  UPSTREAM_LIMITS_SHARED: type.truth().optional().register(about, {
    group: 'Limits per user',
    key: 'limits.shared',
    doc: 'Count requests in the database, for all processes together, instead of in each process.',
    absent:
      '`true` where `DATABASE_URL` and `TEMPORAL_ADDRESS` are set (several processes may run), else `false`',
    example: 'true',
  }),
  TRAKT_GET_LIMIT: type.wholeNumber(1, 1_000_000).register(about, {
    group: 'Limits per user',
    key: 'limits.traktGetLimit',
    doc: 'Trakt reads in one period.',
    default: '500',
  }),
  TRAKT_GET_PERIOD: type.wholeNumber(1, 86_400).register(about, {
    group: 'Limits per user',
    key: 'limits.traktGetPeriodSeconds',
    doc: 'That period, in seconds.',
    default: '300',
  }),
  TRAKT_WRITES_PER_SECOND: type.decimal(0.01, 10_000).register(about, {
    group: 'Limits per user',
    key: 'limits.traktWritesPerSecond',
    doc: 'Trakt writes in a second.',
    default: '1',
  }),
  BANGUMI_REQUESTS_PER_SECOND: type.decimal(0.01, 10_000).register(about, {
    group: 'Limits per user',
    key: 'limits.bangumiRequestsPerSecond',
    doc: 'Bangumi requests in a second, on average.',
    default: '4',
  }),
  BANGUMI_BURST: type.wholeNumber(1, 100_000).register(about, {
    group: 'Limits per user',
    key: 'limits.bangumiBurst',
    doc: 'Bangumi requests that may come at once.',
    default: '300',
  }),
};
