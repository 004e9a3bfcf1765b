import { expect } from '@jest/globals';
import type { SpawnOptions, WatchflowProcess } from '../process/run-watchflow.js';

export const passphrase = 'correct horse battery staple';

export interface Told {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly spawn: (options: SpawnOptions) => Promise<WatchflowProcess>;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** `watchflow` as it is typed, to its end. What it says never holds the passphrase. */
export async function runCommand(
  { spawn, cwd, env }: CommandOptions,
  ...args: readonly string[]
): Promise<Told> {
  const child = await spawn({
    program: 'watchflow',
    args,
    cwd,
    env: { DATA_DIR: cwd, BACKUP_PASSPHRASE: passphrase, LOG_LEVEL: 'error', ...env },
  });
  const { code } = await child.ended;
  const told = { code, stdout: child.stdout(), stderr: child.stderr() };
  expect(told.stdout + told.stderr).not.toContain(passphrase);
  return told;
}
