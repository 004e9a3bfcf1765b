import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { migrate, migrationStatus, queryRows, sql } from '../../../src/platform/database/index.js';
import type { Database } from '../../../src/platform/database/index.js';
import { packagedMigrations } from '../../../src/platform/database/read-migrations.js';
import { collectLog } from '../../support/collect-log.js';
import { eventually } from '../../support/eventually.js';
import { withDatabase } from '../../support/with-database.js';

const upToDate = { pending: [], unknown: [], edited: [], unfinished: [] };
const { log } = collectLog();

let migrationsDir = '';

beforeEach(async () => {
  migrationsDir = await mkdtemp(path.join(tmpdir(), 'watchflow-migrations-'));
});

afterEach(async () => {
  await rm(migrationsDir, { recursive: true, force: true });
});

async function addMigration(name: string, script: string): Promise<void> {
  await mkdir(path.join(migrationsDir, name), { recursive: true });
  await writeFile(path.join(migrationsDir, name, 'migration.sql'), script);
}

const tablesOf = async (db: Database): Promise<string[]> => {
  const name = z.object({ name: z.string() });
  const statement = sql`SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  return (await queryRows(db, name, statement)).map((table) => table.name);
};

describe('migrate with the migrations of this version', () => {
  const database = withDatabase({ empty: true });

  it('lets four starters at once each find the database ready, and applies everything once', async () => {
    const names = (await readdir(packagedMigrations, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
    const starters = Array.from({ length: 4 }, () => migrate({ url: database.url, log }));
    const applied = (await Promise.all(starters)).map((starter) => starter.applied);
    expect(applied.flat()).toEqual(names);
    expect(applied.filter((list) => list.length > 0)).toHaveLength(1);
    expect(await migrationStatus({ url: database.url })).toEqual(upToDate);
    expect(await tablesOf(database.db)).toEqual(expect.arrayContaining(['plays', 'users']));
  });
});

describe('migrate, step by step', () => {
  const database = withDatabase({ empty: true });

  beforeEach(async () => {
    await database.db.$executeRawUnsafe('DROP SCHEMA public CASCADE');
    await database.db.$executeRawUnsafe('CREATE SCHEMA public');
    await addMigration('20260101000000_init', 'CREATE TABLE a (id int PRIMARY KEY);');
  });

  const run = () => migrate({ url: database.url, migrationsDir, log });
  const status = () => migrationStatus({ url: database.url, migrationsDir });

  it('applies only what is new, and tells what is pending before', async () => {
    await run();
    await addMigration('20260102000000_more', 'CREATE TABLE b (id int PRIMARY KEY);');
    expect(await status()).toEqual({ ...upToDate, pending: ['20260102000000_more'] });
    expect(await run()).toEqual({ applied: ['20260102000000_more'] });
    expect(await run()).toEqual({ applied: [] });
    expect(await status()).toEqual(upToDate);
  });

  it('waits for a starter that is at it, however long that takes', async () => {
    await addMigration('20260102000000_slow', 'SELECT pg_sleep(0.5);');
    const first = run();
    const isAtIt = sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%'`;
    await eventually(
      async () => (await queryRows(database.db, z.object({}), isAtIt))[0],
      'the slow one',
    );
    expect(await status()).toEqual(upToDate);
    expect((await first).applied).toHaveLength(2);
  });

  it('takes functions, comments and texts with semicolons', async () => {
    await addMigration(
      '20260102000000_function',
      `-- one; two
       CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN ';'; END $$;
       CREATE TABLE b (id int PRIMARY KEY, note text DEFAULT 'a;b');`,
    );
    expect((await run()).applied).toHaveLength(2);
    expect(await queryRows(database.db, z.object({ f: z.string() }), sql`SELECT f() AS f`)).toEqual(
      [{ f: ';' }],
    );
  });

  it('changes nothing at all when one of several is refused, and says which and why', async () => {
    await addMigration('20260102000000_good', 'CREATE TABLE b (id int PRIMARY KEY);');
    await addMigration(
      '20260103000000_bad',
      'CREATE TABLE c (id int PRIMARY KEY); ALTER TABLE nowhere ADD x int;',
    );
    await expect(run()).rejects.toMatchObject({
      name: 'MigrationError',
      kind: 'failed',
      migration: '20260103000000_bad',
      message: expect.stringContaining('relation "nowhere" does not exist'),
    });
    expect(await tablesOf(database.db)).toEqual([]);
  });

  it('goes on after a refused migration was put right', async () => {
    await addMigration('20260102000000_bad', 'CREATE TABLE wrong (;');
    await expect(run()).rejects.toMatchObject({ kind: 'failed' });
    await addMigration('20260102000000_bad', 'CREATE TABLE b (id int PRIMARY KEY);');
    expect((await run()).applied).toEqual(['20260101000000_init', '20260102000000_bad']);
  });

  it('refuses a database made by a newer watchflow', async () => {
    await addMigration('20260102000000_future', 'CREATE TABLE b (id int PRIMARY KEY);');
    await run();
    await rm(path.join(migrationsDir, '20260102000000_future'), { recursive: true });
    expect(await status()).toEqual({ ...upToDate, unknown: ['20260102000000_future'] });
    await expect(run()).rejects.toThrow(
      'this database was made by a newer watchflow (migration 20260102000000_future); upgrade watchflow or restore a backup',
    );
  });

  it('refuses when an applied migration was changed afterwards', async () => {
    await run();
    await addMigration('20260101000000_init', 'CREATE TABLE a (id bigint PRIMARY KEY);');
    expect(await status()).toEqual({ ...upToDate, edited: ['20260101000000_init'] });
    await expect(run()).rejects.toMatchObject({ kind: 'edited', migration: '20260101000000_init' });
  });

  it('tells of a migration that another tool left unfinished', async () => {
    await run();
    await database.db.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL`;
    expect(await status()).toMatchObject({ unfinished: ['20260101000000_init'] });
    await expect(run()).rejects.toMatchObject({ kind: 'unfinished' });
  });

  it('refuses a database of something else', async () => {
    await database.db.$executeRawUnsafe('CREATE TABLE customers (id int)');
    await expect(run()).rejects.toMatchObject({ kind: 'foreign-database' });
    expect(await tablesOf(database.db)).toEqual(['customers']);
  });

  it('says that a database cannot be reached without its password', async () => {
    const url = 'postgres://someone:planted-secret@127.0.0.1:1/nothing';
    const thrown: unknown = await migrate({ url, migrationsDir, log }).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ code: 'ECONNREFUSED' });
    expect(String(thrown)).not.toContain('planted-secret');
  });
});
