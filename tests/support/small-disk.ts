import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A disk of this size (`64k`, `220m`), in memory, at a folder that is there. */
export function mountDisk(dir: string, size: string): void {
  run('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=711`, 'tmpfs', dir]);
}

export function unmountDisk(dir: string): void {
  run('umount', [dir]);
}

/** Only root on Linux may, and not in every container. */
export const canMountDisk: boolean = tryIt();

function tryIt(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const dir = mkdtempSync(path.join(tmpdir(), 'watchflow-test-'));
  try {
    mountDisk(dir, '64k');
    unmountDisk(dir);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(dir);
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.toString()}`);
}
