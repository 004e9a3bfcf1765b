import { homedir } from 'node:os';
import path from 'node:path';
import { resolveTemporalCli } from '../../src/runtime/index.js';
import { collectLog } from './collect-log.js';

/** Where this user's programs are kept: downloaded once, by whoever is first. */
const programCache =
  process.env['XDG_CACHE_HOME'] === undefined
    ? path.join(homedir(), '.cache/watchflow')
    : path.join(process.env['XDG_CACHE_HOME'], 'watchflow');

export const programSearch = {
  cacheDir: programCache,
  cliPath: process.env['TEMPORAL_CLI_PATH'],
  searchPath: process.env['PATH'],
};

/** The real Temporal CLI. */
export async function temporalCliPath(): Promise<string> {
  const { log } = collectLog();
  return (await resolveTemporalCli({ ...programSearch, log })).path;
}
