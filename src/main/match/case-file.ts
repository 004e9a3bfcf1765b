import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { InputError, messageOf, type Fault } from '../../platform/lib/errors.js';

const text = z.string().nullish();
const id = z.int().positive();
const count = z.number().nullish();

const title = z.looseObject({
  title: z.string(),
  original_title: text,
  title_zh: text,
  title_ja: text,
  aliases: z.array(z.string()).nullish(),
  year: count,
  country: text,
  genres: z.array(z.string()).nullish(),
  ids: z.looseObject({ tmdb: id.nullish(), tvdb: id.nullish(), imdb: text }).default({}),
});

const number = z.number().min(0);

const input = z.discriminatedUnion('media', [
  z.looseObject({
    media: z.literal('episode'),
    numbering: text,
    show: title,
    season: z.int().min(0),
    episode: number,
    number_abs: count,
    episode_title: text,
    first_aired: z.iso.datetime({ offset: true }).nullish(),
    air_date_local: z.iso.date().nullish(),
  }),
  z.looseObject({
    media: z.literal('movie'),
    numbering: text,
    movie: title,
    first_aired: z.iso.datetime({ offset: true }).nullish(),
    air_date_local: z.iso.date().nullish(),
  }),
]);

const expected = z.looseObject({
  match: z.enum(['episode', 'subject', 'none']),
  subject_id: id.nullish(),
  ep: count,
  sort: count,
  episode_id: id.nullish(),
});

const matchingCase = z.looseObject({
  id: z.string().min(1),
  tags: z.array(z.string()).default([]),
  input,
  alternate_inputs: z
    .array(z.looseObject({ numbering: z.string(), season: z.int().min(0), episode: number }))
    .default([]),
  expected,
  must_not_match_subject: z.array(id).default([]),
});

const subject = z.looseObject({
  id,
  type: z.int(),
  kind: text,
  name: z.string(),
  name_cn: text,
  aliases: z.array(z.string()).nullish(),
  begin_utc: text,
  date_jst: text,
  date: text,
  end_date: text,
  tmdb_key: text,
  anidb: z.int().nullish(),
  platform: text,
  platform_id: z.int().nullish(),
  eps: count,
  nsfw: z.boolean().nullish(),
  merged_into: id.nullish(),
  infobox_imdb: text,
  imdb_id: text,
});

const row = z.looseObject({
  id,
  type: z.int(),
  sort: z.number(),
  airdate: text,
  ban: z.int().default(0),
  name: text,
  name_cn: text,
});

const byId = <T extends z.ZodType>(value: T) => z.record(z.string().regex(/^[1-9]\d*$/), value);

const file = z.looseObject({
  subjects: byId(subject),
  relations: z.array(z.looseObject({ from: id, to: id, relation: z.string() })).default([]),
  bangumi_episode_rows: byId(z.array(row)).default({}),
  cases: z.array(matchingCase).min(1),
});

export type CaseFile = z.output<typeof file>;
export type MatchingCase = z.output<typeof matchingCase>;
export type PoolSubject = z.output<typeof subject>;
export type PoolRow = z.output<typeof row>;

/**
 * Cases and the pool of subjects they are to be found in. Unknown keys are let through.
 * @throws InputError naming every fault with its place when the file cannot be read or is not of that shape.
 */
export async function readCaseFile(path: string): Promise<CaseFile> {
  const parsed = file.safeParse(parseJson(await readText(path), path));
  if (!parsed.success) throw new InputError(`cases in ${path}`, parsed.error.issues.map(toFault));
  const faults = [...faultsOfPool(parsed.data), ...repeatedIds(parsed.data.cases)];
  if (faults.length > 0) throw new InputError(`cases in ${path}`, faults);
  return parsed.data;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError('cases', [
      { place: path, message: `cannot be read (${messageOf(error)})` },
    ]);
  }
}

function parseJson(content: string, path: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new InputError(`cases in ${path}`, [
      { place: '/', message: `not JSON (${messageOf(error)})` },
    ]);
  }
}

const toFault = ({ path, message }: z.core.$ZodIssue): Fault => ({
  place: `/${path.join('/')}`,
  message,
});

/** What a pool must keep so that it can be served. */
function faultsOfPool({ subjects, bangumi_episode_rows: tables }: CaseFile): Fault[] {
  const faults: Fault[] = [];
  for (const [key, { id: own }] of Object.entries(subjects)) {
    if (String(own) !== key)
      faults.push({ place: `/subjects/${key}/id`, message: `is ${own}, but the key is ${key}` });
  }
  const ownerOf = new Map<number, string>();
  for (const [key, rows] of Object.entries(tables)) {
    if (subjects[key] === undefined)
      faults.push({
        place: `/bangumi_episode_rows/${key}`,
        message: 'no such subject in the pool',
      });
    for (const [index, { id: rowId }] of rows.entries()) {
      const owner = ownerOf.get(rowId);
      if (owner !== undefined)
        faults.push({
          place: `/bangumi_episode_rows/${key}/${index}/id`,
          message: `${rowId} is a row of subject ${owner} already`,
        });
      ownerOf.set(rowId, key);
    }
  }
  return faults;
}

function repeatedIds(cases: readonly MatchingCase[]): Fault[] {
  const seen = new Set<string>();
  return cases.flatMap(({ id: own }, index) => {
    const isRepeated = seen.has(own);
    seen.add(own);
    return isRepeated
      ? [{ place: `/cases/${index}/id`, message: `“${own}” is the id of another case already` }]
      : [];
  });
}
