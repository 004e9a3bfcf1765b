import { join, resolve } from 'node:path';
import type {
  BangumiConfig,
  Config,
  IdMapConfig,
  IdMapSource,
  JobsConfig,
  LimitsConfig,
  RelayConfig,
  RequestsConfig,
  TemporalConfig,
  TraktConfig,
} from './config.js';
import { namesOf, pick } from '../lib/pick.js';
import type { Retention } from '../lib/retention.js';
import { textOf } from './environment.js';
import { jobCrons } from './job-variables.js';
import type { Environment } from './environment.js';
import { toFilesConfig, toStorageConfig } from './to-storage-config.js';
import { toMailConfig } from './to-mail-config.js';
import type { Values } from './variables.js';

export interface Surroundings {
  readonly env: Environment;
  readonly cwd: string;
}

const hourMs = 3600_000;

/** Sorts the checked values into their groups; `notices` stays empty. */
export function toConfig(values: Values, { env, cwd }: Surroundings): Config {
  const dataDir = resolve(cwd, values.DATA_DIR);
  const temporal = toTemporal(values, { env, cwd });
  return {
    profile: values.WATCHFLOW_PROFILE,
    dataDir,
    http: {
      host: values.HOST,
      port: values.PORT,
      publicUrl: values.PUBLIC_URL,
      trustedProxies: values.TRUSTED_PROXIES ?? [],
      metricsToken: values.METRICS_TOKEN,
    },
    database: { url: values.DATABASE_URL, poolMax: values.DATABASE_POOL_MAX },
    temporal,
    trakt: toTrakt(values),
    bangumi: toBangumi(values),
    idMap: toIdMap(values, cwd),
    matching: { liveAction: values.MATCHING_LIVE_ACTION },
    relay: toRelay(values),
    requests: toRequests(values),
    upstream: toUpstream(values),
    webhooks: {
      allowPrivate: values.WEBHOOK_ALLOW_PRIVATE,
      timeoutMs: values.WEBHOOK_TIMEOUT_MS,
    },
    mail: toMailConfig(values),
    limits: toLimits(values, temporal),
    accounts: toAccounts(values),
    sync: {
      enabled: values.SYNC_ENABLED,
      defaultCron: values.SYNC_DEFAULT_CRON,
      timeZone: values.SYNC_TIME_ZONE,
    },
    jobs: { enabled: values.ENABLE_CRON, timeZone: values.JOBS_TIME_ZONE, crons: cronsOf(values) },
    retention: toRetention(values),
    lists: { cron: values.LISTS_CRON, readLagMs: values.LISTS_READ_LAG_SECONDS * 1_000 },
    keys: { ring: values.WATCHFLOW_KEYS, payload: values.WATCHFLOW_PAYLOAD_KEYS },
    backup: {
      dir: values.BACKUP_DIR === undefined ? undefined : resolve(cwd, values.BACKUP_DIR),
      passphrase: values.BACKUP_PASSPHRASE,
      keep: values.BACKUP_KEEP,
    },
    translation: toTranslation(values),
    storage: toStorageConfig(values, { cwd, dataDir }),
    files: toFilesConfig(values),
    log: { level: values.LOG_LEVEL, format: values.LOG_FORMAT },
    runtime: { cacheDir: toCacheDir(env, dataDir), path: env['PATH'] ?? '' },
    notices: [],
  };
}

const toAccounts = (values: Values): Config['accounts'] => ({
  sessionIdleMs: values.SESSION_IDLE_HOURS * hourMs,
  sessionLifeMs: values.SESSION_MAX_DAYS * 24 * hourMs,
  setupLinkMs: values.SETUP_LINK_HOURS * hourMs,
});

const toUpstream = (values: Values): Config['upstream'] => ({
  userAgent: values.USER_AGENT,
  userAgentContact: values.USER_AGENT_CONTACT,
  timeoutMs: values.UPSTREAM_TIMEOUT_MS,
  retries: values.UPSTREAM_RETRIES,
});

const toTranslation = (values: Values): Config['translation'] => ({
  flushRows: values.TRANSLATION_FLUSH_ROWS,
  waitMs: values.TRANSLATION_FLUSH_WAIT_MS,
  mostRows: values.TRANSLATION_BUFFER_ROWS,
});

function toTemporal(values: Values, { env, cwd }: Surroundings): TemporalConfig {
  const given = Object.keys(env).filter((name) => name.startsWith('TEMPORAL_'));
  const fromEnv = given.flatMap((name) => {
    const text = textOf(env, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  const known = {
    TEMPORAL_ADDRESS: values.TEMPORAL_ADDRESS,
    TEMPORAL_API_KEY: values.TEMPORAL_API_KEY,
  };
  const named = Object.entries(known).flatMap(([name, text]) =>
    text === undefined ? [] : [[name, text] as const],
  );
  const all = new Map([
    ...fromEnv,
    ...named,
    ['TEMPORAL_NAMESPACE', values.TEMPORAL_NAMESPACE] as const,
  ]);
  return {
    external: ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some((name) =>
      all.has(name),
    ),
    address: values.TEMPORAL_ADDRESS,
    namespace: values.TEMPORAL_NAMESPACE,
    env: Object.fromEntries(all),
    cliPath:
      values.TEMPORAL_CLI_PATH === undefined ? undefined : resolve(cwd, values.TEMPORAL_CLI_PATH),
    port: values.TEMPORAL_PORT,
    uiPort: values.TEMPORAL_UI_PORT,
    metricsPort: values.TEMPORAL_METRICS_PORT,
    taskQueueSuffix: values.WATCHFLOW_TASK_QUEUE_SUFFIX ?? '',
  };
}

const toTrakt = (values: Values): TraktConfig => ({
  apiUrl: values.TRAKT_API_URL,
  authUrl: values.TRAKT_AUTH_URL,
  clientId: values.TRAKT_CLIENT_ID,
  clientSecret: values.TRAKT_CLIENT_SECRET,
  accessToken: values.TRAKT_ACCESS_TOKEN,
  refreshToken: values.TRAKT_REFRESH_TOKEN,
  redirectUri: values.TRAKT_REDIRECT_URI,
});

const toBangumi = (values: Values): BangumiConfig => ({
  apiUrl: values.BANGUMI_API_URL,
  authUrl: values.BANGUMI_AUTH_URL,
  clientId: values.BANGUMI_CLIENT_ID,
  clientSecret: values.BANGUMI_CLIENT_SECRET,
  accessToken: values.BANGUMI_ACCESS_TOKEN,
  redirectUri: values.BANGUMI_REDIRECT_URI,
});

const toRelay = (values: Values): RelayConfig => ({
  url: values.RELAY_URL,
  token: values.RELAY_TOKEN,
  username: values.RELAY_USERNAME,
  password: values.RELAY_PASSWORD,
  timeZone: values.RELAY_TIME_ZONE,
});

const toRequests = (values: Values): RequestsConfig => ({
  key: {
    minute: values.KEY_REQUESTS_PER_MINUTE,
    day: values.KEY_REQUESTS_PER_DAY,
    month: values.KEY_REQUESTS_PER_MONTH,
  },
  user: {
    minute: values.USER_REQUESTS_PER_MINUTE,
    day: values.USER_REQUESTS_PER_DAY,
    month: values.USER_REQUESTS_PER_MONTH,
  },
});

const toLimits = (values: Values, temporal: TemporalConfig): LimitsConfig => ({
  enabled: values.UPSTREAM_LIMITS,
  // Several processes need both servers outside of them; one process needs no count elsewhere.
  shared: values.UPSTREAM_LIMITS_SHARED ?? (values.DATABASE_URL !== undefined && temporal.external),
  traktGetLimit: values.TRAKT_GET_LIMIT,
  traktGetPeriodSeconds: values.TRAKT_GET_PERIOD,
  traktWritesPerSecond: values.TRAKT_WRITES_PER_SECOND,
  bangumiRequestsPerSecond: values.BANGUMI_REQUESTS_PER_SECOND,
  bangumiBurst: values.BANGUMI_BURST,
});

const officialBangumiData =
  'https://raw.githubusercontent.com/bangumi-data/bangumi-data/master/dist/data.json';

/** A test never asks the world unasked. */
function toIdMap(values: Values, cwd: string): IdMapConfig {
  const given = values.BANGUMI_DATA_URL;
  const source = given?.kind === 'packaged' ? undefined : toSource(given, cwd);
  const isLeftToUs = given === undefined && values.WATCHFLOW_PROFILE !== 'test';
  return {
    source,
    refresh: {
      bangumiData: isLeftToUs ? { kind: 'url', url: officialBangumiData } : source,
      animeLists: toSource(values.ANIME_LISTS_URL, cwd),
      bangumiExtLinker: toSource(values.BANGUMI_EXT_LINKER_URL, cwd),
    },
  };
}

const toSource = (source: IdMapSource | undefined, cwd: string): IdMapSource | undefined =>
  source?.kind === 'file' ? { kind: 'file', path: resolve(cwd, source.path) } : source;

function toCacheDir(env: Environment, dataDir: string): string {
  const xdg = textOf(env, 'XDG_CACHE_HOME');
  const home = textOf(env, 'HOME') ?? textOf(env, 'USERPROFILE');
  if (xdg !== undefined) return resolve(xdg, 'watchflow');
  return home === undefined ? join(dataDir, 'cache') : resolve(home, '.cache', 'watchflow');
}

/** Those of the variables and no others: what goes about must not carry secrets along. */
const cronsOf = (values: Values): JobsConfig['crons'] => pick(values, namesOf(jobCrons));

const toRetention = (values: Values): Retention => ({
  auditDays: values.AUDIT_RETENTION_DAYS,
  jobLogDays: values.JOB_LOG_RETENTION_DAYS,
  healthDays: values.HEALTH_RETENTION_DAYS,
  reminderDays: values.REMINDER_RETENTION_DAYS,
  notificationDays: values.NOTIFICATION_RETENTION_DAYS,
  translationDays: values.TRANSLATION_RETENTION_DAYS,
  usageDays: values.KEY_USAGE_RETENTION_DAYS,
  scheduleDays: values.SCHEDULE_RETENTION_DAYS,
  planDays: values.PLAN_RETENTION_DAYS,
  listDays: values.LIST_RETENTION_DAYS,
});
