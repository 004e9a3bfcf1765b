import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { sourcesOf } from './watched-places.js';
import type { WishScope } from './wish.js';

/** Episodes of a subject that plays have proven; in a dry run also those that a sync would prove. */
export async function provenEpisodes(
  db: Database,
  scope: WishScope,
  subjectId: number,
): Promise<readonly number[]> {
  const { plays, planned } = sourcesOf(scope);
  const rows = await queryRows(
    db,
    z.object({ episodeId: z.int() }),
    sql`SELECT DISTINCT episode_id AS "episodeId" FROM (${plays} UNION ALL ${planned}) AS p
      WHERE state = 'proven' AND subject_id = ${subjectId} AND episode_id IS NOT NULL`,
  );
  return rows.map(({ episodeId }) => episodeId);
}
