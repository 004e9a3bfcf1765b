import type { Database, DatabaseSession } from '../../platform/database/index.js';
import type { Clock } from '../../platform/lib/clock.js';
import { groupBy } from '../../platform/lib/group-by.js';
import type { Logger } from '../../platform/lib/logger.js';
import { once } from '../../platform/lib/once.js';
import type { Access, CallOptions } from '../../upstream/http/call.js';
import { decideBatch, keptFor } from './decide-batch.js';
import type { LiveAction } from './deciding/gate.js';
import type { Decision } from './decision.js';
import type { EpisodeRow } from './episode-row.js';
import type { IdMaps } from './data-sets/id-maps.js';
import { createAnswerBook } from './facts/answer-book.js';
import type { BookProgress } from './facts/answer-book.js';
import { createAnswerStore } from './facts/answer-store.js';
import type { AskedOfBangumi } from './facts/ask-bangumi.js';
import type { AskedOfTrakt } from './facts/ask-trakt.js';
import { createEpisodeTableStore } from './facts/episode-table-store.js';
import type { SubjectCache } from './facts/remember-subjects.js';
import { followMerges } from './facts/follow-merges.js';
import { keyOf } from './kept/item-key.js';
import { keepPromise } from './kept/keep-promises.js';
import { createMatchStore } from './kept/match-store.js';
import type { DecidedItem } from './kept/match-store.js';
import { recheckMatches } from './kept/recheck.js';
import type { Rechecked } from './kept/recheck.js';
import { findMapped } from './mappings/mapped-items.js';
import { createMappingStore } from './mappings/mapping-store.js';
import type { MediaItem } from './media-item.js';

export interface MatchingDeps {
  readonly db: Database;
  readonly subjectCache?: SubjectCache | undefined;
  readonly bangumi: AskedOfBangumi;
  readonly trakt: AskedOfTrakt;
  readonly idMaps: Pick<IdMaps, 'current'>;
  readonly liveAction: LiveAction;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface DecideAll {
  readonly items: readonly MediaItem[];
  /** Whose mappings decide first; left out: only those shared by everybody. */
  readonly userId?: string | undefined;
  /** At Bangumi. */
  readonly access: Access;
  /** At Trakt, fetched only when a title has to be asked for. */
  readonly traktAccess: () => Promise<Access>;
  readonly options?: CallOptions | undefined;
  /**
   * `missing` (the default) asks for what is not stored or older than a week. `stale` asks for everything involved anew: for a
   * caller to whom Bangumi denied an episode of a table.
   */
  readonly refresh?: 'missing' | 'stale' | undefined;
  readonly onProgress?: ((progress: BookProgress) => void) | undefined;
  /** False: the decisions are answered, not stored, so that what waits for a newer id map goes on waiting for its turn. */
  readonly keep?: boolean | undefined;
}

export interface Matching {
  /**
   * Decides every item, by its kind and Trakt id (`episode:1234`), and stores the decisions. Safe to repeat. Throws UpstreamError when Bangumi or
   * Trakt cannot be read; what was answered until then stays stored.
   */
  decideAll(request: DecideAll): Promise<Map<string, Decision>>;
  /**
   * Decides matches again that were made with another id map, or whose items Trakt describes otherwise by now; without a request.
   * Another outcome is not acted on: it waits for a person (`changed`). Safe to repeat.
   */
  recheck(signal?: AbortSignal): Promise<Rechecked>;
  /** Changes whenever a mapping does that may decide something for this person. */
  mappingStamp(userId: string, session?: DatabaseSession): Promise<string>;
  /** Rows of a subject that are no main episodes, as the stored table has them; none where there is no table. */
  specialsOf(subjectId: number): Promise<readonly number[]>;
  /** Main rows of subjects, as the stored tables have them; subjects without a table are left out. */
  mainRows(subjectIds: readonly number[]): Promise<ReadonlyMap<number, readonly EpisodeRow[]>>;
  /** Subjects of a show's regular seasons by the id map; by TMDB's id. */
  subjectsOfShow(tmdb: number): readonly number[];
  /** For whoever was told that the subject or a row of it is not there any more: the next decision reads the table anew. */
  forgetTable(subjectId: number): Promise<void>;
}

export function createMatching(deps: MatchingDeps): Matching {
  const { db, bangumi, trakt, idMaps, liveAction, clock, log } = deps;
  const tableStore = createEpisodeTableStore({ db });
  const store = createAnswerStore(deps);
  const matchStore = createMatchStore({ db });
  const mappings = createMappingStore({ db });

  return {
    mappingStamp: (userId, session) => mappings.stamp(userId, session),

    forgetTable: (subjectId) => tableStore.forget(subjectId),

    recheck: (signal) =>
      recheckMatches({ ...deps, store, matches: matchStore, idMap: idMaps.current(), signal }),

    async specialsOf(subjectId) {
      const [table] = await tableStore.load([subjectId]);
      if (table === undefined || table.content.kind === 'gone') return [];
      return table.content.rows.filter(({ type }) => type !== 0).map(({ id }) => id);
    },

    async mainRows(subjectIds) {
      const tables = subjectIds.length === 0 ? [] : await tableStore.load(subjectIds);
      return new Map(
        tables.flatMap(({ subjectId, content }): [number, readonly EpisodeRow[]][] =>
          content.kind === 'rows'
            ? [[subjectId, content.rows.filter(({ type }) => type === 0)]]
            : [],
        ),
      );
    },

    subjectsOfShow: (tmdb) => [
      ...new Set(
        idMaps
          .current()
          .show(tmdb)
          .filter(({ season }) => season > 0)
          .map(({ subjectId }) => subjectId),
      ),
    ],

    async decideAll({ access, traktAccess, options, onProgress, ...request }) {
      const idMap = idMaps.current();
      const items = [...new Map(request.items.map((item) => [keyOf(item), item])).values()];
      const asking = {
        bangumi: { bangumi, access, options },
        trakt: { trakt, access: once(traktAccess), options },
      };
      const book = createAnswerBook({ asking, store, clock, onAnswer: onProgress });
      const maxAge = request.refresh === 'stale' ? 0 : keptFor;
      const mapped = await findMapped(mappings, request.userId ?? null, items);
      const found = await decideBatch(items, { idMap, book, mapped, liveAction, clock }, maxAge);
      // What a person says of an item breaks no promise, and is not everybody's.
      const promises = await matchStore.promises(items.filter((item) => !mapped.has(item)));
      const all = found.map(({ item, decision }) =>
        keepPromise({ item, decision: followMerges(decision, book) }, promises, book.tableOf),
      );
      const decided = all.filter(({ item }) => !mapped.has(item));
      if (request.keep !== false)
        await matchStore.save({ decided, idMapVersion: idMap.version, decidedAt: clock.now() });
      log.info({ items: items.length, kinds: countKinds(all) }, 'items matched');
      return new Map(all.map(({ item, decision }) => [keyOf(item), decision]));
    },
  };
}

function countKinds(decided: readonly DecidedItem[]): Record<string, number> {
  const kinds = groupBy(decided, ({ decision }) =>
    decision.kind === 'matched' ? decision.kind : decision.reason,
  );
  return Object.fromEntries([...kinds].map(([kind, items]) => [kind, items.length]));
}
