import type { Database } from '../../../platform/database/index.js';
import { queryRows, sql } from '../../../platform/database/index.js';
import { z } from 'zod';
import type { LastActivities } from '../../../upstream/trakt/index.js';
import { partMoved, wantedParts } from '../library/library-part.js';
import type { LibraryReads } from '../library/library-reads.js';
import type { SyncMode } from '../run.js';
import { carriesLibrary } from '../library/policies.js';
import type { SettingsStore } from '../settings-store.js';
import { noPlan } from './wish.js';

export interface BeginLibraryDeps {
  readonly db: Database;
  readonly settings: SettingsStore;
  readonly libraryReads: LibraryReads;
}

/**
 * Opens a read of each part that moved, and says whether a run would find anything to do for the library. Nobody is asked:
 * `last_activities` was read for the history. Safe to repeat: a part that is being read goes on being read.
 */
export async function beginLibrary(
  { db, settings, libraryReads }: BeginLibraryDeps,
  userId: string,
  { snapshot, mode }: { readonly snapshot: LastActivities; readonly mode: SyncMode },
): Promise<{ readonly hasWork: boolean }> {
  const wanted = await settings.read(userId);
  if (!carriesLibrary(wanted)) return { hasWork: false };
  const parts = await libraryReads.parts(userId);
  for (const name of wantedParts(wanted)) {
    const known = parts.find(({ part }) => part === name)?.activities ?? null;
    if (mode === 'full' || partMoved(name, known, snapshot))
      await libraryReads.begin(userId, name, snapshot);
  }
  return { hasWork: mode === 'full' || (await somethingWaits(db, userId, wanted.version)) };
}

async function somethingWaits(db: Database, userId: string, version: number): Promise<boolean> {
  const [row] = await queryRows(
    db,
    z.object({ waits: z.boolean() }),
    sql`SELECT EXISTS (SELECT 1 FROM library_parts WHERE user_id = ${userId} AND asked IS NOT NULL)
      OR EXISTS (SELECT 1 FROM subject_wishes WHERE user_id = ${userId} AND plan_id = ${noPlan}::uuid
        AND (state IN ('planned', 'sent') OR (state = 'seen' AND item IS NOT NULL) OR (state = 'parked' AND (reason = 'upstream-down' OR due_at <= now()))))
      OR NOT EXISTS (SELECT 1 FROM wish_gatherings g WHERE g.user_id = ${userId} AND g.settings_version = ${version}
        AND NOT EXISTS (SELECT 1 FROM library_parts p WHERE p.user_id = g.user_id AND p.completed_at > g.gathered_at)) AS waits`,
  );
  return row?.waits ?? false;
}
