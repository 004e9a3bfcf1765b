import { z } from 'zod';
import type { Bulk, BulkSession, BulkStatement } from '../../platform/database/index.js';
import { toBytes } from '../collect.js';
import type { ObjectFacts } from '../storage-backend.js';

/** What the chunks of an object lie under: an object that is replaced gets new ones. */
export interface ObjectRow extends ObjectFacts {
  readonly upload: string;
  readonly chunkBytes: number;
}

const objectRow = z.object({
  key: z.string(),
  upload: z.string(),
  size: z.string(),
  chunk_bytes: z.int(),
  written_at: z.date(),
});
const nothing = z.object({});
/** A value comes as text twice as long, in buffers that grow around it: of small ones little is left over for the collector. */
const sliceBytes = 32 * 1024;

const oneUpload = z.object({ upload: z.string() });

const columns = 'key, upload, size, chunk_bytes, written_at';

const toRow = (row: z.infer<typeof objectRow>): ObjectRow => ({
  key: row.key,
  upload: row.upload,
  size: Number(row.size),
  chunkBytes: row.chunk_bytes,
  writtenAt: row.written_at,
});

interface Chunk {
  readonly number: number;
  readonly bytes: Buffer;
}

interface Completed {
  readonly key: string;
  readonly upload: string;
  readonly size: number;
  readonly chunkBytes: number;
}

interface Between {
  readonly from: string;
  readonly to: string;
  /** '' for none. */
  readonly after: string;
  readonly limit: number;
}

/** The statements over `storage_objects`, their chunks, and the uploads that are under way. */
export const createChunkStore = (bulk: Bulk) => ({
  ...createChunkWrites(bulk),
  ...createChunkReads(bulk),
});

export type ChunkStore = ReturnType<typeof createChunkStore>;

const aloneOn =
  (bulk: Bulk) =>
  <S extends z.ZodType>(statement: BulkStatement<S>) =>
    bulk.transaction((session) => session.query(statement));

function createChunkWrites(bulk: Bulk) {
  const alone = aloneOn(bulk);
  return {
    begin: (upload: string) =>
      alone({
        name: 'storage-begin',
        text: 'INSERT INTO storage_uploads (id) VALUES ($1)',
        values: [upload],
        row: nothing,
      }),
    /** False where the upload was swept away meanwhile. */
    async addChunk(upload: string, { number, bytes }: Chunk): Promise<boolean> {
      const added = await alone({
        name: 'storage-add-chunk',
        text: `INSERT INTO storage_chunks (upload, number, bytes)
          SELECT id, $2::int, $3::bytea FROM storage_uploads WHERE id = $1 FOR KEY SHARE RETURNING upload`,
        values: [upload, number, bytes],
        row: oneUpload,
      });
      return added.length === 1;
    },
    /** False where the upload was swept away meanwhile. */
    complete: (completed: Completed) => bulk.transaction((session) => complete(session, completed)),
    remove: (key: string) =>
      bulk.transaction(async (session) => {
        await lock(session, key);
        await removeReturning(session, key);
      }),
    /** Of writes that began before then and never ended. */
    abandonedBefore: (before: Date) =>
      alone({
        name: 'storage-abandoned',
        text: 'SELECT id AS upload FROM storage_uploads WHERE started_at < $1 LIMIT 1000',
        values: [before],
        row: oneUpload,
      }),
    abandon: (upload: string) =>
      bulk.transaction(async (session) => {
        if (await endUpload(session, upload)) await dropChunks(session, upload);
      }),
  };
}

function createChunkReads(bulk: Bulk) {
  const alone = aloneOn(bulk);
  return {
    async find(key: string): Promise<ObjectRow | undefined> {
      const [row] = await alone({
        name: 'storage-find',
        text: `SELECT ${columns} FROM storage_objects WHERE key = $1`,
        values: [key],
        row: objectRow,
      });
      return row === undefined ? undefined : toRow(row);
    },
    /** In its order; nothing where it is gone. */
    async chunk(upload: string, number: number): Promise<Buffer[]> {
      const rows = await alone({
        name: 'storage-chunk',
        text: `SELECT substring(c.bytes FROM at + 1 FOR $3) AS bytes
          FROM storage_chunks c, generate_series(0, length(c.bytes) - 1, $3::int) AS at
          WHERE c.upload = $1 AND c.number = $2 ORDER BY at`,
        values: [upload, number, sliceBytes],
        row: z.object({ bytes: z.instanceof(Uint8Array) }),
      });
      return rows.map(({ bytes }) => toBytes(bytes));
    },
    async list({ from, to, after, limit }: Between): Promise<ObjectRow[]> {
      const rows = await alone({
        name: 'storage-list',
        text: `SELECT ${columns} FROM storage_objects WHERE key >= $1 AND key < $2 AND ($3 = '' OR key > $3)
          ORDER BY key LIMIT $4`,
        values: [from, to, after, limit],
        row: objectRow,
      });
      return rows.map(toRow);
    },
    ask: () => alone({ name: 'storage-ask', text: 'SELECT 1 AS one', values: [], row: nothing }),
  };
}

async function complete(session: BulkSession, completed: Completed): Promise<boolean> {
  const { key, upload, size, chunkBytes } = completed;
  await lock(session, key);
  if (!(await endUpload(session, upload))) return false;
  await removeReturning(session, key);
  await session.query({
    name: 'storage-complete',
    text: 'INSERT INTO storage_objects (key, upload, size, chunk_bytes) VALUES ($1, $2, $3, $4)',
    values: [key, upload, size, chunkBytes],
    row: nothing,
  });
  return true;
}

/** Writers of one key come one after the other, whether or not it has a row. */
const lock = (session: BulkSession, key: string) =>
  session.query({
    name: 'storage-lock',
    text: `SELECT pg_advisory_xact_lock(hashtextextended('storage ' || $1, 0))::text AS locked`,
    values: [key],
    row: nothing,
  });

async function removeReturning(session: BulkSession, key: string): Promise<void> {
  const removed = await session.query({
    name: 'storage-remove',
    text: 'DELETE FROM storage_objects WHERE key = $1 RETURNING upload',
    values: [key],
    row: oneUpload,
  });
  for (const { upload } of removed) await dropChunks(session, upload);
}

const dropChunks = (session: BulkSession, upload: string) =>
  session.query({
    name: 'storage-drop-chunks',
    text: 'DELETE FROM storage_chunks WHERE upload = $1',
    values: [upload],
    row: nothing,
  });

/** Whoever deletes this row decides what becomes of the upload. */
async function endUpload(session: BulkSession, upload: string): Promise<boolean> {
  const ended = await session.query({
    name: 'storage-end-upload',
    text: 'DELETE FROM storage_uploads WHERE id = $1 RETURNING id AS upload',
    values: [upload],
    row: oneUpload,
  });
  return ended.length === 1;
}
