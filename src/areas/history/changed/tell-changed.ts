import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { groupBy } from '../../../platform/lib/group-by.js';
import type { Notifications } from '../../notifications/index.js';
import { isInQuestion } from './in-question.js';

export interface TellChangedDeps {
  readonly db: Database;
  readonly notifications: Pick<Notifications, 'notify' | 'lastTold'>;
}

const event = 'matches.changed';

/**
 * Tells people of what they have marked and what would be matched otherwise by now: each change once, and all that have come since
 * the last time in one. Safe to repeat: the time of the newest change is the key. What waits for them is told with their runs.
 */
export async function tellChanged({ db, notifications }: TellChangedDeps): Promise<number> {
  const changes = groupBy(await listChanges(db), ({ userId }) => userId);
  const last = await notifications.lastTold(event, [...changes.keys()]);
  let told = 0;
  for (const [userId, ofPerson] of changes) {
    const news = ofPerson.filter(({ at }) => at.toISOString() > (last.get(userId) ?? ''));
    const newest = news.at(-1);
    if (newest === undefined) continue;
    const count = news.reduce((sum, { items }) => sum + items, 0);
    const notice = { userId, event, dedupeKey: newest.at.toISOString(), data: { count } } as const;
    if ((await notifications.notify(notice)) === 'told') told += 1;
  }
  return told;
}

const change = z.object({ userId: z.string(), at: z.date(), items: z.int() });

/** Items in question by person, and by when they came to be; the oldest first. */
const listChanges = (db: Database): Promise<z.infer<typeof change>[]> =>
  queryRows(
    db,
    change,
    sql`SELECT p.user_id AS "userId", c.at, count(DISTINCT (i.media_type, i.trakt_item_id))::int AS items
      FROM matches m JOIN trakt_items i USING (media_type, trakt_item_id) JOIN plays p USING (media_type, trakt_item_id)
        JOIN users u ON u.id = p.user_id AND u.disabled_at IS NULL AND u.deleted_at IS NULL
        CROSS JOIN LATERAL (SELECT max(replaced_at) AS at FROM match_changes
          WHERE media_type = i.media_type AND trakt_item_id = i.trakt_item_id) c
      WHERE m.reason = 'changed' AND ${isInQuestion} AND c.at IS NOT NULL GROUP BY 1, 2 ORDER BY 2`,
  );
