import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startSimulatedWorld, type SimulatedWorld } from '../../support/process/simulated-world.js';
import { withProcesses } from '../../support/process/spawn-watchflow.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const spawnWatchflow = withProcesses();

describe('watchflow import and export', () => {
  let world: SimulatedWorld;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    world = await startSimulatedWorld({ latencyMs: 0 });
    folder = await temporaryFolder();
  });
  afterAll(async () => {
    await world.stop();
    await folder.remove();
  });

  const run = async (...args: readonly string[]) => {
    const env = { ...world.env, DATA_DIR: folder.dir };
    const process = await spawnWatchflow({ program: 'watchflow', args, env, cwd: folder.dir });
    const { code } = await process.ended;
    return { code, stdout: process.stdout(), stderr: process.stderr() };
  };

  it('tells what a file holds, takes it in, and gives it out again', async () => {
    await writeFile(
      join(folder.dir, 'plays.csv'),
      'type,tvdb_id,season,number,watched_at\nepisode,305089,1,1,2019-05-01 20:15\nepisode,305089,1,2,never\n',
    );
    const told = await run('import', 'plays.csv', '--time-zone', 'Asia/Shanghai', '--dry-run');
    expect(told.stdout).toMatch(
      /dry run; nothing was taken in[^]*new plays +1[^]*row 3, watched_at/,
    );
    expect(told.code).toBe(1);
    const refused = await run('import', 'plays.csv', '--json');
    expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([1, { status: 'refused' }]);
    const taken = await run(
      'import',
      'plays.csv',
      '--time-zone',
      'Asia/Shanghai',
      '--keep-good',
      '--json',
    );
    expect(JSON.parse(taken.stdout)).toMatchObject({ status: 'success', counts: { added: 1 } });
    const out = await run('export', '--what', 'plays', '--format', 'csv');
    expect(out.stdout).toContain('2019-05-01T12:15:00.000Z,watch,import,episode:');
    const none = await run('import', 'nothing.csv');
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('there is no such file')]);
  }, 180_000);
});
