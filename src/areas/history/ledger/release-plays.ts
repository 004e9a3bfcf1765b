import { sql, type Database } from '../../../platform/database/index.js';
import type { SyncSettings } from '../sync-settings.js';
import { isDue, keepsItsMatch, type Moment } from './due.js';

/** Puts plays in and out of line. Each method is one or two statements and safe to repeat. */
export function createPlayRelease(db: Database) {
  return {
    /** Puts parked and excluded plays whose time or map has come back into line. */
    async release(moment: Moment): Promise<number> {
      return db.$executeRaw`
        UPDATE plays SET due_at = NULL, reason = NULL,
          state = CASE WHEN ${keepsItsMatch} THEN 'planned' ELSE 'seen' END
        WHERE ${isDue(moment)}`;
    },

    /** Leaves alone what the settings leave out, and takes back what they let in again. */
    async applySettings(userId: string, settings: SyncSettings): Promise<void> {
      const unwanted = leftOut(settings);
      if (unwanted !== null) {
        await db.$executeRaw`UPDATE plays SET state = 'excluded', reason = 'filtered'
          WHERE user_id = ${userId} AND state IN ('seen', 'planned') AND ${unwanted}`;
      }
      await db.$executeRaw`UPDATE plays SET state = 'seen', reason = NULL
        WHERE user_id = ${userId} AND state = 'excluded' AND reason = 'filtered' AND NOT ${unwanted ?? sql`false`}`;
    },
  };
}

/** Of rows named `plays`: what the settings leave out. Null where everything is let in, as for most people: then none need be looked at. */
export function leftOut({ movies, episodes, specials }: SyncSettings) {
  if (movies && episodes && specials) return null;
  return sql`CASE WHEN media_type = 'movie' THEN ${!movies}::bool
    ELSE ${!episodes}::bool OR (${!specials}::bool AND EXISTS (SELECT 1 FROM trakt_items i
      WHERE i.media_type = plays.media_type AND i.trakt_item_id = plays.trakt_item_id AND i.season = 0)) END`;
}
