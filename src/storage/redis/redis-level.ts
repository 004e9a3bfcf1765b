import { forgottenForMs, type SharedLevel, type SharedText } from '../../platform/cache/index.js';
import { withinDeadline } from '../../platform/lib/within-deadline.js';
import type { RedisLink } from './redis-link.js';

/** In the place of a text that was forgotten. */
const nothing = '';
const patienceMs = 500;
/** How long Redis is left alone once it did not answer. */
const restMs = 2_000;

/** What processes share of their caches, in Redis. A text and the mark of a forgotten key exclude each other, so the later wins. */
export function createRedisLevel(link: RedisLink, namespace: string): SharedLevel {
  const at = (key: string) => `${namespace}:read:${key}`;
  let silentUntil = 0;
  const unlessAway = async <T>(ask: () => Promise<T>, otherwise: T): Promise<T> => {
    if (performance.now() < silentUntil) return otherwise;
    try {
      return await withinDeadline(ask(), patienceMs);
    } catch {
      silentUntil = performance.now() + restMs;
      return otherwise;
    }
  };
  return {
    read: (keys) =>
      unlessAway<ReadonlyMap<string, SharedText>>(
        () =>
          readTexts(
            link,
            keys.map((key) => [key, at(key)]),
          ),
        new Map(),
      ),
    keep: (key, { text, usableMs }) =>
      unlessAway(async () => {
        await link.run((redis) => redis.set(at(key), text, 'PX', Math.ceil(usableMs), 'NX'));
      }, undefined),
    forget: (keys) =>
      unlessAway(async () => {
        await link.run((redis) => {
          const forgetting = redis.pipeline();
          for (const key of keys) forgetting.set(at(key), nothing, 'PX', forgottenForMs);
          return forgetting.exec();
        });
      }, undefined),
    close: () => link.close(),
  };
}

async function readTexts(
  link: RedisLink,
  keys: readonly (readonly [string, string])[],
): Promise<ReadonlyMap<string, SharedText>> {
  const answers = await link.run((redis) => {
    const reading = redis.multi();
    for (const [, at] of keys) reading.get(at).pttl(at);
    return reading.exec();
  });
  const texts = new Map<string, SharedText>();
  keys.forEach(([key], index) => {
    const text = answers?.[index * 2]?.[1];
    const usableMs = answers?.[index * 2 + 1]?.[1];
    if (typeof text !== 'string' || text === nothing) return;
    if (typeof usableMs === 'number' && usableMs > 0) texts.set(key, { text, usableMs });
  });
  return texts;
}
