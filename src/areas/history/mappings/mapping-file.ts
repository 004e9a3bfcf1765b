import { z } from 'zod';
import type { Fault } from '../../../platform/lib/errors.js';
import type { MappingDraft, PlacedDraft } from '../../matching/index.js';

const id = z.int().min(1).max(2_147_483_647);
const number = z.int().min(0).max(100_000);

/** A mapping as files and requests write it. What is left out is null; `offset` and `by` are 0 and `ep`. */
export const mappingFields = z.strictObject({
  media_type: z.enum(['show', 'episode', 'movie']),
  trakt_id: z.int().min(1).max(Number.MAX_SAFE_INTEGER),
  season: z.int().min(0).max(10_000).nullish(),
  first_number: number.nullish(),
  last_number: number.nullish(),
  action: z.enum(['map', 'ignore']),
  subject_id: id.nullish(),
  offset: z.int().min(-100_000).max(100_000).nullish(),
  by: z.enum(['ep', 'sort']).nullish(),
  episode_id: id.nullish(),
  note: z.string().max(500).nullish(),
});
export type MappingFields = z.infer<typeof mappingFields>;

export const mappingFileFormat = 'watchflow-mappings';
export const mappingFileVersion = 1;

export const toDraft = (fields: MappingFields): MappingDraft => ({
  mediaType: fields.media_type,
  traktId: fields.trakt_id,
  season: fields.season ?? null,
  firstNumber: fields.first_number ?? null,
  lastNumber: fields.last_number ?? null,
  action: fields.action,
  subjectId: fields.subject_id ?? null,
  offset: fields.offset ?? 0,
  by: fields.by ?? 'ep',
  episodeId: fields.episode_id ?? null,
  note: fields.note ?? null,
});

/** Every field, the empty ones too. */
export const toFields = (draft: MappingDraft) => ({
  media_type: draft.mediaType,
  trakt_id: draft.traktId,
  season: draft.season,
  first_number: draft.firstNumber,
  last_number: draft.lastNumber,
  action: draft.action,
  subject_id: draft.subjectId,
  offset: draft.offset,
  by: draft.by,
  episode_id: draft.episodeId,
  note: draft.note,
});

/** A title of a Bangumi-syncer map, which stands for season 1 where it names none. */
export interface TitleEntry {
  readonly title: string;
  /** Null: the film of that title, or season 1 of the show. */
  readonly season: number | null;
  readonly subjectId: number;
  readonly place: string;
}

export interface ReadFile {
  readonly drafts: readonly PlacedDraft[];
  readonly titles: readonly TitleEntry[];
  readonly faults: readonly Fault[];
}

/** What a file of mappings says, ours or a map of titles; with everything that cannot be read, and where. */
export function readMappingFile(file: Readonly<Record<string, unknown>>, place: string): ReadFile {
  return 'format' in file || 'mappings' in file ? readOwn(file, place) : readTitles(file, place);
}

const envelope = z.strictObject({
  format: z.literal(mappingFileFormat),
  version: z.literal(mappingFileVersion),
  exported_at: z.string().optional(),
  mappings: z.array(z.unknown()).max(10_000),
});

function readOwn(file: unknown, place: string): ReadFile {
  const whole = envelope.safeParse(file);
  if (!whole.success) return { drafts: [], titles: [], faults: faultsOf(whole.error, place) };
  const read = whole.data.mappings.map((one, index) => {
    const at = `${place}/mappings/${index}`;
    const parsed = mappingFields.safeParse(one);
    return parsed.success
      ? { drafts: [{ draft: toDraft(parsed.data), place: at }], faults: [] }
      : { drafts: [], faults: faultsOf(parsed.error, at) };
  });
  return {
    drafts: read.flatMap(({ drafts }) => drafts),
    titles: [],
    faults: read.flatMap(({ faults }) => faults),
  };
}

const subjectId = z.union([
  id,
  z
    .string()
    .regex(/^[1-9]\d{0,9}$/, 'expected the id of a Bangumi subject')
    .transform(Number)
    .pipe(id),
]);
const season = z.string().regex(/^\d{1,4}$/, 'expected the number of a season');
const mostTitles = 10_000;

function readTitles(file: Readonly<Record<string, unknown>>, place: string): ReadFile {
  const titles: TitleEntry[] = [];
  const faults: Fault[] = [];
  const entries = Object.entries(file);
  if (entries.length > mostTitles)
    return {
      drafts: [],
      titles,
      faults: [{ place, message: `has more than ${mostTitles} titles` }],
    };
  const take = (value: unknown, of: Omit<TitleEntry, 'subjectId'>) => {
    const parsed = subjectId.safeParse(value);
    if (parsed.success) titles.push({ ...of, subjectId: parsed.data });
    else faults.push({ place: of.place, message: 'expected the id of a Bangumi subject' });
  };
  for (const [title, value] of entries) {
    const at = `${place}/${escape(title)}`;
    if (title.trim() === '') faults.push({ place: at, message: 'is no title' });
    else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const here = `${at}/${escape(key)}`;
        if (season.safeParse(key).success) take(inner, { title, season: Number(key), place: here });
        else faults.push({ place: here, message: 'expected the number of a season' });
      }
    } else take(value, { title, season: null, place: at });
  }
  return { drafts: [], titles, faults };
}

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function faultsOf(error: z.ZodError, place: string): Fault[] {
  return error.issues.flatMap((issue) => {
    const at = `${place}${issue.path.map((key) => `/${escape(String(key))}`).join('')}`;
    if (issue.code !== 'unrecognized_keys') return [{ place: at, message: issue.message }];
    return issue.keys.map((key) => ({ place: `${at}/${escape(key)}`, message: 'unknown field' }));
  });
}
