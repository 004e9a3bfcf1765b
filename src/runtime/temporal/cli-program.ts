import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../platform/lib/errors.js';

const run = promisify(execFile);

/** The version that is downloaded when none is found. */
export const pinnedVersion = '1.9.1';

/** Server 1.27: the first with update-with-start on by default. */
const oldestUsable = [1, 3, 0] as const;

export interface TemporalCli {
  readonly path: string;
  readonly version: string;
}

/** Runs the program and reads its version; throws when it is not the Temporal CLI, does not run here, or is too old. */
export async function inspectCli(file: string): Promise<TemporalCli> {
  const version = versionIn(await versionText(file));
  if (version === undefined) throw new Error(`${file} does not say a version of the Temporal CLI`);
  if (isOlder(version)) {
    throw new Error(
      `${file} is version ${version}, too old: ${oldestUsable.join('.')} or newer is needed`,
    );
  }
  return { path: file, version };
}

async function versionText(file: string): Promise<string> {
  try {
    const { stdout } = await run(file, ['--version'], { timeout: 20_000 });
    return stdout;
  } catch (error) {
    throw new Error(`${file} does not run: ${messageOf(error)}`, { cause: error });
  }
}

const versionIn = (text: string): string | undefined =>
  /^temporal version v?(\d+\.\d+\.\d+)/m.exec(text)?.[1];

function isOlder(version: string): boolean {
  const parts = version.split('.').map(Number);
  const index = oldestUsable.findIndex((part, at) => part !== parts[at]);
  return index >= 0 && (parts[index] ?? 0) < (oldestUsable[index] ?? 0);
}

/** The first program of that name in a `PATH` text. */
export async function findInPath(name: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(path.delimiter).filter((entry) => entry !== '')) {
    const file = path.join(folder, name);
    if (await isExecutable(file)) return file;
  }
  return undefined;
}

export const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
