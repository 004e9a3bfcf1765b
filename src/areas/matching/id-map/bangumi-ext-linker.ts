import { z } from 'zod';
import { InputError } from '../../../platform/lib/errors.js';
import { parseJson, toFault } from './json-file.js';
import { parseTmdbKey } from './tmdb-key.js';
import type { TmdbKey } from './tmdb-key.js';

/** A Bangumi subject as `BangumiExtLinker` links it (https://github.com/Rhilip/BangumiExtLinker, CC BY 4.0). */
export interface ExtLink {
  readonly subjectId: number;
  readonly tmdb: TmdbKey | null;
  /** The series; no season is known. */
  readonly tvdb: number | null;
  readonly imdb: string | null;
  readonly anidb: number | null;
}

const id = z.string().regex(/^[1-9]\d{0,8}$/, 'expected a number from 1 up');

/** Links are left out where there is none; one that nobody can read is no link either. */
const file = z
  .array(
    z.object({
      bgm_id: id,
      tmdb_id: z.string().optional().catch(undefined),
      tvdb_id: id.optional().catch(undefined),
      imdb_id: z
        .string()
        .regex(/^tt\d+$/)
        .optional()
        .catch(undefined),
      anidb_id: id.optional().catch(undefined),
    }),
  )
  .min(1);

const faultsShown = 5;

/**
 * Reads the text of `anime_map.json`.
 * @throws InputError naming the first faults when the text is no JSON or not of that shape.
 */
export function parseBangumiExtLinker(text: string, source: string): readonly ExtLink[] {
  const subject = `BangumiExtLinker from ${source}`;
  const parsed = file.safeParse(parseJson(text, subject));
  if (!parsed.success)
    throw new InputError(subject, parsed.error.issues.slice(0, faultsShown).map(toFault));
  return parsed.data.map((link) => ({
    subjectId: Number(link.bgm_id),
    tmdb: link.tmdb_id === undefined ? null : parseTmdbKey(link.tmdb_id),
    tvdb: numberOf(link.tvdb_id),
    imdb: link.imdb_id ?? null,
    anidb: numberOf(link.anidb_id),
  }));
}

const numberOf = (text: string | undefined): number | null =>
  text === undefined ? null : Number(text);
