import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { InputError } from '../../../src/platform/lib/errors.js';
import { formatKeyRing } from '../../../src/platform/security/key-ring.js';
import { loadKeyRing, newKeyRing } from '../../../src/platform/security/load-key-ring.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watchflow-keys-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('loadKeyRing', () => {
  it('makes a ring only its owner can read and finds it again', async () => {
    const dataDir = join(folder, 'not', 'yet');
    const created = await loadKeyRing({ dataDir });
    const stored = await loadKeyRing({ dataDir });
    expect([created.source, stored.source, stored.exposed]).toEqual(['created', 'stored', false]);
    expect(stored.ring).toEqual(created.ring);
    expect((await stat(join(dataDir, 'keys'))).mode & 0o777).toBe(0o600);
    expect(await readdir(dataDir)).toEqual(['keys']);
  });

  it('ends with one ring when many start at once', async () => {
    const loaded = await Promise.all(
      Array.from({ length: 20 }, () => loadKeyRing({ dataDir: folder })),
    );
    expect(new Set(loaded.map(({ ring }) => formatKeyRing(ring))).size).toBe(1);
    expect(loaded.filter(({ source }) => source === 'created')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['keys']);
  });

  it('prefers the configured ring and then writes nothing', async () => {
    const ring = newKeyRing();
    expect(await loadKeyRing({ keys: formatKeyRing(ring), dataDir: folder })).toEqual({
      ring,
      source: 'configured',
      exposed: false,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a damaged ring instead of making a new one', async () => {
    const file = join(folder, 'keys');
    await writeFile(file, 'k1:planted-rest-of-a-key');
    const refusal: unknown = await loadKeyRing({ dataDir: folder }).catch(
      (thrown: unknown) => thrown,
    );
    expect(refusal).toBeInstanceOf(InputError);
    expect(String(refusal)).toContain('restore it from a backup');
    expect(String(refusal)).not.toContain('planted');
    expect(await readFile(file, 'utf8')).toBe('k1:planted-rest-of-a-key');
  });

  it('tells when others can read the ring', async () => {
    await loadKeyRing({ dataDir: folder });
    await chmod(join(folder, 'keys'), 0o644);
    expect((await loadKeyRing({ dataDir: folder })).exposed).toBe(true);
  });
});
