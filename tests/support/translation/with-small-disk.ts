import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { connectDatabase, migrate, type Database } from '../../../src/platform/database/index.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../src/runtime/index.js';
import { collectLog } from '../collect-log.js';
import { mountDisk, unmountDisk } from '../small-disk.js';
import { temporaryFolder } from '../temporary-folder.js';
import type { TestDatabase } from '../with-database.js';

export interface SmallDisk extends TestDatabase {
  /** Leaves so many bytes free. */
  fill(free: number): Promise<void>;
  /** As it was before. */
  empty(): Promise<void>;
}

/** A PostgreSQL of the file's own on a disk of its own, in memory. Call it at the top of a `describe`. */
export function withSmallDisk(): SmallDisk {
  let opened:
    | {
        readonly dir: string;
        readonly server: EmbeddedPostgres;
        readonly db: Database;
        readonly remove: () => Promise<void>;
      }
    | undefined;
  const current = () => {
    if (opened === undefined) throw new Error('The disk can be used once tests run.');
    return opened;
  };
  beforeAll(async () => {
    const { dir: outer, remove } = await temporaryFolder();
    const dir = path.join(outer, 'disk');
    await mkdir(dir);
    mountDisk(dir, '220m');
    const { log } = collectLog();
    const server = await startEmbeddedPostgres({ dataDir: dir, log });
    await migrate({ url: server.url, log });
    const db = connectDatabase({ url: server.url, poolMax: 4, log });
    opened = { dir, server, db, remove };
  }, 60_000);
  afterAll(async () => {
    const { dir, server, db, remove } = current();
    await db.$disconnect();
    await server.stop();
    unmountDisk(dir);
    await remove();
  }, 60_000);
  const ballast = () => path.join(current().dir, 'ballast');
  return {
    get url() {
      return current().server.url;
    },
    get db() {
      return current().db;
    },
    async fill(free) {
      const { bavail, bsize } = await statfs(current().dir);
      const available = bavail * bsize;
      await writeFile(ballast(), Buffer.alloc(Math.max(0, available - free), 1));
    },
    empty: () => rm(ballast(), { force: true }),
  };
}
