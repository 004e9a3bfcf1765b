import { sql, type Sql } from '../../../platform/database/index.js';
import type { ExportKind } from './kinds.js';

/** What of a person is taken out as one kind of line: name → expression, in order, over `from`. */
export interface ExportTable {
  readonly columns: Readonly<Record<string, Sql>>;
  readonly from: (userId: string) => Sql;
  readonly orderBy: Sql;
}

const time = (column: Sql): Sql =>
  sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const itemIs = sql`coalesce(i.facts -> 'show', i.facts -> 'movie')`;

/** What was watched, as the import reads it. */
const viewing = {
  type: sql`p.media_type`,
  trakt_id: sql`coalesce(i.show_id, CASE WHEN p.media_type = 'movie' THEN p.trakt_item_id END)`,
  tmdb_id: sql`${itemIs} -> 'tmdb'`,
  tvdb_id: sql`CASE WHEN p.media_type = 'episode' THEN ${itemIs} -> 'tvdb' END`,
  imdb_id: sql`${itemIs} ->> 'imdb'`,
  season: sql`i.season`,
  number: sql`i.number`,
  item_trakt_id: sql`p.trakt_item_id`,
  title: sql`${itemIs} ->> 'title'`,
  watched_at: sql`CASE WHEN p.watched_at IS NULL THEN '' ELSE ${time(sql`p.watched_at`)} END`,
  action: sql`p.action`,
  source: sql`p.source`,
  source_ref: sql`p.source_ref`,
  viewing_id: sql`p.viewing_id`,
  watched_at_given: sql`p.watched_at_given`,
};

const playsWhere = (userId: string, condition: Sql): Sql =>
  sql`plays p LEFT JOIN trakt_items i ON i.media_type = p.media_type AND i.trakt_item_id = p.trakt_item_id
    WHERE p.user_id = ${userId} AND ${condition}`;

/** What follows `watched_at_given` is for people. */
const plays: ExportTable = {
  columns: {
    ...viewing,
    state: sql`p.state`,
    reason: sql`p.reason`,
    subject_id: sql`p.subject_id`,
    episode_id: sql`p.episode_id`,
    observed_at: time(sql`p.observed_at`),
    synced_at: time(sql`p.synced_at`),
  },
  from: (userId) => playsWhere(userId, sql`p.state <> 'removed'`),
  orderBy: sql`p.id`,
};

/** Changes of plays are forgotten in time; a removal is not. */
const goneSince = sql`coalesce((SELECT max(e.at) FROM play_events e WHERE e.play_id = p.id AND e.state = 'removed'),
  (SELECT r.found_at FROM removals r WHERE r.play_id = p.id))`;

/** Gone from their source, since when, and what became of their marks: kept on record, and no plays to an import. */
const removedPlays: ExportTable = {
  columns: {
    ...viewing,
    // Never empty: an import of the table goes by it.
    removed_at: sql`coalesce(${time(goneSince)}, 'unknown')`,
    mark: sql`(SELECT r.decision FROM removals r WHERE r.play_id = p.id)`,
    subject_id: sql`p.subject_id`,
    episode_id: sql`p.episode_id`,
    observed_at: time(sql`p.observed_at`),
  },
  from: (userId) => playsWhere(userId, sql`p.state = 'removed'`),
  orderBy: sql`p.id`,
};

const settings: ExportTable = {
  columns: {
    enabled: sql`s.enabled`,
    cron: sql`s.cron`,
    time_zone: sql`s.time_zone`,
    missed: sql`s.missed`,
    episodes: sql`s.episodes`,
    movies: sql`s.movies`,
    specials: sql`s.specials`,
    dry_run: sql`s.dry_run`,
    private_collections: sql`s.private_collections`,
    version: sql`s.version`,
    updated_at: time(sql`s.updated_at`),
  },
  from: (userId) => sql`sync_settings s WHERE s.user_id = ${userId}`,
  orderBy: sql`s.user_id`,
};

/** As the import of mappings reads them, but for the kind of line. */
const mappings: ExportTable = {
  columns: {
    media_type: sql`m.media_type`,
    trakt_id: sql`m.trakt_id`,
    season: sql`m.season`,
    first_number: sql`m.first_number`,
    last_number: sql`m.last_number`,
    action: sql`m.action`,
    subject_id: sql`m.subject_id`,
    offset: sql`m."offset"`,
    by: sql`m.by`,
    episode_id: sql`m.episode_id`,
    note: sql`m.note`,
  },
  from: (userId) => sql`mappings m WHERE m.user_id = ${userId}`,
  orderBy: sql`m.created_at, m.id`,
};

const matches: ExportTable = {
  columns: {
    media_type: sql`m.media_type`,
    trakt_id: sql`m.trakt_item_id`,
    decision: sql`m.kind`,
    reason: sql`m.reason`,
    subject_id: sql`m.subject_id`,
    episode_id: sql`m.episode_id`,
    evidence: sql`m.evidence`,
    id_map_version: sql`m.id_map_version`,
    decided_at: time(sql`m.decided_at`),
  },
  from: (userId) => sql`matches m WHERE EXISTS (SELECT 1 FROM plays p
    WHERE p.user_id = ${userId} AND p.media_type = m.media_type AND p.trakt_item_id = m.trakt_item_id)`,
  orderBy: sql`m.media_type, m.trakt_item_id`,
};

const runs: ExportTable = {
  columns: {
    id: sql`r.id`,
    mode: sql`r.mode`,
    trigger: sql`r.trigger`,
    status: sql`r.status`,
    advice: sql`r.advice`,
    started_at: time(sql`r.started_at`),
    ended_at: time(sql`r.ended_at`),
    certificate: sql`r.certificate`,
  },
  from: (userId) => sql`sync_runs r WHERE r.user_id = ${userId}`,
  orderBy: sql`r.started_at, r.id`,
};

const lists: ExportTable = {
  columns: {
    id: sql`l.id`,
    name: sql`l.name_template`,
    description: sql`l.description_template`,
    rule: sql`l.rule`,
    privacy: sql`l.privacy`,
    display_numbers: sql`l.display_numbers`,
    allow_comments: sql`l.allow_comments`,
    overflow: sql`l.overflow`,
    strangers: sql`l.strangers`,
    when_gone: sql`l.when_gone`,
    enabled: sql`l.enabled`,
    trakt_list_ids: sql`(SELECT json_agg(p.trakt_list_id ORDER BY p.part) FROM list_parts p WHERE p.list_id = l.id)`,
    created_at: time(sql`l.created_at`),
    updated_at: time(sql`l.updated_at`),
  },
  from: (userId) => sql`lists l WHERE l.user_id = ${userId} AND l.deleted_at IS NULL`,
  orderBy: sql`l.created_at, l.id`,
};

export const exportTables: Readonly<Record<ExportKind, ExportTable>> = {
  settings,
  mappings,
  plays,
  'removed-plays': removedPlays,
  matches,
  runs,
  lists,
};
