import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Bulk } from '../../platform/database/index.js';
import { cutRange } from '../byte-range.js';
import { brokenOff } from '../collect.js';
import { inPieces } from '../in-pieces.js';
import { measureHealth } from '../measure-health.js';
import { assertKey, assertKeyToWrite, compareKeys, endOfPrefix } from '../object-key.js';
import type { StorageBackend } from '../storage-backend.js';
import { notFound, StorageError } from '../storage-error.js';
import { toPage } from '../to-page.js';
import { createChunkStore, type ChunkStore, type ObjectRow } from './chunk-store.js';
import { service, translating } from './postgres-fault.js';

/** Held in memory a few at a time, by us and by the server. */
const chunkBytes = 512 * 1024;

/** Objects in the database, in pieces. The connections are the backend's own, and closed with it. */
export function createPostgresBackend(bulk: Bulk): StorageBackend {
  const store = createChunkStore(bulk);
  return {
    name: service,
    async write(key, body) {
      assertKeyToWrite(service, key, body);
      return translating(() => write(store, key, body)).finally(() => body.destroy());
    },
    async read(key, range) {
      assertKey(service, key);
      const row = await translating(() => store.find(key));
      if (row === undefined) throw notFound(service, key);
      const cut = cutRange(service, row.size, range);
      const body = Readable.from(chunksOf(store, row, cut), { objectMode: false });
      return { key, size: row.size, writtenAt: row.writtenAt, body };
    },
    async find(key) {
      assertKey(service, key);
      const row = await translating(() => store.find(key));
      return row && toFacts(row);
    },
    async query({ prefix, limit, cursor }) {
      const after = cursor ?? '';
      const from = compareKeys(after, prefix) > 0 ? after : prefix;
      const between = { from, to: endOfPrefix(prefix), after, limit: limit + 1 };
      const rows = await translating(() => store.list(between));
      return toPage(rows.map(toFacts), limit);
    },
    async delete(key) {
      assertKey(service, key);
      await translating(() => store.remove(key));
    },
    health: () => measureHealth(() => translating(store.ask)),
    sweep: (before) => translating(() => sweep(store, before)),
    close: () => bulk.close(),
  };
}

const toFacts = ({ key, size, writtenAt }: ObjectRow) => ({ key, size, writtenAt });

const givenUp = () =>
  new StorageError({ kind: 'interrupted', service }, 'the write took so long that it was given up');

/** Chunks nobody sees yet, then the object in one transaction. */
async function write(store: ChunkStore, key: string, body: Readable): Promise<{ size: number }> {
  const upload = randomUUID();
  let size = 0;
  let number = 0;
  await store.begin(upload);
  try {
    for await (const bytes of withoutFault(inPieces(body, chunkBytes))) {
      if (!(await store.addChunk(upload, { number, bytes }))) throw givenUp();
      size += bytes.length;
      number += 1;
    }
    if (await store.complete({ key, upload, size, chunkBytes })) return { size };
  } catch (error) {
    await store.abandon(upload).catch(() => undefined);
    throw error;
  }
  throw givenUp();
}

async function* withoutFault(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* pieces;
  } catch (error) {
    throw brokenOff(service, error);
  }
}

type Cut = ReturnType<typeof cutRange>;

async function* chunksOf(
  store: ChunkStore,
  row: ObjectRow,
  { start, length }: Cut,
): AsyncGenerator<Buffer> {
  const end = start + length;
  const first = Math.floor(start / row.chunkBytes);
  for (let number = first; number * row.chunkBytes < end; number += 1) {
    const slices = await translating(() => store.chunk(row.upload, number));
    if (slices.length === 0)
      throw new StorageError(
        { kind: 'interrupted', service },
        'the object was replaced or deleted meanwhile',
      );
    let offset = number * row.chunkBytes;
    for (const slice of slices) {
      const wanted = slice.subarray(Math.max(start - offset, 0), Math.max(end - offset, 0));
      if (wanted.length > 0) yield wanted;
      offset += slice.length;
    }
  }
}

async function sweep(store: ChunkStore, before: Date): Promise<number> {
  const abandoned = await store.abandonedBefore(before);
  for (const { upload } of abandoned) await store.abandon(upload);
  return abandoned.length;
}
