import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBangumiData } from '../../support/matching/data-files.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const spawn = withProcesses();

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const write = (text: string) => writeFile(path.join(folder.dir, 'mine.json'), text);

async function command(...args: readonly string[]) {
  const child = await spawn({
    program: 'watchflow',
    args: ['id-map', ...args],
    cwd: folder.dir,
    env: {
      DATA_DIR: folder.dir,
      DATABASE_URL: database.url,
      BANGUMI_DATA_URL: 'mine.json',
      LOG_LEVEL: 'error',
    },
  });
  const { code } = await child.ended;
  return { code, out: child.stdout(), err: child.stderr() };
}

describe('watchflow id-map', () => {
  it('refreshes, shows and rolls back, and says what cannot be used', async () => {
    await write(aBangumiData(10));
    expect(await command('status')).toMatchObject({
      code: 0,
      out: expect.stringContaining('never refreshed'),
    });
    const refreshed = await command('refresh');
    expect(refreshed).toMatchObject({ code: 0, out: expect.stringMatching(/taken {2}sha256:/) });
    await write(aBangumiData(10, 50));
    const again = await command('refresh', '--json');
    const [taken] = JSON.parse(again.out) as readonly { version: string; outcome: string }[];
    expect([again.code, taken?.outcome]).toEqual([0, 'taken']);

    await write('{"items": [}');
    expect(await command('refresh')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/bangumi-data {2}refused[^]*\/: not JSON/),
    });
    const { out } = await command('status', '--json');
    expect(JSON.parse(out)).toMatchObject({
      version: `bangumi-data ${taken?.version}`,
      sets: [{ active: { version: taken?.version }, lastAttempt: { outcome: 'refused' } }, {}, {}],
    });

    expect(await command('rollback')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`counts again, ${taken?.version} is held back`),
    });
    expect(await command('status')).toMatchObject({
      out: expect.stringContaining('10 of 10 titles placed  rolled back'),
    });
    expect(await command('rollback', '--set', 'anime-lists')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no version of it was taken'),
    });
    expect(await command('rollback', '--set', 'imdb')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--set: expected one of'),
    });
    const rows = await database.db.auditLog.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map(({ actorKind, action }) => `${actorKind} ${action}`)).toEqual([
      'system id-map.taken',
      'cli id-map.refresh-requested',
      'system id-map.taken',
      'cli id-map.refresh-requested',
      'system id-map.refused',
      'cli id-map.refresh-requested',
      'cli id-map.rolled-back',
    ]);
  }, 120_000);
});
