import { z } from 'zod';
import { bulkInsert, queryRows, sql, unnestRows } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import type { Decision } from '../decision.js';
import type { MediaItem } from '../media-item.js';
import { outcomeOf, promised } from './held-back.js';
import type { Outcome, Promised } from './held-back.js';

export interface DecidedItem {
  readonly item: MediaItem;
  readonly decision: Decision;
}

export interface KeptItem extends DecidedItem {
  /** What the item was matched to before, where the decision differs; null where nothing is held back. */
  readonly previous: Promised | null;
  /** What it would be by now; null where nothing is held back. */
  readonly instead: Outcome | null;
}

interface SaveMatches {
  readonly decided: readonly KeptItem[];
  readonly idMapVersion: string;
  readonly decidedAt: Date;
}

export interface MatchStore {
  save(matches: SaveMatches): Promise<void>;
  /** What has been promised of these items, by `episode:1234`; items that were never matched are left out. */
  promises(items: readonly MediaItem[]): Promise<ReadonlyMap<string, Promised>>;
  /** Matched items whose match is of another id map, or whose facts have changed since; in the order of the key, after one of them. */
  toRecheck(
    idMapVersion: string,
    page: { readonly after: MediaItem | undefined; readonly limit: number },
  ): Promise<readonly MediaItem[]>;
}

const columns = {
  media_type: 'text',
  trakt_item_id: 'int8',
  kind: 'text',
  reason: 'text',
  subject_id: 'int4',
  episode_id: 'int4',
  evidence: 'jsonb',
  candidates: 'jsonb',
  show_id: 'int8',
  season: 'int4',
  number: 'int4',
  id_map_version: 'text',
  decided_at: 'timestamptz',
  previous: 'jsonb',
  instead: 'jsonb',
  stale: 'bool',
} as const;

const key = ['media_type', 'trakt_item_id'] as const;
type Column = keyof typeof columns;
const updated = Object.keys(columns).filter(
  (name): name is Column => !key.some((each) => each === name),
);

const keyColumns = { media_type: 'text', trakt_item_id: 'int8' } as const;
const toKeyRow = (item: MediaItem) => ({ media_type: item.kind, trakt_item_id: item.traktId });

export function createMatchStore({ db }: { readonly db: Database }): MatchStore {
  return {
    /** Safe to repeat: the latest decision of an item replaces the one before. */
    async save({ decided, idMapVersion, decidedAt }) {
      await bulkInsert(db, {
        table: 'matches',
        columns,
        rows: decided.map(({ item, decision, previous, instead }) => ({
          ...toKeyRow(item),
          ...toColumns(decision),
          evidence: decision.evidence,
          candidates: decision.kind === 'parked' ? decision.candidates : [],
          ...placeOf(item),
          id_map_version: idMapVersion,
          decided_at: decidedAt,
          previous,
          instead,
          stale: false,
        })),
        onConflict: { target: key, update: updated },
      });
    },

    async promises(items) {
      if (items.length === 0) return new Map();
      const rows = await queryRows(
        db,
        z.object({ key: z.string(), promised }),
        sql`SELECT m.media_type || ':' || m.trakt_item_id AS key,
            CASE WHEN m.kind = 'matched' THEN jsonb_build_object('subjectId', m.subject_id, 'episodeId', m.episode_id,
              'idMapVersion', m.id_map_version, 'decidedAt', m.decided_at) ELSE m.previous END AS promised
          FROM ${unnestRows(keyColumns, items.map(toKeyRow))} AS i JOIN matches m USING (media_type, trakt_item_id)
          WHERE m.kind = 'matched' OR m.previous IS NOT NULL`,
      );
      return new Map(rows.map(({ key, promised: each }) => [key, each]));
    },

    async toRecheck(idMapVersion, { after, limit }) {
      const rows = await queryRows(
        db,
        z.object({ item: z.custom<MediaItem>((facts) => typeof facts === 'object') }),
        sql`SELECT i.facts AS item FROM matches m JOIN trakt_items i USING (media_type, trakt_item_id)
          WHERE (m.kind = 'matched' OR m.reason = 'changed') AND (m.stale OR m.id_map_version <> ${idMapVersion})
            AND (m.media_type, m.trakt_item_id) > (${after?.kind ?? ''}, ${after?.traktId ?? 0}::int8)
          ORDER BY m.media_type, m.trakt_item_id LIMIT ${limit}`,
      );
      return rows.map(({ item }) => item);
    },
  };
}

const placeOf = (item: MediaItem) =>
  item.kind === 'movie'
    ? { show_id: null, season: null, number: null }
    : { show_id: item.show.traktId, season: item.season, number: item.number };

function toColumns(decision: Decision) {
  const { kind, reason, subjectId, episodeId } = outcomeOf(decision);
  return { kind, reason, subject_id: subjectId, episode_id: episodeId };
}
