import { redact } from '../observability/redact.js';
import type { Config, IdMapSource } from './config.js';

/** Every secret value of the configuration, for the log to hide wherever it turns up. */
export function secretsOf(config: Config): string[] {
  const { http, trakt, bangumi, relay, keys, database, temporal, backup, storage, mail } = config;
  const rings = [keys.ring, keys.payload].flatMap((ring) => ring?.split(/[,\n]/) ?? []);
  const temporalSecrets = Object.entries(temporal.env).filter(([name]) => isSecretOfTemporal(name));
  const all = [
    http.metricsToken,
    trakt.clientSecret,
    trakt.accessToken,
    trakt.refreshToken,
    bangumi.clientSecret,
    bangumi.accessToken,
    relay.token,
    relay.password,
    ...rings.map((entry) => entry.slice(entry.indexOf(':') + 1).trim()),
    backup.passphrase,
    mail?.credentials?.password,
    database.url,
    passwordOf(database.url),
    storage.redisUrl,
    passwordOf(storage.redisUrl),
    storage.s3?.credentials?.accessKeyId,
    storage.s3?.credentials?.secretAccessKey,
    ...Object.values(config.idMap.refresh).flatMap(queryValuesOf),
    ...temporalSecrets.map(([, value]) => value),
  ];
  return all.filter((secret) => secret !== undefined).filter((secret) => secret !== '');
}

/** What is that short is no key, and would hide too much. */
const shortestKey = 8;

const queryValuesOf = (source: IdMapSource | undefined): string[] =>
  source?.kind === 'url'
    ? [...new URL(source.url).searchParams.values()].filter(({ length }) => length >= shortestKey)
    : [];

const isSecretOfTemporal = (name: string) => /API_KEY|KEY_DATA|CODEC_AUTH|GRPC_META/.test(name);

const passwordOf = (url: string | undefined) =>
  url === undefined || !URL.canParse(url) ? undefined : new URL(url).password;

/** The configuration as it may be shown: what is secret says only that it is set. */
export function redactConfig(config: Config): unknown {
  const { http, database, trakt, bangumi, relay, keys, temporal, backup, storage, mail } = config;
  const hide = (secret: string | undefined) => (secret === undefined ? undefined : '[set]');
  const env = Object.entries(temporal.env).map(([name, value]) => [
    name,
    isSecretOfTemporal(name) ? '[set]' : value,
  ]);
  return {
    ...config,
    http: { ...http, metricsToken: hide(http.metricsToken) },
    database: { ...database, url: hideCredentials(database.url) },
    trakt: {
      ...trakt,
      clientSecret: hide(trakt.clientSecret),
      accessToken: hide(trakt.accessToken),
      refreshToken: hide(trakt.refreshToken),
    },
    bangumi: {
      ...bangumi,
      clientSecret: hide(bangumi.clientSecret),
      accessToken: hide(bangumi.accessToken),
    },
    relay: { ...relay, token: hide(relay.token), password: hide(relay.password) },
    idMap: withoutQueries(config.idMap),
    backup: { ...backup, passphrase: hide(backup.passphrase) },
    storage: {
      ...storage,
      redisUrl: hideCredentials(storage.redisUrl),
      s3: storage.s3 && { ...storage.s3, credentials: storage.s3.credentials && '[set]' },
    },
    mail: mail && { ...mail, credentials: mail.credentials && '[set]' },
    keys: { ring: hide(keys.ring), payload: hide(keys.payload) },
    temporal: { ...temporal, env: redact(Object.fromEntries(env)) },
  };
}

/** The query of an address may hold a key. */
const withoutQueries = ({ source, refresh }: Config['idMap']) => {
  const shown = (one: IdMapSource | undefined) => {
    if (one?.kind !== 'url') return one;
    const { origin, pathname } = new URL(one.url);
    return { ...one, url: `${origin}${pathname}` };
  };
  return {
    source: shown(source),
    refresh: Object.entries(refresh).map(([name, one]) => ({ name, source: shown(one) })),
  };
};

/** Host and database are worth seeing; user, password and parameters (which may hold a password) are not. */
function hideCredentials(url: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
