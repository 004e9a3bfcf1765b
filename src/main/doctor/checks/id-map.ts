import { readFile } from 'node:fs/promises';
import { parseBangumiData } from '../../../areas/matching/index.js';
import { codeOf } from '../../../platform/lib/code-of.js';
import { InputError } from '../../../platform/lib/errors.js';
import { fault, ok, skippedFor, type Check, type Finding } from '../check.js';
import type { DoctorContext } from '../doctor-context.js';

const advice =
  'set BANGUMI_DATA_URL to the data.json of https://github.com/bangumi-data/bangumi-data, or unset it for the packaged one';
const redirects = 5;

export const idMapCheck: Check = {
  name: 'id-map',
  run: (context) => {
    const refused = skippedFor(context, 'BANGUMI_DATA_URL');
    if (refused !== undefined) return refused;
    const { source } = context.config.idMap;
    if (source === undefined) return ok('the packaged bangumi-data');
    return source.kind === 'url' ? checkAddress(source.url, context) : checkFile(source.path);
  },
};

async function checkAddress(address: string, { ask }: DoctorContext): Promise<Finding> {
  const { origin, pathname } = new URL(address);
  const place = `${origin}${pathname}`;
  const headers = { 'user-agent': 'watchflow' };
  const probed = await ask({ url: address, headers, redirects });
  if (probed.kind === 'nothing') return fault(`${place}: ${probed.found}`, probed.advice);
  if (probed.status !== 200) return fault(`${place} answers with status ${probed.status}`, advice);
  return judge(probed.text, place);
}

async function checkFile(path: string): Promise<Finding> {
  try {
    return judge(await readFile(path, 'utf8'), path);
  } catch (thrown) {
    return fault(`${path} cannot be read (${codeOf(thrown) ?? 'unknown reason'})`, advice);
  }
}

function judge(text: string, place: string): Finding {
  try {
    return ok(`${place}: ${parseBangumiData(text, place).length} titles`);
  } catch (thrown) {
    if (!(thrown instanceof InputError)) throw thrown;
    const [first] = thrown.faults;
    return fault(
      `${place} is no bangumi-data: ${first?.place ?? '/'} ${first?.message ?? ''}`,
      advice,
    );
  }
}
