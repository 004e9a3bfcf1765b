import type { Retention } from '../lib/retention.js';
import type { JobCron } from '../lib/job-cron.js';
import type { FilesConfig, StorageConfig } from './storage-config.js';
import type { MailConfig } from './mail-config.js';

/** What watchflow is told to be; read once by `loadConfig`, handed down by `main`. Nothing else knows the environment. */
export interface Config {
  readonly profile: Profile;
  /** Absolute. Embedded database, Temporal file, key ring and logs live here. */
  readonly dataDir: string;
  readonly http: HttpConfig;
  readonly database: DatabaseConfig;
  readonly temporal: TemporalConfig;
  readonly trakt: TraktConfig;
  readonly bangumi: BangumiConfig;
  readonly idMap: IdMapConfig;
  readonly matching: { readonly liveAction: 'none' | 'asian' | 'all' };
  readonly relay: RelayConfig;
  readonly requests: RequestsConfig;
  readonly upstream: UpstreamConfig;
  readonly webhooks: WebhooksConfig;
  /** Absent = no mail can be sent. */
  readonly mail?: MailConfig | undefined;
  readonly limits: LimitsConfig;
  readonly accounts: AccountsConfig;
  readonly sync: SyncConfig;
  readonly lists: ListsConfig;
  readonly jobs: JobsConfig;
  readonly retention: Retention;
  readonly keys: KeysConfig;
  readonly backup: BackupConfig;
  readonly translation: TranslationConfig;
  readonly storage: StorageConfig;
  readonly files: FilesConfig;
  readonly log: LogConfig;
  readonly runtime: RuntimeConfig;
  /** What is allowed but worth telling the operator at start; empty when all is well. */
  readonly notices: readonly Notice[];
}

export type Profile = 'development' | 'test' | 'production';

export interface HttpConfig {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Without trailing slash, may carry a path prefix. Absent = the address listened on. */
  readonly publicUrl?: string | undefined;
  /** Addresses and CIDR ranges; empty when nobody's `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Reads the metrics, and nothing else. */
  readonly metricsToken?: string | undefined;
}

export interface JobsConfig {
  /** False = jobs run only when asked for. */
  readonly enabled: boolean;
  readonly timeZone: string;
  /** Each five cron fields, or an interval. */
  readonly crons: Readonly<Record<JobCron, string>>;
}

export interface DatabaseConfig {
  /** Absent = the embedded PostgreSQL. */
  readonly url?: string | undefined;
  readonly poolMax: number;
}

export interface TemporalConfig {
  /** True when a Temporal of the operator is to be used (address, profile or config file given), false for the embedded one. */
  readonly external: boolean;
  /** `host:port`. */
  readonly address?: string | undefined;
  readonly namespace: string;
  /** Every `TEMPORAL_*` variable that is set, for `@temporalio/envconfig` (`overrideEnvVars`): TLS and API key are its business. */
  readonly env: Readonly<Record<string, string>>;
  readonly cliPath?: string | undefined;
  /** Ports of the embedded server; absent = a free one. */
  readonly port?: number | undefined;
  readonly uiPort?: number | undefined;
  /** Of this process, on 127.0.0.1. */
  readonly metricsPort?: number | undefined;
  /** Appended to every task queue name, so that tests sharing a server do not take each other's tasks; '' normally. */
  readonly taskQueueSuffix: string;
}

/** Addresses are http(s), may have a path prefix, never end in a slash. */
export interface TraktConfig {
  readonly apiUrl: string;
  readonly authUrl: string;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** Exactly as given: Trakt compares it with the registered one letter by letter. */
  readonly redirectUri?: string | undefined;
}

export interface BangumiConfig {
  readonly apiUrl: string;
  readonly authUrl: string;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly redirectUri?: string | undefined;
}

export interface IdMapConfig {
  /** The bangumi-data the operator named; absent = the packaged one, until another is taken from `refresh.bangumiData`. */
  readonly source?: IdMapSource | undefined;
  /** Where each part is refreshed from; what is absent is not. */
  readonly refresh: {
    readonly bangumiData?: IdMapSource | undefined;
    readonly animeLists?: IdMapSource | undefined;
    readonly bangumiExtLinker?: IdMapSource | undefined;
  };
}

/** Where a data file is read from. */
export type IdMapSource =
  { readonly kind: 'url'; readonly url: string } | { readonly kind: 'file'; readonly path: string };

/** Absent `url` = there is no relay. With it comes a token, or name and password. */
export interface RelayConfig {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
}

/** Requests in a calendar minute, day or month of UTC; absent = no end. */
export interface RequestLimits {
  readonly minute?: number | undefined;
  readonly day?: number | undefined;
  readonly month?: number | undefined;
}

export interface RequestsConfig {
  /** Of each API key, unless it says otherwise itself. */
  readonly key: RequestLimits & { readonly minute: number };
  /** Of all keys of a person together. */
  readonly user: RequestLimits;
}

export interface UpstreamConfig {
  /** The whole User-Agent, when the operator wants another than `watchflow/<version> (<contact>)`. */
  readonly userAgent?: string | undefined;
  /** Address or mail put into the User-Agent. */
  readonly userAgentContact?: string | undefined;
  readonly timeoutMs: number;
  /** Further attempts after the first. */
  readonly retries: number;
}

export interface WebhooksConfig {
  /** Deliver inside private networks too. */
  readonly allowPrivate: boolean;
  readonly timeoutMs: number;
}

/** Per user. */
export interface LimitsConfig {
  readonly enabled: boolean;
  /** Counted in the database, for all processes together. */
  readonly shared: boolean;
  readonly traktGetLimit: number;
  readonly traktGetPeriodSeconds: number;
  readonly traktWritesPerSecond: number;
  readonly bangumiRequestsPerSecond: number;
  readonly bangumiBurst: number;
}

/** Lifetimes in milliseconds. */
export interface AccountsConfig {
  readonly sessionIdleMs: number;
  readonly sessionLifeMs: number;
  readonly setupLinkMs: number;
}

export interface SyncConfig {
  readonly enabled: boolean;
  /** Five fields or `@every 1h`, normalised (see `parseTiming`). */
  readonly defaultCron: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface ListsConfig {
  /** Five fields or `@every 6h`, normalised. */
  readonly cron: string;
  /** So long after a write Trakt may still show what was before it. */
  readonly readLagMs: number;
}

/** Checked key ring texts (see `parseKeyRing`), newest key first. */
export interface KeysConfig {
  /** Absent = the ring kept in `dataDir`. */
  readonly ring?: string | undefined;
  /** Set = Temporal payloads are encrypted. */
  readonly payload?: string | undefined;
}

export interface BackupConfig {
  /** Absolute; absent = no backups are made by themselves. */
  readonly dir?: string | undefined;
  readonly passphrase?: string | undefined;
  /** Days. */
  readonly keep: number;
}

/** How writes of translation records are grouped. */
export interface TranslationConfig {
  readonly flushRows: number;
  readonly waitMs: number;
  readonly mostRows: number;
}

export interface LogConfig {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'json' | 'pretty';
}

export interface RuntimeConfig {
  /** Absolute; downloaded tools (Temporal CLI) are kept here across checkouts. */
  readonly cacheDir: string;
  /** `PATH` as given, '' when unset. */
  readonly path: string;
}

export interface Notice {
  readonly place: string;
  readonly message: string;
}
