import type { ChainableCommander } from 'ioredis';
import { cutRange } from '../byte-range.js';
import { collect, toStream } from '../collect.js';
import { measureHealth } from '../measure-health.js';
import { assertKey, assertKeyToWrite, compareKeys, endOfPrefix } from '../object-key.js';
import type { ObjectFacts, ObjectQuery, StorageBackend } from '../storage-backend.js';
import { notFound } from '../storage-error.js';
import { toPage } from '../to-page.js';
import { forget, rememberExpiry } from './redis-scripts.js';
import { headerBytes, toValue, toWrittenAt } from './redis-object.js';
import { service, type RedisLink } from './redis-link.js';

export interface RedisOptions {
  readonly link: RedisLink;
  /** In front of every key of ours. */
  readonly namespace: string;
  /** How long an object is kept; absent = until it is deleted. */
  readonly ttlMs?: number | undefined;
  readonly mostBytesEach: number;
}

/** Objects in Redis, whole, and their names in a sorted set beside them. The link is the backend's own, and closed with it. */
export function createRedisBackend(options: RedisOptions): StorageBackend {
  const { link, namespace, ttlMs, mostBytesEach } = options;
  const at = (key: string) => `${namespace}:object:${key}`;
  const names = `${namespace}:names`;
  const expiries = `${namespace}:expiries`;
  const factsOf = (keys: readonly string[]): Promise<ObjectFacts[]> =>
    link.run(async (redis) => {
      const asking = redis.multi();
      for (const key of keys) asking.strlen(at(key)).getrangeBuffer(at(key), 0, headerBytes - 1);
      const answers = await answersOf(asking);
      return keys.flatMap((key, index) => toFacts(key, answers.slice(index * 2, index * 2 + 2)));
    });
  return {
    name: service,
    async write(key, body) {
      assertKeyToWrite(service, key, body);
      const bytes = await collect(body, { service, mostBytes: mostBytesEach });
      const value = toValue(bytes, new Date());
      await link.run((redis) => {
        const writing = redis.multi().zadd(names, 0, key);
        return answersOf(
          ttlMs === undefined
            ? writing.set(at(key), value).zrem(expiries, key)
            : writing
                .set(at(key), value, 'PX', ttlMs)
                .eval(rememberExpiry, 2, names, expiries, key, ttlMs),
        );
      });
      return { size: bytes.length };
    },
    async read(key, range) {
      assertKey(service, key);
      const value = await link.run((redis) => redis.getBuffer(at(key)));
      if (value === null) throw notFound(service, key);
      const bytes = value.subarray(headerBytes);
      const { start, length } = cutRange(service, bytes.length, range);
      const facts = { key, size: bytes.length, writtenAt: toWrittenAt(value) };
      return { ...facts, body: toStream(bytes.subarray(start, start + length)) };
    },
    async find(key) {
      assertKey(service, key);
      return (await factsOf([key]))[0];
    },
    query: async (query) => toPage(await list(query, { link, names, factsOf }), query.limit),
    async delete(key) {
      assertKey(service, key);
      await link.run((redis) =>
        answersOf(redis.multi().del(at(key)).zrem(names, key).zrem(expiries, key)),
      );
    },
    health: () => measureHealth(() => link.run((redis) => redis.ping())),
    sweep: () => forgetExpired({ link, names, expiries, at }),
    close: () => link.close(),
  };
}

interface Forgetting extends Names {
  readonly expiries: string;
  readonly at: (key: string) => string;
}

async function forgetExpired({ link, names, expiries, at }: Forgetting): Promise<number> {
  let swept = 0;
  for await (const keys of namesOf({ prefix: '', limit: 500 }, { link, names })) {
    const answers = await link.run((redis) => {
      const forgetting = redis.multi();
      for (const key of keys) forgetting.eval(forget, 3, at(key), names, expiries, key);
      return answersOf(forgetting);
    });
    swept += answers.filter((answer) => answer === 1).length;
  }
  return swept;
}

/** Of commands carried out together; throws the first that failed. */
async function answersOf(commands: ChainableCommander): Promise<unknown[]> {
  const answers = (await commands.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error !== null) throw error;
    return answer;
  });
}

/** Nothing of one that has expired. */
function toFacts(key: string, [length, header]: readonly unknown[]): ObjectFacts[] {
  if (typeof length !== 'number' || length < headerBytes || !Buffer.isBuffer(header)) return [];
  return [{ key, size: length - headerBytes, writtenAt: toWrittenAt(header) }];
}

interface Names {
  readonly link: RedisLink;
  readonly names: string;
}

/** The names a query is about, some at a time. */
async function* namesOf(
  { prefix, cursor, limit }: ObjectQuery,
  { link, names }: Names,
): AsyncGenerator<string[]> {
  let from = cursor === undefined || compareKeys(cursor, prefix) < 0 ? `[${prefix}` : `(${cursor}`;
  if (prefix === '' && cursor === undefined) from = '-';
  for (;;) {
    const to = `(${endOfPrefix(prefix)}`;
    const page = await link.run((redis) => redis.zrangebylex(names, from, to, 'LIMIT', 0, limit));
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    from = `(${last}`;
  }
}

interface Listing extends Names {
  readonly factsOf: (keys: readonly string[]) => Promise<ObjectFacts[]>;
}

async function list(query: ObjectQuery, { factsOf, ...where }: Listing): Promise<ObjectFacts[]> {
  const found: ObjectFacts[] = [];
  for await (const keys of namesOf({ ...query, limit: query.limit + 1 }, where)) {
    found.push(...(await factsOf(keys)));
    if (found.length > query.limit) break;
  }
  return found;
}
