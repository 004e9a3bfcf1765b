import { readFile } from 'node:fs/promises';
import { extentOf, withoutSecrets, type DataSetName } from '../../../areas/matching/index.js';
import type { IdMapConfig, IdMapSource } from '../../../platform/config/config.js';
import { codeOf } from '../../../platform/lib/code-of.js';
import { InputError } from '../../../platform/lib/errors.js';
import { fault, ok, skippedFor, type Check, type Finding } from '../check.js';
import type { DoctorContext } from '../doctor-context.js';

/** A data file of the id map, and what to do when it cannot be used. */
interface Part {
  readonly variable: string;
  readonly name: DataSetName;
  readonly sourceIn: (config: IdMapConfig) => IdMapSource | undefined;
  readonly absent: (config: IdMapConfig) => string;
  readonly advice: string;
}

const redirects = 5;

const bangumiData: Part = {
  variable: 'BANGUMI_DATA_URL',
  name: 'bangumi-data',
  sourceIn: ({ source }) => source,
  // Nobody named that address, so being without the network is no fault of the installation.
  absent: ({ refresh }) =>
    refresh.bangumiData?.kind === 'url'
      ? `the packaged bangumi-data; refreshed from ${refresh.bangumiData.url}`
      : 'the packaged bangumi-data; not refreshed',
  advice:
    'set BANGUMI_DATA_URL to the data.json of https://github.com/bangumi-data/bangumi-data, or unset it for the packaged one',
};

const animeLists: Part = {
  variable: 'ANIME_LISTS_URL',
  name: 'anime-lists',
  sourceIn: ({ refresh }) => refresh.animeLists,
  absent: () => 'none; watchflow does without',
  advice:
    'set ANIME_LISTS_URL to the anime-list-master.xml of https://github.com/Anime-Lists/anime-lists, or unset it to do without',
};

const bangumiExtLinker: Part = {
  variable: 'BANGUMI_EXT_LINKER_URL',
  name: 'bangumi-ext-linker',
  sourceIn: ({ refresh }) => refresh.bangumiExtLinker,
  absent: () => 'none; watchflow does without',
  advice:
    'set BANGUMI_EXT_LINKER_URL to the anime_map.json of https://github.com/Rhilip/BangumiExtLinker, or unset it to do without',
};

const checkOf = (name: string, part: Part): Check => ({
  name,
  run: (context) => {
    const refused = skippedFor(context, part.variable);
    if (refused !== undefined) return refused;
    const { idMap } = context.config;
    const source = part.sourceIn(idMap);
    if (source === undefined) return ok(part.absent(idMap));
    return source.kind === 'url'
      ? checkAddress(part, source.url, context)
      : checkFile(part, source.path);
  },
});

async function checkAddress(part: Part, address: string, { ask }: DoctorContext): Promise<Finding> {
  const place = withoutSecrets(address);
  const headers = { 'user-agent': 'watchflow' };
  const probed = await ask({ url: address, headers, redirects });
  if (probed.kind === 'nothing') return fault(`${place}: ${probed.found}`, probed.advice);
  if (probed.status !== 200)
    return fault(`${place} answers with status ${probed.status}`, part.advice);
  return judge(part, probed.text, place);
}

async function checkFile(part: Part, path: string): Promise<Finding> {
  try {
    return judge(part, await readFile(path, 'utf8'), path);
  } catch (thrown) {
    return fault(`${path} cannot be read (${codeOf(thrown) ?? 'unknown reason'})`, part.advice);
  }
}

function judge({ name, advice }: Part, text: string, place: string): Finding {
  try {
    const { titles, placed } = extentOf(name, text, place);
    return ok(`${place}: ${titles} titles, ${placed} placed`);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    const [first] = thrown.faults;
    return fault(`${place} is no ${name}: ${first?.place ?? '/'} ${first?.message ?? ''}`, advice);
  }
}

export const idMapChecks: readonly Check[] = [
  checkOf('id-map', bangumiData),
  checkOf('anime-lists', animeLists),
  checkOf('bangumi-ext-linker', bangumiExtLinker),
];
