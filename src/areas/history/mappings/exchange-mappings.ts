import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { InputError } from '../../../platform/lib/errors.js';
import {
  faultsOfDrafts,
  foldTitle,
  targetKey,
  type Mapping,
  type MappingDraft,
  type MappingOwner,
  type PlacedDraft,
} from '../../matching/index.js';
import { titleOf } from '../ledger/title-of.js';
import { changeMappings, type ChangedMappings } from './change-mappings.js';
import { aDay, askSubjects, followed, subjectFaults } from './check-subjects.js';
import type { MappingActsDeps } from './mapping-acts.js';
import { readMappingFile, type TitleEntry } from './mapping-file.js';

export interface ImportMappings {
  readonly userId: string;
  readonly owner: MappingOwner;
  readonly file: Readonly<Record<string, unknown>>;
  /** `merge`: what is about the same gives way; `replace`: everything that is there does. */
  readonly mode: 'merge' | 'replace';
  readonly isDryRun: boolean;
  /** Where the file lies in what was sent: a JSON pointer. */
  readonly place: string;
}

/** Something that was left out, and why. */
export interface ImportWarning {
  readonly place: string;
  readonly title: string | null;
  readonly message: string;
}

export interface ImportedMappings extends ChangedMappings {
  readonly warnings: readonly ImportWarning[];
  /** Mappings of the file that were there already. */
  readonly unchanged: number;
}

/** Subjects that are asked of Bangumi for one file. */
const questions = 250;

/** Whole books of mappings, in and out. */
export function createMappingExchange(deps: MappingActsDeps) {
  return {
    exportAll: (owner: MappingOwner): Promise<Mapping[]> => deps.mappings.ofOwner(owner),

    /** All of a file or, when there is any fault, nothing. Safe to repeat. Throws InputError with every fault. */
    async importAll(request: ImportMappings): Promise<ImportedMappings> {
      const { userId, owner, mode, isDryRun } = request;
      const read = readMappingFile(request.file, request.place);
      const resolved = await resolveTitles(deps.db, userId, read.titles);
      const drafts = [...read.drafts, ...resolved.drafts];
      const { faults, warnings, placed } = await check(deps, userId, drafts);
      if (read.faults.length + faults.length > 0)
        throw new InputError('body', [...read.faults, ...faults]);
      const wanted = placed.map(({ draft, place }) => ({
        place,
        wanted: [{ ...draft, episodeOf: null }],
        covers: (one: MappingDraft) => targetKey(one) === targetKey(draft),
      }));
      const all = {
        place: request.place,
        wanted: wanted.flatMap((each) => each.wanted),
        covers: () => true,
      };
      const wishes = mode === 'replace' ? [all] : wanted;
      const changed = await changeMappings(deps, {
        owner,
        by: userId,
        origin: 'import',
        wishes,
        isDryRun,
      });
      return {
        ...changed,
        warnings: [...resolved.warnings, ...warnings],
        unchanged: placed.length - changed.added.length,
      };
    },
  };
}

async function check(deps: MappingActsDeps, userId: string, drafts: readonly PlacedDraft[]) {
  const subjectIds = [...new Set(drafts.flatMap(({ draft }) => draft.subjectId ?? []))];
  const tablesOf = [
    ...new Set(
      drafts.flatMap(({ draft }) => (draft.episodeId === null ? [] : (draft.subjectId ?? []))),
    ),
  ];
  const looked = await askSubjects(deps, userId, {
    subjectIds,
    tablesOf,
    maxAge: aDay,
    atMost: questions,
  });
  const warnings: ImportWarning[] = drafts
    .filter(({ draft }) => isUnknown(draft, looked.subjects))
    .map(({ place }) => ({
      place: `${place}/subject_id`,
      title: null,
      message: 'was not looked up on Bangumi, as there are too many; the next sync will tell',
    }));
  return {
    faults: [...faultsOfDrafts(drafts), ...subjectFaults(drafts, looked.subjects)],
    warnings,
    placed: drafts.map(({ draft, place }) => ({ draft: followed(draft, looked.subjects), place })),
  };
}

const isUnknown = (
  { subjectId }: MappingDraft,
  subjects: Awaited<ReturnType<typeof askSubjects>>['subjects'],
): boolean => subjectId !== null && subjects.get(subjectId)?.subject === undefined;

const knownTitle = z.object({
  mediaType: z.enum(['show', 'movie']),
  traktId: z.bigint().transform(Number),
  title: z.string().nullable(),
  originalTitle: z.string().nullable(),
});

/** Titles of a map among those of the person's own history. What is not there, or there twice, is told and left out. */
async function resolveTitles(
  db: Database,
  userId: string,
  entries: readonly TitleEntry[],
): Promise<{ readonly drafts: PlacedDraft[]; readonly warnings: ImportWarning[] }> {
  if (entries.length === 0) return { drafts: [], warnings: [] };
  const known = await knownTitles(db, userId);
  const drafts: PlacedDraft[] = [];
  const warnings: ImportWarning[] = [];
  for (const entry of entries) {
    const { title, place } = entry;
    const found = [...(known.get(foldTitle(title)) ?? [])].filter(
      (key) => entry.season === null || key.startsWith('show:'),
    );
    const [only, second] = found;
    if (only === undefined)
      warnings.push({ place, title, message: 'is no title of what you have watched' });
    else if (second !== undefined)
      warnings.push({ place, title, message: `stands for more than one: ${found.join(', ')}` });
    else drafts.push({ draft: toDraft(only, entry), place });
  }
  return { drafts, warnings };
}

/** Folded title → `show:<Trakt id>` or `movie:<Trakt id>`. */
async function knownTitles(db: Database, userId: string): Promise<Map<string, Set<string>>> {
  const rows = await queryRows(
    db,
    knownTitle,
    sql`SELECT DISTINCT CASE WHEN i.media_type = 'movie' THEN 'movie' ELSE 'show' END AS "mediaType",
        coalesce(i.show_id, i.trakt_item_id) AS "traktId", ${titleOf} AS title,
        coalesce(i.facts -> 'show' ->> 'originalTitle', i.facts -> 'movie' ->> 'originalTitle') AS "originalTitle"
      FROM trakt_items i WHERE EXISTS (SELECT 1 FROM plays p WHERE p.user_id = ${userId}
        AND p.media_type = i.media_type AND p.trakt_item_id = i.trakt_item_id)`,
  );
  const known = new Map<string, Set<string>>();
  for (const { mediaType, traktId, title, originalTitle } of rows) {
    for (const name of [title, originalTitle]) {
      const folded = foldTitle(name ?? '');
      if (folded === '') continue;
      known.set(folded, (known.get(folded) ?? new Set()).add(`${mediaType}:${traktId}`));
    }
  }
  return known;
}

function toDraft(key: string, { season, subjectId }: TitleEntry): MappingDraft {
  const [mediaType, traktId] = key.split(':');
  const isShow = mediaType === 'show';
  return {
    mediaType: isShow ? 'show' : 'movie',
    traktId: Number(traktId),
    season: isShow ? (season ?? 1) : null,
    firstNumber: null,
    lastNumber: null,
    action: 'map',
    subjectId,
    offset: 0,
    by: 'ep',
    episodeId: null,
    note: null,
  };
}
