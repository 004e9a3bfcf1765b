import { isTimeZone } from '../lib/cron.js';
import { parseKeyRing } from '../security/key-ring.js';
import { messageOf } from '../lib/errors.js';
import { parseMailbox } from '../lib/mail-address.js';
import { parseTiming } from '../lib/timing.js';
import type { IdMapSource } from './config.js';
import { isIP } from 'node:net';
import { z } from 'zod';

/** A schema from text; its issue message is what was expected, as `a port number from 0 to 65535`. */
const readAs = <T>(expected: string, read: (text: string) => T | undefined) =>
  z.string().transform((text, context) => {
    const value = read(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });

const hasControlCharacters = (text: string) => /\p{Cc}/u.test(text);

/** One line of text, as given. */
export const text = () =>
  readAs('one line of text without control characters', (given) =>
    hasControlCharacters(given) ? undefined : given,
  );

const shortestPassphrase = 12;

/** Whoever has the file may guess as long as they like. */
export const passphrase = () =>
  readAs(
    `a line of at least ${shortestPassphrase} characters without control characters`,
    (given) =>
      given.length < shortestPassphrase || hasControlCharacters(given) ? undefined : given,
  );

/** Text without white space: tokens, ids. */
export const token = () =>
  readAs('text without spaces or control characters', (given) =>
    /^[\x21-\x7e]+$/.test(given) ? given : undefined,
  );

export const name = (pattern: RegExp, expected: string) =>
  readAs(expected, (given) => (pattern.test(given) ? given : undefined));

export const wholeNumber = (min: number, max: number) =>
  readAs(`a whole number from ${min} to ${max}`, (given) => {
    const value = /^\d{1,12}$/.test(given) ? Number(given) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });

export const decimal = (min: number, max: number) =>
  readAs(`a number from ${min} to ${max}`, (given) => {
    const value = /^\d{1,9}(\.\d{1,6})?$/.test(given) ? Number(given) : Number.NaN;
    return value >= min && value <= max ? value : undefined;
  });

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);

export const truth = () =>
  readAs('true or false (1, 0, yes, no, on, off)', (given) => truths.get(given.toLowerCase()));

export const oneOf = <const T extends string>(...choices: readonly T[]) =>
  readAs(`one of ${choices.join(', ')}`, (given) => choices.find((choice) => choice === given));

const toUrl = (given: string): URL | undefined =>
  hasControlCharacters(given) || !URL.canParse(given) ? undefined : new URL(given);

const isPlainWebUrl = (url: URL) =>
  ['http:', 'https:'].includes(url.protocol) &&
  [url.username, url.password, url.search, url.hash].every((part) => part === '') &&
  url.hostname !== '';

/** An address to build others on: path prefix kept, trailing slashes dropped. */
const toBaseUrl = (given: string): string | undefined => {
  const url = toUrl(given);
  if (url === undefined || !isPlainWebUrl(url) || /[?#\s\\]/.test(given)) return undefined;
  return url.href.replace(/\/+$/, '');
};

const plainAddress =
  'an http:// or https:// address, a path allowed, without credentials, query or fragment';

export const baseUrl = () => readAs(plainAddress, toBaseUrl);

/** An OAuth redirect address: checked, but kept letter by letter, because the services compare it so. */
export const redirectUri = () =>
  readAs(plainAddress, (given) => (toBaseUrl(given) === undefined ? undefined : given));

const sourceExpected = 'an http:// or https:// address without credentials, or the path of a file';

function toSource(given: string): IdMapSource | undefined {
  if (hasControlCharacters(given)) return undefined;
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(given)) return { kind: 'file', path: given };
  const url = toUrl(given);
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined;
  return url.username === '' && url.password === '' ? { kind: 'url', url: url.href } : undefined;
}

/** An address (a query allowed: data files are often served so) or the path of a file. */
export const dataSource = () => readAs(sourceExpected, toSource);

/** The same, or the word for the file that watchflow comes with. */
export const dataSourceOrPackaged = () =>
  readAs(`${sourceExpected}, or packaged`, (given) =>
    given === 'packaged' ? { kind: 'packaged' as const } : toSource(given),
  );

export const databaseUrl = () =>
  readAs('a postgres:// or postgresql:// address with host and database name', (given) => {
    const url = toUrl(given);
    const isPostgres = url !== undefined && /^postgres(ql)?:$/.test(url.protocol);
    // A host may stand in the query instead (`?host=/var/run/postgresql`): a socket has no host name.
    const hasHost = isPostgres && (url.hostname !== '' || url.searchParams.has('host'));
    return hasHost && url.pathname.length > 1 ? given : undefined;
  });

/** Media types in lower case, comma separated. */
export const mediaTypes = () =>
  readAs('media types such as image/png or image/*, comma separated', (given) => {
    const types = given.split(',').map((one) => one.trim().toLowerCase());
    return types.every((one) => /^[a-z]+\/(?:\*|[a-z\d][a-z\d.+-]*)$/.test(one))
      ? types
      : undefined;
  });

export const redisUrl = () =>
  readAs('a redis:// or rediss:// address with a host', (given) => {
    const url = toUrl(given);
    return url !== undefined && /^rediss?:$/.test(url.protocol) && url.hostname !== ''
      ? given
      : undefined;
  });

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** `smtp://` or `smtps://`, with host and nothing behind it; user and password must be readable. */
export const smtpUrl = () =>
  readAs('an smtp:// or smtps:// address with a host', (given) => {
    const url = toUrl(given);
    const isSmtp = url !== undefined && /^smtps?:$/.test(url.protocol);
    if (!isSmtp || !/^(?:\[[\da-f:.]+\]|[\w.-]+)$/i.test(url.hostname)) return undefined;
    const isBare = url.pathname.length <= 1 && url.search === '' && url.hash === '';
    return isBare && isDecodable(url.username + url.password) ? given : undefined;
  });

export const mailbox = () =>
  readAs('an address such as watchflow <watchflow@example.org>', parseMailbox);

export const hostAndPort = () =>
  readAs('host:port, for example 127.0.0.1:7233', (given) => {
    const port = /^(?:\[[\da-f:.]+\]|[\w.-]+):(\d{1,5})$/i.exec(given)?.[1];
    return port !== undefined && Number(port) > 0 && Number(port) <= 65_535 ? given : undefined;
  });

export const listenHost = () =>
  name(/^(?:[\da-f:.]*:[\da-f:.]*|[a-z\d](?:[\w.-]*[a-z\d])?)$/i, 'a host name or an IP address');

const isNetwork = (given: string): boolean => {
  const [address = '', bits, ...more] = given.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
  );
};

/** IP addresses and CIDR ranges, comma separated. */
export const networks = () =>
  readAs('IP addresses or CIDR ranges such as 10.0.0.0/8, comma separated', (given) => {
    const ranges = given.split(',').map((range) => range.trim());
    return ranges.every(isNetwork) ? ranges : undefined;
  });

export const timeZone = () =>
  readAs('an IANA time zone, for example UTC or Asia/Shanghai', (given) =>
    isTimeZone(given) ? given : undefined,
  );

/** Five fields or `@every 6h`, normalised; the time zone is a variable of its own. */
export const cron = () =>
  z.string().transform((given, context) => {
    const parsed = parseTiming(given, 'UTC');
    if (parsed.kind === 'timing') return parsed.timing.text;
    const why = parsed.faults.map((fault) => fault.message).join('; ');
    context.addIssue({ code: 'custom', message: `a five-field cron expression (${why})` });
    return z.NEVER;
  });

/** The checked text of a key ring; what is wrong with one is said without its keys. */
export const keyRing = () =>
  z.string().transform((given, context) => {
    try {
      parseKeyRing(given);
      return given;
    } catch (fault) {
      context.addIssue({ code: 'custom', message: messageOf(fault) });
      return z.NEVER;
    }
  });
