import { InputError } from '../../../platform/lib/errors.js';
import type { Logger } from '../../../platform/lib/logger.js';
import { parseAnimeLists } from '../id-map/anime-lists.js';
import { parseBangumiData } from '../id-map/bangumi-data.js';
import { parseBangumiExtLinker } from '../id-map/bangumi-ext-linker.js';
import { createIdMap } from '../id-map/id-map.js';
import type { IdMap } from '../id-map/id-map.js';
import { createLinkedIds } from '../id-map/linked-ids.js';
import { loadBangumiData, loadPackaged } from '../id-map/load-id-map.js';
import type { BangumiData } from '../id-map/load-id-map.js';
import { withoutSecrets } from '../id-map/read-source.js';
import type { DataSetName, DataSetSources } from './data-set.js';
import type { DataSetReader, Standing } from './data-set-reader.js';

export interface LoadDeps {
  readonly reader: Pick<DataSetReader, 'standings' | 'textOf'>;
  readonly sources: DataSetSources;
  /** The bangumi-data an operator named: used as long as no version of it was taken. */
  readonly named: string | undefined;
  /** Where its last good copy is kept. */
  readonly cacheDir: string | undefined;
  readonly log: Logger;
}

export interface LoadedIdMap {
  /** Changes when something else counts. */
  readonly key: string;
  readonly idMap: IdMap;
}

/** What counts here: a version counts only while its source is the one configured. */
export async function whatCounts({ reader, sources }: LoadDeps): Promise<readonly Standing[]> {
  const standings = await reader.standings();
  return standings.flatMap((standing): Standing[] => {
    const configured = sources[standing.name];
    if (configured === undefined) return [];
    const isOfSource = (source: string | null) => source === withoutSecrets(configured);
    if (isOfSource(standing.source)) return [{ ...standing, rolledBackFrom: null }];
    return isOfSource(standing.rolledBackFrom)
      ? [{ ...standing, version: null, source: null }]
      : [];
  });
}

export const keyOf = (counting: readonly Standing[]): string =>
  counting.map(({ name, version }) => `${name} ${version ?? 'rolled back'}`).join('; ');

/**
 * Builds the map from what counts.
 * @throws InputError when the file an operator named cannot be used and no version of it was taken.
 */
export async function loadParts(
  deps: LoadDeps,
  counting: readonly Standing[],
): Promise<LoadedIdMap> {
  const bangumiData = await loadMain(deps, counting);
  const lists = await loadTaken(deps, counting, 'anime-lists');
  const linker = await loadTaken(deps, counting, 'bangumi-ext-linker');
  const links = createLinkedIds({
    bangumiData: bangumiData.items,
    animeLists: lists && parseAnimeLists(lists.text, lists.version),
    extLinks: linker && parseBangumiExtLinker(linker.text, linker.version),
  });
  const parts = [bangumiData, lists, linker].flatMap((part) => part?.version ?? []);
  return {
    key: keyOf(counting),
    idMap: createIdMap(bangumiData.items, parts.join('; '), links),
  };
}

async function loadMain(deps: LoadDeps, counting: readonly Standing[]): Promise<BangumiData> {
  const standing = counting.find(({ name }) => name === 'bangumi-data');
  const taken = await loadTaken(deps, counting, 'bangumi-data');
  if (taken !== undefined)
    return { items: parseBangumiData(taken.text, taken.version), version: taken.version };
  // What was rolled back must not come in again by the address it came from.
  if (standing !== undefined) return loadPackaged();
  return loadBangumiData({ source: deps.named, cacheDir: deps.cacheDir, log: deps.log });
}

interface Taken {
  readonly text: string;
  readonly version: string;
}

async function loadTaken(
  { reader }: LoadDeps,
  counting: readonly Standing[],
  name: DataSetName,
): Promise<Taken | undefined> {
  const version = counting.find((one) => one.name === name)?.version;
  if (version === undefined || version === null) return undefined;
  const text = await reader.textOf(name, version);
  if (text === undefined)
    throw new InputError(name, [{ place: version, message: 'was replaced while it was read' }]);
  return { text, version: `${name} ${version}` };
}
