import { Redis } from 'ioredis';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { withinDeadline } from '../../platform/lib/within-deadline.js';
import { StorageError } from '../storage-error.js';

export const service = 'redis';

export interface RedisLink {
  /** Rejects with StorageError: at once while Redis is away, within seconds where it hangs. */
  run<T>(commands: (redis: Redis) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface RedisLinkOptions {
  readonly url: string;
  readonly log: Logger;
}

const patienceMs = 2_000;
const longestRestMs = 2_000;

/** One connection, which comes back by itself. Nothing waits in it for Redis to be there again. */
export function connectRedis({ url, log }: RedisLinkOptions): RedisLink {
  const redis = new Redis(url, {
    connectTimeout: patienceMs,
    commandTimeout: patienceMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), longestRestMs),
  });
  tellChanges(redis, log);
  const tried = firstTry(redis);
  return {
    async run(commands) {
      await tried;
      try {
        return await withinDeadline(commands(redis), patienceMs + 500);
      } catch (error) {
        throw toFault(error);
      }
    },
    close() {
      redis.disconnect();
      return Promise.resolve();
    },
  };
}

/** Over when Redis is there, or is known not to be. */
const firstTry = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    const over = (): void => {
      resolve();
    };
    redis.once('ready', over).once('close', over).once('end', over);
  });

/** Says once that it went away, and once that it is back. */
function tellChanges(redis: Redis, log: Logger): void {
  let isAway = false;
  redis.on('error', (error: unknown) => {
    if (!isAway) log.warn({ cause: messageOf(error) }, 'Redis does not answer');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log.info({}, 'Redis answers again');
    isAway = false;
  });
}

function toFault(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const said = messageOf(error);
  if (said.startsWith('OOM'))
    return new StorageError({ kind: 'full', service }, 'no memory is left', error);
  if (/^(?:NOAUTH|WRONGPASS|NOPERM)/.test(said))
    return new StorageError({ kind: 'refused', service }, 'it does not let us in', error);
  return new StorageError({ kind: 'unavailable', service }, 'it does not answer', error);
}
