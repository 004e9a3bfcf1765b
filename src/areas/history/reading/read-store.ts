import { z } from 'zod';
import type { Database } from '../../../platform/database/index.js';
import { largestPage, type LastActivities } from '../../../upstream/trakt/index.js';
import { createStaging } from './staging.js';
import { source } from './source.js';
import { readExtents, readWays, type HistoryRead } from './history-read.js';

const readRow = z.object({
  id: z.string(),
  userId: z.string(),
  extent: z.enum(readExtents),
  way: z.enum(readWays),
  snapshot: z.record(z.string(), z.string()),
  status: z.enum(['open', 'complete', 'abandoned']),
  nextPage: z.int(),
  pageSize: z.int(),
  pass: z.int(),
  pageCount: z.int().nullable(),
  itemCount: z.int().nullable(),
  skipped: z.int(),
  coversAll: z.boolean(),
  startedAt: z.date(),
});

/** How far a read has come. */
export type ReadPosition = Partial<
  Pick<
    HistoryRead,
    'way' | 'nextPage' | 'pageSize' | 'pass' | 'pageCount' | 'itemCount' | 'skipped' | 'coversAll'
  >
> & { readonly verified?: boolean };

/** Where the last complete read left off. */
export interface Cursor {
  readonly activities: LastActivities;
  readonly promised: number;
  /** When the ledger was last held against all there is; null: never. */
  readonly comparedAt: Date | null;
  /** When each play was, so that nothing can have been missed. */
  readonly verifiedAt: Date | null;
}

export type ReadStore = ReturnType<typeof createReadStore>;

/** Open reads, their staged rows, and the cursor that a complete read moves. */
export const createReadStore = ({ db }: { readonly db: Database }) => ({
  ...createReads(db),
  ...createReadMoves(db),
  ...createStaging(db),
});

function createReads(db: Database) {
  return {
    async cursor(userId: string): Promise<Cursor | null> {
      const row = await db.syncCursor.findUnique({ where: { userId_source: { userId, source } } });
      if (row === null) return null;
      const { activities, promised, comparedAt, verifiedAt } = row;
      const known = { promised, comparedAt, verifiedAt };
      return { activities: readRow.shape.snapshot.parse(activities), ...known };
    },

    /** Of a sync. */
    async findOpen(userId: string): Promise<HistoryRead | null> {
      const row = await db.historyRead.findFirst({
        where: { userId, source, status: 'open', purpose: 'sync' },
        orderBy: { startedAt: 'desc' },
      });
      return row === null ? null : readRow.parse(row);
    },

    async get(id: string): Promise<HistoryRead> {
      return readRow.parse(await db.historyRead.findUniqueOrThrow({ where: { id } }));
    },
  };
}

function createReadMoves(db: Database) {
  return {
    /** For a sync, or for a dry run, which no sync takes up. Safe to repeat. */
    async begin(
      read: Pick<HistoryRead, 'id' | 'userId' | 'extent' | 'snapshot'> & {
        readonly purpose: 'sync' | 'plan';
      },
    ): Promise<void> {
      await db.historyRead.upsert({
        where: { id: read.id },
        create: {
          ...read,
          way: read.extent === 'verify' ? 'snapshot' : 'pages',
          snapshot: { ...read.snapshot },
          source,
          pageSize: largestPage,
        },
        update: {},
      });
    },

    /** Asks more of an open read: every page, from the first. What is staged stays and is seen again. */
    async widen(id: string): Promise<void> {
      await db.historyRead.updateMany({
        where: { id, status: 'open', extent: { not: 'whole' } },
        data: {
          extent: 'whole',
          way: 'pages',
          nextPage: 1,
          pass: { increment: 1 },
          itemCount: null,
          skipped: 0,
        },
      });
    },

    async abandon(id: string): Promise<void> {
      await db.$transaction([
        db.historyRead.updateMany({ where: { id, status: 'open' }, data: { status: 'abandoned' } }),
        db.stagedPlay.deleteMany({ where: { readId: id } }),
        db.readLookup.deleteMany({ where: { readId: id } }),
      ]);
    },

    async moveTo(id: string, position: ReadPosition): Promise<void> {
      await db.historyRead.update({ where: { id }, data: position });
    },
  };
}
