import { z } from 'zod';
import { InputError } from '../../../platform/lib/errors.js';
import type { Fault } from '../../../platform/lib/errors.js';
import { parseJson, toFault } from './json-file.js';

/**
 * The part of a `bangumi-data` item that matching reads (https://github.com/bangumi-data/bangumi-data, CC BY 4.0).
 * `begin` and `end` are UTC instants or empty. Some sites have no id, and its own types do not know the `tmdb` site.
 */
const item = z.object({
  title: z.string(),
  /** By language: `zh-Hans`, `zh-Hant`, `en`, `ja`. */
  titleTranslate: z.custom<Titles>(areTitles, 'lists of titles by language').optional(),
  /** `tv`, `web`, `movie`, `ova`. */
  type: z.string().optional(),
  begin: z.string().optional(),
  end: z.string().optional(),
  sites: z.array(z.object({ site: z.string(), id: z.string().optional() })),
});

type Titles = Readonly<Record<string, readonly string[]>>;

/** By hand, because a schema for each of 40,000 titles would take half the time of loading. */
function areTitles(given: unknown): given is Titles {
  return (
    typeof given === 'object' &&
    given !== null &&
    Object.values(given).every(
      (titles) => Array.isArray(titles) && titles.every((title) => typeof title === 'string'),
    )
  );
}

const file = z.object({ items: z.array(item).min(1) });

export type BangumiDataItem = z.output<typeof item>;

const faultsShown = 5;

/**
 * Reads the text of a `bangumi-data` file.
 * @throws InputError naming the first faults when the text is no JSON or not of that shape.
 */
export function parseBangumiData(text: string, source: string): readonly BangumiDataItem[] {
  const parsed = file.safeParse(parseJson(text, subjectOf(source)));
  if (!parsed.success)
    throw unusable(source, parsed.error.issues.slice(0, faultsShown).map(toFault));
  const items = parsed.data.items;
  if (!items.some(isPlaced)) {
    throw unusable(source, [
      {
        place: '/items',
        message: 'no item names both a tmdb and a bangumi id; is this a bangumi-data file?',
      },
    ]);
  }
  return items;
}

const subjectOf = (source: string) => `bangumi-data from ${source}`;

const unusable = (source: string, faults: readonly Fault[]) =>
  new InputError(subjectOf(source), faults);

const isPlaced = (candidate: BangumiDataItem) =>
  ['tmdb', 'bangumi'].every((name) =>
    candidate.sites.some(({ site, id }) => site === name && id !== undefined),
  );
