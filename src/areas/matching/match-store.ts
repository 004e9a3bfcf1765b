import { bulkInsert } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Decision } from './decision.js';
import type { MediaItem } from './media-item.js';

export interface DecidedItem {
  readonly item: MediaItem;
  readonly decision: Decision;
}

interface SaveMatches {
  readonly decided: readonly DecidedItem[];
  readonly idMapVersion: string;
  readonly decidedAt: Date;
}

export interface MatchStore {
  save(matches: SaveMatches): Promise<void>;
}

const columns = {
  media_type: 'text',
  trakt_item_id: 'int8',
  kind: 'text',
  reason: 'text',
  subject_id: 'int4',
  episode_id: 'int4',
  evidence: 'jsonb',
  id_map_version: 'text',
  decided_at: 'timestamptz',
} as const;

export function createMatchStore({ db }: { readonly db: Database }): MatchStore {
  return {
    /** Safe to repeat: the latest decision of an item replaces the one before. */
    async save({ decided, idMapVersion, decidedAt }) {
      await bulkInsert(db, {
        table: 'matches',
        columns,
        rows: decided.map(({ item, decision }) => ({
          media_type: item.kind,
          trakt_item_id: item.traktId,
          ...toColumns(decision),
          evidence: decision.evidence,
          id_map_version: idMapVersion,
          decided_at: decidedAt,
        })),
        onConflict: {
          target: ['media_type', 'trakt_item_id'],
          update: [
            'kind',
            'reason',
            'subject_id',
            'episode_id',
            'evidence',
            'id_map_version',
            'decided_at',
          ],
        },
      });
    },
  };
}

function toColumns(decision: Decision) {
  switch (decision.kind) {
    case 'matched':
      return {
        kind: decision.kind,
        reason: null,
        subject_id: decision.subjectId,
        episode_id: decision.episodeId,
      };
    case 'parked':
      return {
        kind: decision.kind,
        reason: decision.reason,
        subject_id: decision.subjectId,
        episode_id: null,
      };
    case 'excluded':
      return { kind: decision.kind, reason: decision.reason, subject_id: null, episode_id: null };
  }
}
