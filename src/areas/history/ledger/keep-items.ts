import { bulkInsert, type Database } from '../../../platform/database/index.js';
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
    rows: subjects.map((subject) => ({
      media_type: subject.type,
      trakt_item_id: toMediaItem(subject).traktId,
      show_id: subject.type === 'episode' ? subject.show.ids.trakt : null,
      season: subject.type === 'episode' ? subject.episode.season : null,
      number: subject.type === 'episode' ? subject.episode.number : null,
      facts: toMediaItem(subject),
    })),
    onConflict: {
      target: ['media_type', 'trakt_item_id'],
      update: ['show_id', 'season', 'number', 'facts'],
    },
  });
}
