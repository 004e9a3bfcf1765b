import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { groupBy } from '../../platform/lib/group-by.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { BangumiClient } from '../../upstream/bangumi/bangumi-client.js';
import type { Access, CallOptions } from '../../upstream/http/call.js';
import { candidateSubjects } from './deciding/candidate-subjects.js';
import { decide } from './deciding/decide.js';
import type { Decision } from './decision.js';
import type { EpisodeRow, EpisodeTables } from './episode-row.js';
import { createEpisodeTableStore } from './episode-table-store.js';
import type { StoredTable } from './episode-table-store.js';
import type { IdMap } from './id-map/id-map.js';
import { createMatchStore } from './match-store.js';
import type { DecidedItem } from './match-store.js';
import type { MediaItem } from './media-item.js';
import { readTables } from './read-tables.js';

export interface MatchingDeps {
  readonly db: Database;
  readonly bangumi: Pick<BangumiClient, 'readEpisodes' | 'readSubject'>;
  readonly idMap: IdMap;
  readonly clock: Clock;
  readonly log: Logger;
}

interface MatchingProgress {
  /** Episode tables read from Bangumi so far, and in all as far as known. */
  readonly fetched: number;
  readonly toFetch: number;
}

export interface DecideAll {
  readonly items: readonly MediaItem[];
  readonly access: Access;
  readonly options?: CallOptions | undefined;
  /**
   * `missing` (the default) reads tables that are not stored or older than a week. `stale` reads every table involved anew: for a
   * caller to whom Bangumi denied an episode of a table.
   */
  readonly refresh?: 'missing' | 'stale' | undefined;
  readonly onProgress?: ((progress: MatchingProgress) => void) | undefined;
  /** False: the decisions are answered, not stored, so that what waits for a newer id map goes on waiting for its turn. */
  readonly keep?: boolean | undefined;
}

export interface Matching {
  /**
   * Decides every item, by its kind and Trakt id (`episode:1234`), and stores the decisions. Safe to repeat. Throws UpstreamError when Bangumi cannot
   * be read; the tables read until then stay stored.
   */
  decideAll(request: DecideAll): Promise<Map<string, Decision>>;
  /** Rows of a subject that are no main episodes, as the stored table has them; none where there is no table. */
  specialsOf(subjectId: number): Promise<readonly number[]>;
  /** For whoever was told that the subject or a row of it is not there any more: the next decision reads the table anew. */
  forgetTable(subjectId: number): Promise<void>;
}

/** `episode:1234`: the kind and Trakt id, under which the decisions are given. */
const itemKey = (item: Pick<MediaItem, 'kind' | 'traktId'>) => `${item.kind}:${item.traktId}`;

const hour = 3_600_000;
const keptFor = 7 * 24 * hour;
/** Rows are often added late: a table that lacks one is read again, once a day. */
const keptWithoutRow = 20 * hour;

type Tables = ReadonlyMap<number, StoredTable>;

export function createMatching({ db, bangumi, idMap, clock, log }: MatchingDeps): Matching {
  const tableStore = createEpisodeTableStore({ db });
  const matchStore = createMatchStore({ db });

  const ageOf = (table: StoredTable) => clock.now().getTime() - table.fetchedAt.getTime();

  const read = async (subjectIds: readonly number[], maxAge: number, request: DecideAll) => {
    const { access, options, onProgress } = request;
    const reading = { bangumi, access, options, store: tableStore, clock, onFetched: onProgress };
    const tables = await readTables(subjectIds, (table) => ageOf(table) < maxAge, reading);
    return new Map(tables.map((table) => [table.subjectId, table]));
  };

  const readMissingRowsAgain = async (
    decided: readonly DecidedItem[],
    tables: Tables,
    request: DecideAll,
  ) => {
    const lacking = new Set(decided.map(({ decision }) => subjectLackingRow(decision)));
    const old = [...tables.values()].filter(
      (table) => lacking.has(table.subjectId) && ageOf(table) >= keptWithoutRow,
    );
    return read(
      old.map(({ subjectId }) => subjectId),
      keptWithoutRow,
      request,
    );
  };

  return {
    forgetTable: (subjectId) => tableStore.forget(subjectId),

    async specialsOf(subjectId) {
      const [table] = await tableStore.load([subjectId]);
      if (table === undefined || table.content.kind === 'gone') return [];
      return table.content.rows.filter(({ type }) => type !== 0).map(({ id }) => id);
    },

    async decideAll(request) {
      const items = [...new Map(request.items.map((item) => [itemKey(item), item])).values()];
      const subjectIds = [...new Set(items.flatMap((item) => candidateSubjects(item, idMap)))];
      const stored = await read(subjectIds, request.refresh === 'stale' ? 0 : keptFor, request);
      const newer = await readMissingRowsAgain(decideItems(items, idMap, stored), stored, request);
      const tables = new Map([...stored, ...newer]);
      const decided = decideItems(items, idMap, tables).map(({ item, decision }) => ({
        item,
        decision: followMerges(decision, tables),
      }));
      if (request.keep !== false)
        await matchStore.save({ decided, idMapVersion: idMap.version, decidedAt: clock.now() });
      log.info(
        { items: items.length, subjects: subjectIds.length, kinds: countKinds(decided) },
        'items matched',
      );
      return new Map(decided.map(({ item, decision }) => [itemKey(item), decision]));
    },
  };
}

function decideItems(items: readonly MediaItem[], idMap: IdMap, stored: Tables): DecidedItem[] {
  const tables = toEpisodeTables(stored);
  return items.map((item) => ({ item, decision: decide(item, idMap, tables) }));
}

function toEpisodeTables(stored: Tables): EpisodeTables {
  const tables = new Map<number, readonly EpisodeRow[]>();
  for (const { subjectId, content } of stored.values()) {
    if (content.kind !== 'gone') tables.set(subjectId, content.rows);
  }
  return tables;
}

const subjectLackingRow = (decision: Decision): number | null =>
  decision.kind === 'parked' && decision.reason === 'episode-missing' ? decision.subjectId : null;

/** The id map may name a subject that was merged since; marks and collections want the one it was merged into. */
function followMerges(decision: Decision, tables: Tables): Decision {
  const follow = (subjectId: number) => {
    const content = tables.get(subjectId)?.content;
    return content?.kind === 'merged' ? content.into : subjectId;
  };
  switch (decision.kind) {
    case 'matched':
      return { ...decision, subjectId: follow(decision.subjectId) };
    case 'parked': {
      const candidates = decision.candidates.map((candidate) => ({
        ...candidate,
        subjectId: follow(candidate.subjectId),
      }));
      return {
        ...decision,
        subjectId: decision.subjectId === null ? null : follow(decision.subjectId),
        candidates,
      };
    }
    case 'excluded':
      return decision;
  }
}

function countKinds(decided: readonly DecidedItem[]): Record<string, number> {
  const kinds = groupBy(decided, ({ decision }) =>
    decision.kind === 'matched' ? decision.kind : decision.reason,
  );
  return Object.fromEntries([...kinds].map(([kind, items]) => [kind, items.length]));
}
