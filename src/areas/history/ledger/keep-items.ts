import { bulkInsert, type Database } from '../../../platform/database/index.js';
import type { MediaItem } from '../../matching/index.js';
import { toMediaItem, type TraktSubject } from '../reading/to-media-item.js';

/** What Trakt says of episodes and films, for matching. Safe to repeat: keyed by Trakt's ids. */
export async function keepItems(db: Database, subjects: readonly TraktSubject[]): Promise<void> {
  await bulkInsert(db, {
    table: 'trakt_items',
    columns: {
      media_type: 'text',
      trakt_item_id: 'int8',
      show_id: 'int8',
      season: 'int4',
      number: 'int4',
      facts: 'jsonb',
    } as const,
    rows: subjects.map((subject) => toItemRow(toMediaItem(subject))),
    onConflict: {
      target: ['media_type', 'trakt_item_id'],
      update: ['show_id', 'season', 'number', 'facts'],
    },
  });
}

const toItemRow = (item: MediaItem) => ({
  media_type: item.kind,
  trakt_item_id: item.traktId,
  show_id: item.kind === 'episode' ? item.show.traktId : null,
  season: item.kind === 'episode' ? item.season : null,
  number: item.kind === 'episode' ? item.number : null,
  facts: item,
});
