import type { Fault } from '../lib/errors.js';
import type { Config, Notice } from './config.js';

type PlaceOf = (name: string) => string;

/** True for addresses only this machine can reach. */
const isLoopback = (host: string): boolean =>
  /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);

const isClearText = (address: string | undefined): boolean =>
  address !== undefined && address.startsWith('http:') && !isLoopback(new URL(address).hostname);

interface Rule {
  readonly name: string;
  readonly broken: (config: Config) => boolean;
  readonly message: string;
}

const losesFiles = ({ storage }: Config) => ['memory', 'redis'].includes(storage.files);

const outside = (config: Config) => !isLoopback(config.http.host);

/** What production refuses, because a person would be harmed before anybody noticed. */
const rules: readonly Rule[] = [
  {
    name: 'WATCHFLOW_KEYS',
    broken: (config) =>
      config.keys.ring === undefined && (outside(config) || config.database.url !== undefined),
    message:
      'expected a key ring in production when HOST is reachable or DATABASE_URL is set: keys kept in DATA_DIR differ between processes and die with the disk, and stored tokens with them; set it, for example k1:$(openssl rand -base64 32)',
  },
  {
    name: 'PUBLIC_URL',
    broken: (config) => outside(config) && config.http.publicUrl === undefined,
    message:
      'expected an https:// address in production when HOST is reachable; set it to the address people use',
  },
  clearText('PUBLIC_URL', 'API keys and sign-in codes', (config) => config.http.publicUrl),
  clearText('TRAKT_REDIRECT_URI', 'sign-in codes', (config) => config.trakt.redirectUri),
  clearText('BANGUMI_REDIRECT_URI', 'sign-in codes', (config) => config.bangumi.redirectUri),
  clearText('TRAKT_API_URL', 'access tokens', (config) => config.trakt.apiUrl),
  clearText('TRAKT_AUTH_URL', 'client secret and tokens', (config) => config.trakt.authUrl),
  clearText('BANGUMI_API_URL', 'access tokens', (config) => config.bangumi.apiUrl),
  clearText('BANGUMI_AUTH_URL', 'client secret and tokens', (config) => config.bangumi.authUrl),
  clearText('RELAY_URL', 'credentials', (config) => config.relay.url),
  ...(
    [
      ['BANGUMI_DATA_URL', 'bangumiData'],
      ['ANIME_LISTS_URL', 'animeLists'],
      ['BANGUMI_EXT_LINKER_URL', 'bangumiExtLinker'],
    ] as const
  ).map(([name, part]) =>
    clearText(name, 'the id map, open to forgery,', ({ idMap: { refresh } }) => {
      const source = refresh[part];
      return source?.kind === 'url' ? source.url : undefined;
    }),
  ),
  clearText('S3_ENDPOINT', 'files', (config) => config.storage.s3?.endpoint),
  clearText('S3_PUBLIC_ENDPOINT', 'files', (config) => config.storage.s3?.publicEndpoint),
  {
    name: 'SMTP_TLS',
    broken: ({ mail }) =>
      mail !== undefined &&
      !mail.isImplicitTls &&
      mail.tls !== 'required' &&
      !isLoopback(mail.host),
    message:
      'expected required in production unless the mail server is on this machine: its password and what people are told would travel in the clear; unset it, or use smtps:// in SMTP_URL',
  },
  {
    name: 'STORAGE_FILES',
    broken: losesFiles,
    message:
      'expected local, s3 or postgres in production: memory and redis lose what people have uploaded',
  },
  {
    name: 'UPSTREAM_LIMITS',
    broken: ({ limits, trakt, bangumi }) =>
      !limits.enabled &&
      [trakt.apiUrl, bangumi.apiUrl].some((address) =>
        /\.(?:trakt\.tv|bgm\.tv)$/.test(new URL(address).hostname),
      ),
    message:
      'expected true in production against the real services: they ban who ignores their limits; unset it',
  },
];

function clearText(
  name: string,
  what: string,
  address: (config: Config) => string | undefined,
): Rule {
  return {
    name,
    broken: (config) => isClearText(address(config)),
    message: `expected https:// in production (http:// only on loopback): ${what} would travel in the clear; use https://`,
  };
}

/** Every unsafe setting of a production configuration. */
export const unsafeIn = (config: Config, placeOf: PlaceOf): Fault[] =>
  rules
    .filter((rule) => rule.broken(config))
    .map(({ name, message }) => ({ place: placeOf(name), message }));

const worthTelling: readonly Rule[] = [
  {
    name: 'DATABASE_URL',
    broken: (config) => config.profile === 'production' && config.database.url === undefined,
    message: 'not set: the embedded PostgreSQL in DATA_DIR is used; back that folder up',
  },
  {
    name: 'TEMPORAL_ADDRESS',
    broken: (config) => config.profile === 'production' && !config.temporal.external,
    message:
      "not set: the embedded Temporal server is used; it is Temporal's development server, one process only",
  },
  {
    name: 'STORAGE_FILES',
    broken: (config) => config.profile === 'development' && losesFiles(config),
    message:
      'memory and redis lose what is uploaded; use local, s3 or postgres for more than trials',
  },
  {
    name: 'STORAGE_DIR',
    broken: ({ profile, database, storage }) =>
      profile === 'production' && database.url !== undefined && storage.files === 'local',
    message: 'files are kept in a folder: where several processes run, each needs the same one',
  },
  {
    name: 'HOST',
    broken: (config) => config.profile !== 'production' && outside(config),
    message: 'can be reached from other machines; use WATCHFLOW_PROFILE=production for that',
  },
  {
    name: 'UPSTREAM_LIMITS',
    broken: (config) => config.profile !== 'test' && !config.limits.enabled,
    message: 'is off: nothing keeps watchflow from being banned by the services',
  },
  {
    name: 'USER_AGENT_CONTACT',
    broken: ({ profile, upstream }) =>
      profile === 'production' &&
      upstream.userAgent === undefined &&
      upstream.userAgentContact === undefined,
    message: 'not set: Bangumi and Trakt ask for a way to reach you in the User-Agent',
  },
];

/** What is allowed, but should be said once at start. */
export const noticesOf = (config: Config, placeOf: PlaceOf): Notice[] =>
  worthTelling
    .filter((rule) => rule.broken(config))
    .map(({ name, message }) => ({ place: placeOf(name), message }));
