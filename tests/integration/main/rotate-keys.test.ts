import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createConnectionStore } from '../../../src/areas/connections/connection-store.js';
import { systemClock } from '../../../src/platform/lib/clock.js';
import { parseKeyRing } from '../../../src/platform/security/key-ring.js';
import { loadKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const spawn = withProcesses();
const key = { userId: 'u_1', service: 'trakt' } as const;
const tokens = { accessToken: 'planted-access', refreshToken: 'planted-refresh' };

const storeWith = (ring: Parameters<typeof createSecretBox>[0]) =>
  createConnectionStore({ db: database.db, secrets: createSecretBox(ring), clock: systemClock });

let afterTest: () => Promise<void> = () => Promise.resolve();
afterEach(() => afterTest());

describe('watchflow rotate-keys', () => {
  it('seals what is stored with a new key, drops the old one, and shows neither', async () => {
    const { dir: dataDir, remove } = await temporaryFolder();
    afterTest = remove;
    const { ring } = await loadKeyRing({ dataDir });
    const account = { key: '1', name: 'ann' };
    await storeWith(ring).put({ ...key, account, method: 'oauth', tokens });
    const child = await spawn({
      program: 'watchflow',
      args: ['rotate-keys'],
      cwd: dataDir,
      env: { DATA_DIR: dataDir, DATABASE_URL: database.url, LOG_FORMAT: 'json' },
    });
    expect(await child.ended).toEqual({ code: 0, signal: null });

    const text = await readFile(join(dataDir, 'keys'), 'utf8');
    const after = parseKeyRing(text);
    expect(after).toHaveLength(1);
    expect(after[0].id).not.toBe(ring[0].id);
    expect(child.stdout()).toBe(`1 sealed anew with ${after[0].id}\n`);
    expect(child.stderr()).not.toContain(text.trim().split(':')[1]);
    const row = await storeWith(after).find(key);
    expect(row === null ? undefined : storeWith(after).open(row)).toBe('planted-access');
    expect(() => (row === null ? undefined : storeWith(ring).open(row))).toThrow(
      'not in the key ring',
    );
  });
});
