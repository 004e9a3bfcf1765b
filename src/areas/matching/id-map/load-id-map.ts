import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { InputError, messageOf } from '../../../platform/lib/errors.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { parseBangumiData } from './bangumi-data.js';
import type { BangumiDataItem } from './bangumi-data.js';
import { createIdMap } from './id-map.js';
import type { IdMap } from './id-map.js';
import { isAddress, readSource, withoutSecrets } from './read-source.js';
import { versionOf } from './version-of.js';

export interface LoadIdMapOptions {
  /** An http(s) address, a `file:` address or a path; without it the copy packaged with the product. */
  readonly source?: string | undefined;
  /** Where the last good copy of an address is kept. */
  readonly cacheDir?: string | undefined;
  readonly log: Logger;
}

export interface BangumiData {
  readonly items: readonly BangumiDataItem[];
  readonly version: string;
}

const cachedFile = 'bangumi-data.json';

export async function loadIdMap(options: LoadIdMapOptions): Promise<IdMap> {
  const { items, version } = await loadBangumiData(options);
  return createIdMap(items, version);
}

/**
 * Loads bangumi-data. An address that does not answer well falls back, with a warning, to its last good copy, then to the packaged one.
 * @throws InputError when a file named by the operator cannot be read or is damaged: they meant that file, not another.
 */
export async function loadBangumiData({
  source,
  cacheDir,
  log,
}: LoadIdMapOptions): Promise<BangumiData> {
  if (source === undefined || source === '') return loadPackaged();
  if (!isAddress(source)) return loadFile(source);
  if (!URL.canParse(source))
    throw new InputError('bangumi-data', [{ place: source, message: 'is not a valid address' }]);
  return loadAddress(source, { cacheDir, log });
}

export async function loadPackaged(): Promise<BangumiData> {
  const require = createRequire(import.meta.url);
  const { version } = z.object({ version: z.string() }).parse(require('bangumi-data/package.json'));
  const text = await readFile(require.resolve('bangumi-data/dist/data.json'), 'utf8');
  return {
    items: parseBangumiData(text, 'the packaged file'),
    version: `bangumi-data ${version}`,
  };
}

async function loadFile(source: string): Promise<BangumiData> {
  const text = await readSource(source).catch((error: unknown) => {
    throw new InputError(`bangumi-data from ${source}`, [
      { place: source, message: `cannot be read (${messageOf(error)})` },
    ]);
  });
  return fromText(text, source);
}

async function loadAddress(
  source: string,
  { cacheDir, log }: Omit<LoadIdMapOptions, 'source'>,
): Promise<BangumiData> {
  const place = withoutSecrets(source);
  try {
    const text = await readSource(source);
    const read = fromText(text, place);
    await keep(text, cacheDir, log);
    return read;
  } catch (error) {
    log.warn({ source: place, cause: messageOf(error) }, 'id map could not be fetched');
  }
  return (await loadLastGood(cacheDir, log)) ?? loadPackaged();
}

async function loadLastGood(
  cacheDir: string | undefined,
  log: Logger,
): Promise<BangumiData | null> {
  if (cacheDir === undefined) return null;
  const file = path.join(cacheDir, cachedFile);
  try {
    return fromText(await readFile(file, 'utf8'), file);
  } catch (error) {
    log.warn(
      { cause: messageOf(error) },
      'no good copy of the id map is kept, the packaged one is used',
    );
    return null;
  }
}

/** Written beside and renamed, so that a copy is whole or absent. Not being able to keep it costs nothing now. */
async function keep(text: string, cacheDir: string | undefined, log: Logger): Promise<void> {
  if (cacheDir === undefined) return;
  try {
    await mkdir(cacheDir, { recursive: true });
    const fresh = path.join(cacheDir, `${cachedFile}.${String(process.pid)}`);
    await writeFile(fresh, text);
    await rename(fresh, path.join(cacheDir, cachedFile));
  } catch (error) {
    log.warn({ cause: messageOf(error) }, 'id map could not be kept');
  }
}

const fromText = (text: string, source: string): BangumiData => ({
  items: parseBangumiData(text, source),
  version: `bangumi-data ${versionOf(text)}`,
});
