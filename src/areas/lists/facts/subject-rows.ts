import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { subjectFacts } from '../collection/collected-subject.js';
import { placeRow, subjectsOf, toKeptPlace, type KeptPlace } from '../places/place-store.js';

const row = z.object({
  subjectId: z.int(),
  /** Null where it is watched alone. */
  state: z.int().nullable(),
  rate: z.int().nullable(),
  addedAt: z.date().nullable(),
  facts: subjectFacts.nullable(),
  place: z.unknown(),
});

/** A person's subject as it is kept. */
export interface SubjectRow extends Omit<z.infer<typeof row>, 'place'> {
  /** Null while nobody has placed it. */
  readonly place: KeptPlace | null;
}

export async function readSubjects(db: Database, userId: string): Promise<readonly SubjectRow[]> {
  const rows = await queryRows(
    db,
    row,
    sql`SELECT mine.subject_id AS "subjectId", c.state, c.rate, c.added_at AS "addedAt", c.facts,
        CASE WHEN p.subject_id IS NOT NULL THEN jsonb_build_object('kind', p.kind, 'season', p.season, 'episodeId', p.episode_id,
          'title', p.title, 'origin', p.origin, 'reason', p.reason) END AS place
      FROM ${subjectsOf(userId)} AS mine LEFT JOIN collected_subjects c ON c.user_id = ${userId} AND c.subject_id = mine.subject_id
        LEFT JOIN subject_places p ON p.subject_id = mine.subject_id ORDER BY 1`,
  );
  return rows.map(({ place, ...rest }) => ({
    ...rest,
    place: place === null ? null : toKeptPlace(placeRow.parse(place)),
  }));
}
