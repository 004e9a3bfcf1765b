import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openSchemaEngine } from '../../../src/platform/database/schema-engine.js';
import { withDatabase } from '../../support/with-database.js';

const schemaDir = fileURLToPath(new URL('../../../prisma/schema', import.meta.url));
const lastSchema = fileURLToPath(
  new URL('../../../prisma/migrations/last.prisma', import.meta.url),
);

const catalogue = {
  columns: `SELECT table_name, column_name, data_type, udt_name, datetime_precision, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
  indexes: `SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  constraints: `SELECT conname, conrelid::regclass::text AS table_name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conrelid <> '_prisma_migrations'::regclass ORDER BY 1, 2`,
};

async function schemaText(): Promise<string> {
  const names = (await readdir(schemaDir)).sort();
  return (
    await Promise.all(names.map((name) => readFile(path.join(schemaDir, name), 'utf8')))
  ).join('\n');
}

async function describeDatabase(pool: pg.Pool): Promise<Record<string, unknown[]>> {
  const entries = Object.entries(catalogue).map(async ([name, query]) => {
    const { rows } = await pool.query<Record<string, unknown>>(query);
    return [name, rows] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The statements that make the schema files' tables from nothing. */
async function createScript(pool: pg.Pool): Promise<string> {
  const engine = await openSchemaEngine({
    pool,
    runScript: () => Promise.reject(new Error('not here')),
  });
  const { stdout } = await engine.diff({
    from: { tag: 'empty' },
    to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: await schemaText() }] },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  return stdout ?? '';
}

describe('prisma/migrations', () => {
  const migrated = withDatabase();
  const made = withDatabase({ empty: true });

  it('make exactly the tables that prisma/schema describes (otherwise: npm run db:diff -- <name>)', async () => {
    const fromMigrations = new pg.Pool({ connectionString: migrated.url });
    const fromSchema = new pg.Pool({ connectionString: made.url });
    try {
      await fromSchema.query('CREATE TABLE _prisma_migrations ()');
      await fromSchema.query(await createScript(fromSchema));
      const wanted = await describeDatabase(fromSchema);
      expect(wanted['columns']?.length).toBeGreaterThan(50);
      expect(await describeDatabase(fromMigrations)).toEqual(wanted);
    } finally {
      await fromMigrations.end();
      await fromSchema.end();
    }
  });

  it('keep the schema they lead to, from which the next one is made', async () => {
    expect(await readFile(lastSchema, 'utf8')).toBe(await schemaText());
  });
});
