import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeArchive } from '../../../src/areas/backup/archive/write-archive.js';
import { checkBackup, restoreBackup } from '../../../src/areas/backup/index.js';
import { keptTables } from '../../../src/areas/backup/tables.js';
import {
  lastMigration,
  listTables,
  readRows,
  withSnapshot,
} from '../../../src/platform/database/copying/index.js';
import { migrate, migrationStatus } from '../../../src/platform/database/index.js';
import { createSecretBox } from '../../../src/platform/security/secret-box.js';
import { newKeyRing } from '../../../src/platform/security/load-key-ring.js';
import { collectLog } from '../../support/collect-log.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { withDatabase } from '../../support/with-database.js';

const passphrase = 'correct horse battery staple';
const older = withDatabase({ empty: true });
const empty = withDatabase({ empty: true });
const migrated = withDatabase();

const migrations = path.join(import.meta.dirname, '../../../prisma/migrations');
/** Before matches got their season, and before there were mappings. */
const until = '20261130030000_id_map_data';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let file: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  file = path.join(folder.dir, 'older.age');
  await migrate({
    url: older.url,
    migrationsDir: await earlierMigrations(),
    log: collectLog().log,
  });
  await older.db.$executeRaw`INSERT INTO users (id, name, name_key) VALUES ('u_1', 'ann', 'ann')`;
  await older.db
    .$executeRaw`INSERT INTO matches (media_type, trakt_item_id, kind, evidence, id_map_version)
    VALUES ('episode', 9007199254740995, 'matched', '{"id": "tmdb"}', 'v1')`;
  await older.db
    .$executeRaw`INSERT INTO sync_runs (id, user_id, mode, trigger, workflow_id, workflow_run_id)
    VALUES (gen_random_uuid(), 'u_1', 'normal', 'schedule', 'history:u_1', 'r')`;
  await writeOlder();
});
afterAll(() => folder.remove());

async function earlierMigrations(): Promise<string> {
  const dir = path.join(folder.dir, 'migrations');
  await mkdir(dir);
  for (const name of await readdir(migrations))
    if (/^\d/.test(name) && name <= until)
      await cp(path.join(migrations, name), path.join(dir, name), { recursive: true });
  return dir;
}

/** As the watchflow of then wrote it. */
const writeOlder = () =>
  withSnapshot(older.url, async (session) => {
    const there = await listTables(session);
    const migration = (await lastMigration(session)) ?? '';
    expect(migration).toBe(until);
    const kept = keptTables.filter(({ name }) => there.includes(name));
    const tables = kept.map(({ name, where }) => ({
      name,
      rows: readRows(session, { table: name, where }),
    }));
    const header = { version: '0.0.9', migration, madeAt: '2026-11-29T00:00:00.000Z' };
    await writeArchive({ header, tables }, { file, passphrase });
  });

describe('an archive of an earlier watchflow', () => {
  it.each([
    ['a database without tables', () => empty],
    ['a database that this version has prepared', () => migrated],
  ])(
    'is restored into %s and brought to this version, as an upgrade would have done',
    async (_name, target) => {
      const { url, db } = target();
      const checked = await checkBackup({ file, passphrase });
      expect(checked.tables.map(({ name }) => name)).not.toContain('mappings');
      const secrets = createSecretBox(newKeyRing());
      await restoreBackup({ file, passphrase, databaseUrl: url, secrets, checked });
      expect(await migrationStatus({ url })).toEqual({
        pending: [],
        unknown: [],
        edited: [],
        unfinished: [],
      });
      expect(await db.match.findMany()).toMatchObject([
        {
          traktItemId: 9_007_199_254_740_995n,
          evidence: { id: 'tmdb' },
          stale: false,
          season: null,
        },
      ]);
      expect(await db.mapping.count()).toBe(0);
      // No workflow will bring it to an end.
      expect(await db.syncRun.findMany()).toMatchObject([
        {
          status: 'cancelled',
          endedAt: expect.any(Date),
          advice: expect.stringContaining('backup'),
        },
      ]);
      // What the database does by itself is there again.
      await db.match.updateMany({ data: { kind: 'parked', reason: 'ambiguous' } });
      expect(await db.matchChange.count()).toBe(1);
    },
  );
});
