import { z } from 'zod';
import { about } from './about.js';
import { jobs } from './job-variables.js';
import * as services from './service-variables.js';
import { requests } from './request-variables.js';
import { storage } from './storage-variables.js';
import { mail } from './mail-variables.js';
import * as type from './value-types.js';

const port = () => type.wholeNumber(0, 65_535);
/** The embedded Temporal server takes 0 for "no port", not for "any free one"; leaving the variable out says that. */
const temporalPort = () => type.wholeNumber(1, 65_535);

const general = {
  WATCHFLOW_PROFILE: type.oneOf('development', 'test', 'production').register(about, {
    group: 'Process',
    key: 'profile',
    doc: 'What this process is for; `production` refuses unsafe settings.',
    default: 'development',
  }),
  WATCHFLOW_CONFIG: type.text().optional().register(about, {
    group: 'Process',
    doc: 'YAML file with any of these settings; the environment goes before it.',
    absent: '`watchflow.yaml`, if there is one',
  }),
  DATA_DIR: type.text().register(about, {
    group: 'Process',
    key: 'dataDir',
    doc: 'Folder of the embedded database, the Temporal file and the key ring.',
    default: '.watchflow',
  }),
  LOG_LEVEL: type.oneOf('debug', 'info', 'warn', 'error', 'silent').register(about, {
    group: 'Process',
    key: 'log.level',
    doc: 'Least important level that is logged.',
    default: 'info',
    defaultIn: { test: 'warn' },
  }),
  LOG_FORMAT: type.oneOf('json', 'pretty').register(about, {
    group: 'Process',
    key: 'log.format',
    doc: 'One JSON object a line, or short lines for people; both on stderr.',
    default: 'json',
    defaultIn: { development: 'pretty' },
  }),
};

const http = {
  HOST: type.listenHost().register(about, {
    group: 'HTTP',
    key: 'http.host',
    doc: 'Address to listen on.',
    default: '127.0.0.1',
  }),
  PORT: port().register(about, {
    group: 'HTTP',
    key: 'http.port',
    doc: 'Port to listen on; 0 takes any free one.',
    default: '7080',
  }),
  PUBLIC_URL: type.baseUrl().optional().register(about, {
    group: 'HTTP',
    key: 'http.publicUrl',
    doc: 'Address under which people reach watchflow; a path prefix is allowed.',
    absent: 'the address listened on',
    example: 'https://watchflow.example.org',
  }),
  TRUSTED_PROXIES: type.networks().optional().register(about, {
    group: 'HTTP',
    key: 'http.trustedProxies',
    doc: 'Reverse proxies whose `X-Forwarded-For` is believed: addresses or CIDR ranges, comma separated.',
    absent: 'none; the other end of the connection counts',
    example: '127.0.0.1,10.0.0.0/8',
  }),
  METRICS_TOKEN: type
    .name(/^[\w.~+/=-]{20,200}$/, 'at least 20 letters, digits or . ~ + / = -')
    .optional()
    .register(about, {
      group: 'HTTP',
      key: 'http.metricsToken',
      doc: 'Bearer token that reads the metrics and nothing else, also while the database, which knows the keys, is away.',
      absent: 'keys with the scope `admin:metrics` alone',
      secret: true,
      example: 'at-least-20-letters-of-your-own',
    }),
};

const database = {
  DATABASE_URL: type.databaseUrl().optional().register(about, {
    group: 'Database',
    key: 'database.url',
    doc: 'PostgreSQL to use.',
    absent: 'the embedded PostgreSQL',
    secret: true,
    example: 'postgresql://user:password@host:5432/watchflow',
  }),
  DATABASE_POOL_MAX: type.wholeNumber(1, 1_000).register(about, {
    group: 'Database',
    key: 'database.poolMax',
    doc: 'Most connections this process opens.',
    default: '10',
  }),
};

const temporal = {
  TEMPORAL_ADDRESS: type.hostAndPort().optional().register(about, {
    group: 'Temporal',
    key: 'temporal.address',
    doc: 'Temporal to use; TLS and further `TEMPORAL_*` variables are read as the Temporal SDK documents them.',
    absent: 'the embedded Temporal server',
    example: '127.0.0.1:7233',
  }),
  TEMPORAL_NAMESPACE: type.token().register(about, {
    group: 'Temporal',
    key: 'temporal.namespace',
    doc: 'Namespace the workflows live in.',
    default: 'default',
  }),
  TEMPORAL_API_KEY: type.token().optional().register(about, {
    group: 'Temporal',
    key: 'temporal.apiKey',
    doc: 'API key of Temporal Cloud.',
    secret: true,
  }),
  TEMPORAL_CLI_PATH: type.text().optional().register(about, {
    group: 'Temporal',
    key: 'temporal.cliPath',
    doc: 'The `temporal` binary that serves as embedded server.',
    absent: 'looked for on PATH and in the cache, else downloaded',
  }),
  TEMPORAL_PORT: temporalPort().optional().register(about, {
    group: 'Temporal',
    key: 'temporal.port',
    doc: 'Port of the embedded Temporal server.',
    absent: 'a free one',
  }),
  TEMPORAL_UI_PORT: temporalPort().optional().register(about, {
    group: 'Temporal',
    key: 'temporal.uiPort',
    doc: 'Port of the embedded Temporal Web UI.',
    absent: 'a free one',
  }),
  TEMPORAL_METRICS_PORT: temporalPort().optional().register(about, {
    group: 'Temporal',
    key: 'temporal.metricsPort',
    doc: 'Port on 127.0.0.1 where Temporal’s SDK tells Prometheus of workers, workflows and activities (`/metrics`).',
    absent: 'nowhere',
    example: '9464',
  }),
  WATCHFLOW_TASK_QUEUE_SUFFIX: type
    .name(/^[\w.-]{1,40}$/, 'at most 40 letters, digits, dots, dashes or underscores')
    .optional()
    .register(about, {
      group: 'Temporal',
      key: 'temporal.taskQueueSuffix',
      doc: 'Appended to every task queue, so that installations sharing a namespace keep apart.',
    }),
};

const accounts = {
  SESSION_IDLE_HOURS: type.wholeNumber(1, 8_760).register(about, {
    group: 'Accounts',
    key: 'accounts.sessionIdleHours',
    doc: 'Hours without a request after which a session ends.',
    default: '72',
  }),
  SESSION_MAX_DAYS: type.wholeNumber(1, 3_650).register(about, {
    group: 'Accounts',
    key: 'accounts.sessionMaxDays',
    doc: 'Days after which a session ends however much it is used.',
    default: '30',
  }),
  SETUP_LINK_HOURS: type.wholeNumber(1, 720).register(about, {
    group: 'Accounts',
    key: 'accounts.setupLinkHours',
    doc: 'Hours a set-up link is good for.',
    default: '24',
  }),
};

const sync = {
  SYNC_ENABLED: type.truth().register(about, {
    group: 'Sync',
    key: 'sync.enabled',
    doc: 'Run the schedules.',
    default: 'true',
  }),
  SYNC_DEFAULT_CRON: type.cron().register(about, {
    group: 'Sync',
    key: 'sync.defaultCron',
    doc: 'When the history of a new user is synced: `@every 6h`, or five cron fields.',
    default: '@every 1h',
  }),
  SYNC_TIME_ZONE: type.timeZone().register(about, {
    group: 'Sync',
    key: 'sync.timeZone',
    doc: 'Time zone of that expression.',
    default: 'UTC',
  }),
  LISTS_CRON: type.cron().register(about, {
    group: 'Sync',
    key: 'lists.cron',
    doc: 'When smart lists are brought to Trakt: `@every 6h`, or five cron fields in the time zone of the person.',
    default: '@every 6h',
  }),
  LISTS_READ_LAG_SECONDS: type.wholeNumber(0, 3_600).register(about, {
    group: 'Sync',
    key: 'lists.readLagSeconds',
    doc: 'So long after a write Trakt may still show a list as it was.',
    default: '60',
  }),
};

const keys = {
  WATCHFLOW_KEYS: type.keyRing().optional().register(about, {
    group: 'Keys',
    key: 'keys.ring',
    doc: 'Keys that seal tokens in the database: `id:base64 of 32 bytes`, comma separated, newest first.',
    absent: 'made at first start and kept in `DATA_DIR`',
    secret: true,
  }),
  WATCHFLOW_PAYLOAD_KEYS: type.keyRing().optional().register(about, {
    group: 'Keys',
    key: 'keys.payload',
    doc: 'Keys in the same form that encrypt what Temporal stores.',
    absent: 'not encrypted (it holds ids only)',
    secret: true,
  }),
};

const backup = {
  BACKUP_DIR: type.text().optional().register(about, {
    group: 'Backup',
    key: 'backup.dir',
    doc: 'Folder the daily backup is written to; best on another disk. Needs `BACKUP_PASSPHRASE` besides.',
    absent: 'no backups are made',
    example: '/mnt/backups/watchflow',
  }),
  BACKUP_PASSPHRASE: type.passphrase().optional().register(about, {
    group: 'Backup',
    key: 'backup.passphrase',
    doc: 'Passphrase that backups are encrypted under, 12 characters at least. Keep it somewhere else: without it no backup can be opened.',
    absent: 'the command line asks for it; no daily backups',
    secret: true,
  }),
  BACKUP_KEEP: type.wholeNumber(1, 1_000).register(about, {
    group: 'Backup',
    key: 'backup.keep',
    doc: 'Days of which the newest backup is kept; besides them, one of each of the four weeks before.',
    default: '7',
  }),
};

/** Every variable watchflow knows: how it is read here, what it means in its `about`. */
export const variables = z.object({
  ...general,
  ...http,
  ...database,
  ...temporal,
  ...services.trakt,
  ...services.bangumi,
  ...services.relay,
  ...services.upstream,
  ...services.webhooks,
  ...mail,
  ...services.translation,
  ...services.limits,
  ...accounts,
  ...requests,
  ...sync,
  ...jobs,
  ...keys,
  ...backup,
  ...storage,
});

export type Values = z.output<typeof variables>;
