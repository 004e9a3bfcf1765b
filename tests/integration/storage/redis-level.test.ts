import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createCache } from '../../../src/platform/cache/cache.js';
import type { SharedLevel } from '../../../src/platform/cache/index.js';
import { connectRedis, createRedisLevel } from '../../../src/storage/redis/index.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { movableClock } from '../../support/movable-clock.js';
import { declaredBackends } from '../../support/storage/declared-backends.js';
import { startRedis, type StorageServer } from '../../support/storage/storage-server.js';

const { log } = collectLog();
let server: StorageServer;
const opened: SharedLevel[] = [];

/** What is remembered by a process of its own. `times` is what the source was asked for. */
function aProcess() {
  const shared = createRedisLevel(connectRedis({ url: server.url, log }), 'test');
  opened.push(shared);
  const asked: string[] = [];
  const kind = { name: 'word', ttlMs: 60_000, most: 100, schema: z.string() };
  const cache = createCache(kind, {
    ...{ shared, clock: movableClock(), isHearing: () => true, onRead: () => undefined },
  });
  const read = (key: string, value: string) =>
    cache.read(key, () => {
      asked.push(key);
      return Promise.resolve(value);
    });
  return { cache, shared, read, asked };
}

const isDeclared = declaredBackends().includes('redis');

(isDeclared ? describe : describe.skip)('what processes share of their caches, in Redis,', () => {
  beforeAll(async () => {
    server = await startRedis();
  }, 120_000);
  afterEach(async () => {
    for (const level of opened.splice(0)) await level.close();
  });
  afterAll(async () => {
    await server.stop();
  });

  const isShared = async (key: string, value: string) => {
    await aProcess().read(key, value);
    return eventually(async () => {
      const process = aProcess();
      await process.read(key, 'of its own');
      return process.asked.length === 0 || undefined;
    }, 'a value left by another');
  };

  it('spares the source a second look', async () => {
    await isShared('one', '想看 観たい');
    expect(await aProcess().read('one', 'of its own')).toBe('想看 観たい');
  });

  it('is forgotten by all at once, and by whoever read it before', async () => {
    await isShared('two', 'old');
    await aProcess().cache.forget('two');
    const [slow, quick] = [aProcess(), aProcess()];
    expect(await quick.read('two', 'new')).toBe('new');
    await slow.shared.keep('word:two', { text: '"old"', usableMs: 60_000 });
    expect(await aProcess().read('two', 'new')).toBe('new');
  });

  it('is used no longer than whoever read it first might', async () => {
    const { shared } = aProcess();
    await shared.keep('word:three', { text: '"brief"', usableMs: 50 });
    await eventually(
      async () => ((await shared.read(['word:three'])).size === 0 ? true : undefined),
      'the end of it',
    );
    expect(await aProcess().read('three', 'new')).toBe('new');
  });

  it('is left alone where another version wrote it', async () => {
    await aProcess().shared.keep('word:four', { text: '{"no":"word"}', usableMs: 60_000 });
    expect(await aProcess().read('four', 'ours')).toBe('ours');
  });

  it('is done without while Redis is away, and used again when it is back', async () => {
    const process = aProcess();
    await server.stop();
    expect(await process.read('five', 'first')).toBe('first');
    await process.cache.forget('five');
    expect(await process.read('five', 'second')).toBe('second');
    server = await startRedis(server.port);
    await eventually(async () => {
      await process.shared.keep('word:six', { text: '"back"', usableMs: 60_000 });
      return (await process.shared.read(['word:six'])).size === 1 || undefined;
    }, 'Redis in use');
  });
});
