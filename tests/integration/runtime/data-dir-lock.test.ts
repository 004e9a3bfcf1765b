import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { endSurvivors, lockDataDir } from '../../../src/runtime/index.js';
import { collectLog } from '../../support/collect-log.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let number = 0;

function newDir(): string {
  number += 1;
  return path.join(folder.dir, String(number));
}

async function writeLock(dir: string, text: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, 'watchflow.lock'), text);
}

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

describe('the lock of a data folder', () => {
  it('is held by one at a time and can be had again after its release', async () => {
    const dir = newDir();
    const lock = await lockDataDir(dir);
    await expect(lockDataDir(dir)).rejects.toThrow(
      `the data folder ${dir} is in use by process ${process.pid}: stop that process, or set DATA_DIR`,
    );
    await lock.release();
    await (await lockDataDir(dir)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  it('goes to exactly one of many who ask at once, also when a dead process still holds it', async () => {
    const dir = newDir();
    await writeLock(dir, JSON.stringify({ pid: 4_000_000, startTime: 'long ago', token: 'dead' }));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dir)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(dir)).toEqual(['watchflow.lock']);
  });

  it('is taken over from a process whose number belongs to another one now', async () => {
    const dir = newDir();
    await writeLock(dir, JSON.stringify({ pid: process.pid, startTime: 'long ago', token: 'old' }));
    await (await lockDataDir(dir)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  it('is taken over when it says nothing readable', async () => {
    const dir = newDir();
    await writeLock(dir, '{"pid":');
    await (await lockDataDir(dir)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  it('stays with its new holder when an earlier one releases late', async () => {
    const dir = newDir();
    const first = await lockDataDir(dir);
    const stolen = JSON.stringify({ pid: process.pid, startTime: 'x', token: 'another' });
    await writeFile(path.join(dir, 'watchflow.lock'), stolen);
    await first.release();
    expect(await readFile(path.join(dir, 'watchflow.lock'), 'utf8')).toBe(stolen);
  });
});

describe('ending survivors', () => {
  it('leaves a process alone that has the written number but began at another time', async () => {
    const runDir = newDir();
    await mkdir(runDir);
    const stranger = spawn('sleep', ['60']);
    await once(stranger, 'spawn');
    const stopSteps = [{ signal: 'SIGTERM', seconds: 1 }];
    const record = { name: 'postgres', pid: stranger.pid, startTime: 'long ago', stopSteps };
    await writeFile(path.join(runDir, 'postgres.json'), JSON.stringify(record));
    await writeFile(path.join(runDir, 'torn.json'), '{"name":');
    await endSurvivors(runDir, collectLog().log);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    expect(await readdir(runDir)).toEqual(['torn.json']);
    const exit = once(stranger, 'exit');
    stranger.kill();
    await exit;
  });
});
