import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { pinnedVersion } from './cli-program.js';
import { downloadTo, fetchText } from './download.js';
import { unzipEntry } from './unzip.js';

const run = promisify(execFile);

export const officialSite = 'https://temporal.download';

const downloadInfo = z.looseObject({ archiveUrl: z.url(), fileToExtract: z.string().min(1) });

const platforms: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
};
const architectures: Partial<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/**
 * The download the SDKs use themselves (`ephemeral_server` in sdk-core): a small JSON answer names the archive and the file in it.
 * Only TLS vouches for it: the site publishes no hash beside the archive.
 */
export async function fetchOfficial(site: string, workDir: string): Promise<string> {
  const platform = platforms[process.platform];
  const arch = architectures[process.arch];
  if (platform === undefined || arch === undefined) {
    throw new Error(`there is no official program for ${process.platform} ${process.arch}`);
  }
  const question = `${site}/cli/v${pinnedVersion}?${new URLSearchParams({ platform, arch }).toString()}`;
  const answer = downloadInfo.parse(JSON.parse(await fetchText(question, 'application/json')));
  const archive = path.join(workDir, 'archive');
  await downloadTo(answer.archiveUrl, archive);
  return extract({ archive, name: answer.fileToExtract, zipped: isZip(answer.archiveUrl) });
}

const isZip = (url: string): boolean => new URL(url).pathname.endsWith('.zip');

interface Extraction {
  readonly archive: string;
  readonly name: string;
  readonly zipped: boolean;
}

/** The system's `tar` reads the archives of Linux and macOS. */
async function extract({ archive, name, zipped }: Extraction): Promise<string> {
  const folder = path.dirname(archive);
  const file = path.join(folder, path.basename(name));
  if (zipped) await unzipEntry(archive, name, file);
  else await run('tar', ['-xzf', archive, '-C', folder, name]);
  return path.join(folder, zipped ? path.basename(name) : name);
}
