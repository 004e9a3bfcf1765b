import { once } from 'node:events';
import { afterAll, describe, expect, it } from '@jest/globals';
import { compareKeys } from '../../../src/storage/object-key.js';
import { StorageError } from '../../../src/storage/storage-error.js';
import {
  breakingStream,
  readAll,
  sha256,
  someBytes,
  streamOf,
} from '../../support/storage/bytes.js';
import { declaredBackends } from '../../support/storage/declared-backends.js';
import { expectFault } from '../../support/storage/expect-fault.js';
import { subjects } from '../../support/storage/subjects.js';
import { withBackend } from '../../support/storage/with-backend.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const all = subjects(() => database.url);
const opened: string[] = [];

const megabyte = 1024 * 1024;
/** More than two parts of S3, and no whole number of anything. */
const large = 18 * megabyte + 4_711;

const kindOf = (error: unknown): string =>
  error instanceof StorageError ? error.kind : String(error);

afterAll(() => {
  process.stdout.write(`storage backends tested: ${opened.join(', ')}\n`);
});

describe.each(declaredBackends())('storage in %s', (name) => {
  const { backend, subject, another, put, get } = withBackend(async () => {
    const made = await all[name]();
    opened.push(name);
    return made;
  });

  describe('an object', () => {
    it('comes back as it was written, with its size and time', async () => {
      const bytes = someBytes(300_001);
      const before = Date.now() - 5_000;
      expect(await put('round/trip', bytes)).toEqual({ size: bytes.length });
      const { body, writtenAt, ...facts } = await backend().read('round/trip');
      expect(facts).toEqual({ key: 'round/trip', size: bytes.length });
      expect(writtenAt.getTime()).toBeGreaterThan(before);
      expect(writtenAt.getTime()).toBeLessThan(Date.now() + 5_000);
      expect(sha256(await readAll(body))).toBe(sha256(bytes));
      expect(await backend().find('round/trip')).toMatchObject({ ...facts, size: bytes.length });
    });

    it('of many megabytes is streamed in and out', async () => {
      const bytes = someBytes(large, 3);
      expect(await put('large', bytes)).toEqual({ size: large });
      expect(sha256(await get('large'))).toBe(sha256(bytes));
      const { body } = await backend().read('large', { first: 8 * megabyte - 3, last: large });
      expect(sha256(await readAll(body))).toBe(sha256(bytes.subarray(8 * megabyte - 3)));
      await backend().delete('large');
    });

    it('may be empty', async () => {
      expect(await put('empty', Buffer.alloc(0))).toEqual({ size: 0 });
      expect(await backend().find('empty')).toMatchObject({ size: 0 });
      expect(await get('empty')).toHaveLength(0);
      await expectFault(backend().read('empty', { first: 0, last: 0 }), 'out-of-range');
    });

    it.each([
      [0, 0],
      [0, 9],
      [524_287, 524_288],
      [524_288, 1_048_576],
      [1_500_000, 1_999_999],
      [1_999_999, 5_000_000],
    ])('is read from byte %i to %i', async (first, last) => {
      const bytes = someBytes(2_000_000, 7);
      if ((await backend().find('ranged')) === undefined) await put('ranged', bytes);
      const { body, size } = await backend().read('ranged', { first, last });
      expect(size).toBe(bytes.length);
      expect(sha256(await readAll(body))).toBe(sha256(bytes.subarray(first, last + 1)));
    });

    it('has no bytes behind its end', async () => {
      await put('short', someBytes(10));
      await expectFault(backend().read('short', { first: 10, last: 20 }), 'out-of-range');
    });

    it.each([
      [5, 4],
      [-1, 4],
      [0.5, 4],
    ])('has no range of bytes from %d to %d', async (first, last) => {
      await put('short', someBytes(10));
      await expectFault(backend().read('short', { first, last }), 'out-of-range');
    });

    it('is replaced as a whole, also by a shorter one', async () => {
      await put('replaced', someBytes(1_500_000));
      await put('replaced', Buffer.from('short'));
      expect((await get('replaced')).toString()).toBe('short');
      expect(await backend().find('replaced')).toMatchObject({ size: 5 });
    });

    it('need not be read to its end', async () => {
      await put('left', someBytes(3 * megabyte));
      for (let round = 0; round < 60; round += 1) {
        const { body } = await backend().read('left');
        await once(body, 'readable');
        body.destroy();
      }
      expect(await get('left')).toHaveLength(3 * megabyte);
    });

    it('is gone when it is deleted, and can be deleted again', async () => {
      await put('deleted', someBytes(10));
      await backend().delete('deleted');
      await backend().delete('deleted');
      expect(await backend().find('deleted')).toBeUndefined();
      const fault = await expectFault(backend().read('deleted'), 'not-found');
      expect(fault.service).toBe(name);
      expect(fault.retryAfter).toBeNull();
    });
  });

  describe('keys', () => {
    const keys = [
      '葬送のフリーレン/第1話「冒険の終わり」.srt',
      '关于我转生变成史莱姆这档事 第三季/第48.5话.ass',
      'emoji/🎬 1.txt',
      'a',
      'a/b',
      'a/b/c',
      'reserved/CON',
      'reserved/con.txt',
      'case/Straße Ж',
      'case/STRASSE ж',
      'case/strasse ж',
      'dots/.hidden',
      'dots/ends with one.',
      'percent/%2e%2e/100 %',
      'signs/a:b*c?d"e<f>g|h@i+j=k&l#m',
      `long/${'長'.repeat(80)}`,
    ];

    it('may be of any script, and are told apart', async () => {
      for (const key of keys) await put(`named/${key}`, Buffer.from(key));
      for (const key of keys) expect((await get(`named/${key}`)).toString()).toBe(key);
      const { items } = await backend().query({ prefix: 'named/', limit: 100 });
      const sorted = keys.map((key) => `named/${key}`).sort(compareKeys);
      expect(items.map(({ key }) => key)).toEqual(sorted);
      await backend().delete('named/a');
      expect((await get('named/a/b')).toString()).toBe('a/b');
    });

    it.each([
      '',
      '/a',
      'a/',
      'a//b',
      '.',
      '../a',
      'a/../../b',
      'a/./b',
      'a\\..\\b',
      'a\u0000b',
      'a\nb',
      '\uD800',
      'e\u0301',
      'x'.repeat(81),
      'x/'.repeat(500),
    ])('like %j are refused', async (key) => {
      const body = streamOf(someBytes(10));
      await expectFault(backend().write(key, body), 'invalid-key');
      expect(body.destroyed).toBe(true);
      await expectFault(backend().read(key), 'invalid-key');
      await expectFault(backend().delete(key), 'invalid-key');
    });
  });

  describe('a query', () => {
    const keys = Array.from(
      { length: 25 },
      (_, n) => `paged/${n % 3}/${'日本語'.slice(n % 4)}${n}`,
    );
    const sorted = keys.toSorted(compareKeys);

    it('pages through all keys of a prefix once, in the order of their bytes', async () => {
      for (const key of [...keys, 'page', 'paged', 'pagee/1']) await put(key, Buffer.from(key));
      const seen: string[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < 10; page += 1) {
        const { items, nextCursor } = await backend().query({ prefix: 'paged/', limit: 7, cursor });
        expect(items.length).toBeLessThanOrEqual(7);
        seen.push(...items.map(({ key }) => key));
        for (const { key, size } of items) expect(size).toBe(Buffer.byteLength(key));
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
      expect(seen).toEqual(sorted);
    });

    it('goes on behind its cursor, whatever was deleted and written meanwhile', async () => {
      const { nextCursor } = await backend().query({ prefix: 'paged/', limit: 10 });
      for (const key of sorted.slice(5, 12)) await backend().delete(key);
      await put('paged/0', Buffer.from('in front'));
      const rest = await backend().query({
        prefix: 'paged/',
        limit: 100,
        cursor: nextCursor ?? '',
      });
      expect(rest.items.map(({ key }) => key)).toEqual(sorted.slice(12));
      expect(rest.nextCursor).toBeNull();
    });

    it('finds nothing where nothing is', async () => {
      const nothing = { items: [], nextCursor: null };
      expect(await backend().query({ prefix: 'nowhere/', limit: 10 })).toEqual(nothing);
    });
  });

  describe('writes', () => {
    it('at the same time leave one of them, and no reader sees a mix', async () => {
      const versions = Array.from({ length: 6 }, (_, n) => someBytes(megabyte + n, n + 1));
      const known = new Set(versions.map(sha256));
      await put('contested', versions[0] ?? Buffer.alloc(0));
      const other = another();
      const writing = versions.map((bytes, n) =>
        (n % 2 === 0 ? backend() : other).write('contested', streamOf(bytes)),
      );
      const reading = Array.from({ length: 8 }, async () => {
        return await get('contested').then(sha256, kindOf);
      });
      await Promise.all(writing);
      const wrong = (await Promise.all(reading)).filter(
        (seen) => seen !== 'interrupted' && !known.has(seen),
      );
      expect(wrong).toEqual([]);
      expect(known).toContain(sha256(await get('contested')));
      expect(await subject().leftovers()).toBe(0);
    });

    it.each([10, large])('that break off after %i bytes leave nothing', async (size) => {
      const body = breakingStream(someBytes(size));
      const fault = await expectFault(backend().write('broken', body), 'interrupted');
      expect(fault.retryAfter).toBe(0);
      expect(body.destroyed).toBe(true);
      expect(await backend().find('broken')).toBeUndefined();
      expect((await backend().query({ prefix: 'broken', limit: 1 })).items).toEqual([]);
      expect(await subject().leftovers()).toBe(0);
    });

    it('that break off leave what was there before', async () => {
      await put('kept', Buffer.from('before'));
      await expectFault(backend().write('kept', breakingStream(someBytes(large))), 'interrupted');
      expect((await get('kept')).toString()).toBe('before');
    });
  });

  describe('health', () => {
    it('is good while the service answers', async () => {
      expect(await backend().health()).toMatchObject({ ok: true });
    });
  });
});
