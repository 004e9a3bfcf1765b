import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const spawnWatchflow = withProcesses();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder.remove();
});

/** Variable → a value that must be refused. */
const malformed = {
  PORT: 'many',
  TRAKT_API_ULR: 'http://127.0.0.1:1',
  TRAKT_API_URL: 'ftp://127.0.0.1',
  DATABASE_URL: 'mysql://planted-user:planted-password@127.0.0.1/db',
  TEMPORAL_ADDRESS: 'http://127.0.0.1:7233',
  SYNC_DEFAULT_CRON: '61 * * * *',
  SYNC_TIME_ZONE: 'Mars/Olympus',
  WATCHFLOW_KEYS: 'k1:planted-key',
  UPSTREAM_RETRIES: '-1',
};

describe('API and workers as processes of their own', () => {
  it.each(['api', 'worker'])(
    'are refused as %s without servers they can share',
    async (command) => {
      const process = await spawnWatchflow({
        program: 'watchflow',
        args: [command],
        env: { DATA_DIR: path.join(folder.dir, 'data') },
        cwd: folder.dir,
      });
      expect(await process.ended).toEqual({ code: 1, signal: null });
      for (const name of ['DATABASE_URL', 'TEMPORAL_ADDRESS'])
        expect(process.stderr()).toContain(`${name}: needed`);
      expect(await readdir(folder.dir)).toEqual([]);
    },
  );
});

describe('a malformed configuration', () => {
  it.each([['start'], ['sync', '--once', '--json'], ['migrate']])(
    'is refused by watchflow %s with every fault at once, no secret and nothing begun',
    async (...args) => {
      const process = await spawnWatchflow({
        program: 'watchflow',
        args,
        env: {
          ...malformed,
          DATA_DIR: path.join(folder.dir, 'data'),
          BANGUMI_ACCESS_TOKEN: 'planted-token',
        },
        cwd: folder.dir,
      });
      expect(await process.ended).toEqual({ code: 1, signal: null });
      const lines = process.stderr().split('\n');
      for (const name of Object.keys(malformed)) {
        expect(lines).toContainEqual(expect.stringMatching(new RegExp(`^\\s*${name}\\b`)));
      }
      expect(process.stderr()).not.toContain('planted');
      expect(process.stderr()).not.toMatch(/\n\s+at /);
      expect(process.stdout()).toBe('');
      expect(await readdir(folder.dir)).toEqual([]);
    },
  );
});
