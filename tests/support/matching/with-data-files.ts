import { afterEach, beforeEach } from '@jest/globals';
import {
  openIdMapData,
  type DataSetName,
  type DataSetSources,
  type IdMapData,
  type Refreshed,
} from '../../../src/areas/matching/index.js';
import { createAudit } from '../../../src/areas/audit/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import type { Clock } from '../../../src/platform/lib/clock.js';
import { collectLog, type LoggedLine } from '../collect-log.js';
import { movableClock } from '../movable-clock.js';
import { answer, startRawServer, type RawServer, type Reply } from '../raw-server.js';
import { aBangumiData } from './data-files.js';
import type { TestDatabase } from '../with-database.js';

interface Notice {
  readonly userId: string;
  readonly event: string;
  readonly dedupeKey: string;
  readonly data: object;
}

export interface OpenOptions {
  readonly sources?: DataSetSources;
  /** Null: the packaged one serves until a version is taken. */
  readonly named?: string | null;
  readonly pauseMs?: number;
  /** Called in the transaction that takes a version, before it ends. */
  readonly beforeCommit?: (db: Database) => Promise<void>;
}

export interface DataFiles {
  /** What the source answers, by path; a text is an answer with status 200. */
  readonly serve: (path: string, reply: Reply | string) => void;
  readonly urlOf: (path: string) => string;
  /** A process that follows the id map. */
  readonly open: (options?: OpenOptions) => Promise<IdMapData>;
  readonly moveOn: (hours: number) => void;
  readonly notices: readonly Notice[];
  readonly lines: readonly LoggedLine[];
  /** A process with a version taken: 100 subjects, that of show 100 is 1. */
  readonly openWithFirst: (
    options?: OpenOptions,
  ) => Promise<{ readonly data: IdMapData; readonly first: string }>;
  readonly names: (data: IdMapData) => Promise<Record<DataSetName, string | null>>;
}

/** A source of data files over HTTP, and processes that read it; tables are empty before each test. */
export function withDataFiles(database: TestDatabase): DataFiles {
  let server: RawServer;
  let clock: Clock & { readonly moveOn: (hours: number) => void };
  const replies = new Map<string, Reply>();
  const opened: IdMapData[] = [];
  const notices: Notice[] = [];
  const lines: LoggedLine[] = [];

  beforeEach(async () => {
    server = await startRawServer(
      ({ url }) => replies.get(url.split('?')[0] ?? '') ?? answer(404, 'nothing here'),
    );
    clock = movableClock();
    await database.db.idMapDataSet.deleteMany();
    await database.db.idMapVersion.deleteMany();
    await database.db.auditLog.deleteMany();
  });

  afterEach(async () => {
    for (const data of opened.splice(0)) data.close();
    replies.clear();
    notices.length = 0;
    lines.length = 0;
    await server.close();
  });

  const urlOf = (path: string) => `${server.url}${path}`;

  const open: DataFiles['open'] = async ({
    sources,
    named,
    pauseMs = 60_000,
    beforeCommit,
  } = {}) => {
    const { db } = database;
    const { log } = collectLog(lines);
    const audit = createAudit({ db, clock, log });
    const from = urlOf('/data.json?key=planted-key');
    const data = await openIdMapData({
      db,
      clock,
      log,
      sources: sources ?? { 'bangumi-data': from },
      named: named === undefined ? from : (named ?? undefined),
      cacheDir: undefined,
      pauseMs,
      audit: {
        record: async (entry, session) => {
          if (session !== undefined) await beforeCommit?.(db);
          await audit.record(entry, session);
        },
      },
      notifications: {
        notify: async (notice) => {
          notices.push(notice);
          return Promise.resolve('told');
        },
        wake: () => undefined,
      },
      listAdmins: async () => Promise.resolve(['ann', 'bob']),
    });
    opened.push(data);
    return data;
  };

  return {
    urlOf,
    notices,
    lines,
    serve: (path, reply) => {
      replies.set(path, typeof reply === 'string' ? answer(200, reply) : reply);
    },
    moveOn: (hours) => {
      clock.moveOn(hours);
    },
    open,
    async openWithFirst(options) {
      replies.set('/data.json', answer(200, aBangumiData(100)));
      const data = await open(options);
      const [taken] = await data.refresh();
      clock.moveOn(1);
      return { data, first: taken?.version ?? '' };
    },
    async names(data) {
      const { sets } = await data.view();
      const of = (name: DataSetName) =>
        sets.find((set) => set.name === name)?.active?.version ?? null;
      return {
        'bangumi-data': of('bangumi-data'),
        'anime-lists': of('anime-lists'),
        'bangumi-ext-linker': of('bangumi-ext-linker'),
      };
    },
  };
}

/** What show 100 is. */
export const subjectsOf = (data: IdMapData): number[] =>
  data.idMaps
    .current()
    .show(100)
    .map(({ subjectId }) => subjectId);

export const outcomesOf = (ended: readonly Refreshed[]) => ended.map(({ outcome }) => outcome);
