import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { createRedisBackend } from '../../../src/storage/redis/create-redis-backend.js';
import { connectRedis } from '../../../src/storage/redis/redis-link.js';
import type { StorageBackend } from '../../../src/storage/storage-backend.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { readAll, someBytes, streamOf } from '../../support/storage/bytes.js';
import { declaredBackends } from '../../support/storage/declared-backends.js';
import { startRedis, type StorageServer } from '../../support/storage/storage-server.js';

const { log, lines } = collectLog();
let server: StorageServer;
const opened: StorageBackend[] = [];

function open(ttlMs?: number): StorageBackend {
  const link = connectRedis({ url: server.url, log });
  const backend = createRedisBackend({ link, namespace: 'away', ttlMs, mostBytesEach: 1_000_000 });
  opened.push(backend);
  return backend;
}

const timed = async (work: Promise<unknown>): Promise<{ kind: unknown; ms: number }> => {
  const asked = performance.now();
  const end: unknown = await work.then(
    () => 'done',
    (error: unknown) => error,
  );
  const kind = typeof end === 'object' && end !== null && 'kind' in end ? end.kind : end;
  return { kind, ms: performance.now() - asked };
};

const isDeclared = declaredBackends().includes('redis');

(isDeclared ? describe : describe.skip)('Redis', () => {
  beforeAll(async () => {
    server = await startRedis();
  }, 120_000);
  afterAll(async () => {
    for (const backend of opened) await backend.close();
    await server.stop();
  });

  it('forgets what has expired, and its name is swept away', async () => {
    const backend = open(50);
    await backend.write('brief', streamOf(someBytes(10)));
    await eventually(
      async () => ((await backend.find('brief')) ? undefined : true),
      'the end of it',
    );
    expect((await backend.query({ prefix: '', limit: 10 })).items).toEqual([]);
    expect(await backend.sweep(new Date())).toBe(1);
    expect(await backend.sweep(new Date())).toBe(0);
  });

  it('forgets the names of what has expired when something is written, without a sweep', async () => {
    const backend = open(50);
    for (let n = 0; n < 20; n += 1) await backend.write(`brief/${n}`, streamOf(someBytes(10)));
    const redis = new Redis(server.url);
    const names = (set: string) => redis.zcard(`away:${set}`);
    await eventually(async () => {
      await backend.write('brief/again', streamOf(someBytes(10)));
      return (await names('names')) === 1 || undefined;
    }, 'one name alone');
    expect(await names('expiries')).toBe(1);
    await backend.delete('brief/again');
    expect([await names('names'), await names('expiries')]).toEqual([0, 0]);
    redis.disconnect();
  });

  it('takes no object that is too large for it', async () => {
    const backend = open();
    expect(await timed(backend.write('much', streamOf(someBytes(1_000_001))))).toMatchObject({
      kind: 'too-large',
    });
    expect(await backend.find('much')).toBeUndefined();
  });

  it('away is said at once, and back it is used again by the same process', async () => {
    const backend = open();
    await backend.write('before', streamOf(someBytes(10)));
    await server.stop();
    await eventually(
      async () => ((await timed(backend.find('before'))).kind === 'unavailable' ? true : undefined),
      'word of its end',
    );
    for (let n = 0; n < 20; n += 1) {
      const { kind, ms } = await timed(backend.write('away', streamOf(someBytes(10))));
      expect(kind).toBe('unavailable');
      expect(ms).toBeLessThan(500);
    }
    expect(await backend.health()).toMatchObject({ ok: false });
    server = await startRedis(server.port);
    await eventually(async () => ((await backend.health()).ok ? true : undefined), 'its return');
    await backend.write('after', streamOf(someBytes(10)));
    expect(await readAll((await backend.read('after')).body)).toHaveLength(10);
    const said = lines.map(({ event }) => event);
    expect(said.filter((event) => event === 'Redis does not answer')).toHaveLength(
      said.filter((event) => event === 'Redis answers again').length,
    );
  });

  it('that takes connections and says nothing keeps nobody waiting for long', async () => {
    const backend = open();
    await backend.write('before', streamOf(someBytes(10)));
    server.freeze();
    const { kind, ms } = await timed(backend.find('before'));
    expect(kind).toBe('unavailable');
    expect(ms).toBeLessThan(4_000);
    expect(await backend.health()).toMatchObject({ ok: false });
  });
});
