// Writes the next migration: what prisma/schema says beyond prisma/migrations/last.prisma, the schema as the last
// migration left it. Run after a build: `npm run db:diff -- <name>`. --squash-init writes everything anew as the one first
// migration; only before a release has been made. (Prisma's engine cannot look into a PostgreSQL 18 database through a
// driver adapter, prisma/orm issue 29635; hence schema against schema. That the migrations make the schema is a test.)
// The engine wants a server to talk to: DATABASE_URL, or an embedded one. Nothing is changed in it.
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { openSchemaEngine } from '../dist/platform/database/schema-engine.js';

const root = path.join(import.meta.dirname, '..');
const migrationsDir = path.join(root, 'prisma/migrations');
const schemaDir = path.join(root, 'prisma/schema');
const lastSchema = path.join(migrationsDir, 'last.prisma');
const nothing = () => undefined;
const silent = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => silent,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'squash-init': { type: 'boolean', default: false } },
});
const squash = values['squash-init'];
const name = squash ? 'init' : positionals[0];
if (!/^[a-z0-9_]+$/.test(name ?? '')) {
  console.error('Name what the migration is for: npm run db:diff -- add_retry_after_to_sync_runs');
  process.exit(2);
}

const schema = await wholeSchema();
const script = await withServer(difference);
if (script === '') {
  // Comments may differ.
  await writeFile(lastSchema, schema);
  console.error('The migrations say all that the schema says.');
} else await writeMigration();

async function writeMigration() {
  if (squash) await rm(migrationsDir, { recursive: true, force: true });
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = path.join(migrationsDir, `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'migration.sql'), script);
  await writeFile(lastSchema, schema);
  await writeFile(path.join(migrationsDir, 'migration_lock.toml'), 'provider = "postgresql"\n');
  console.error(
    `Written: ${path.relative(root, folder)}/migration.sql. Read it before it is committed.`,
  );
}

async function difference(connectionString) {
  const pool = new pg.Pool({ connectionString });
  const engine = await openSchemaEngine({
    pool,
    runScript: () => Promise.reject(new Error('Nothing is run here.')),
  });
  const from = squash ? { tag: 'empty' } : datamodel(await readFile(lastSchema, 'utf8'));
  const filters = { externalTables: [], externalEnums: [] };
  const { stdout } = await engine.diff({
    from,
    to: datamodel(schema),
    script: true,
    exitCode: null,
    filters,
  });
  engine.free();
  await pool.end();
  if (stdout.startsWith('-- This is an empty migration')) return '';
  // Wants a right on the database that an operator's role need not have, and "public" is always there.
  return stdout.replace(/-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n/, '');
}

function datamodel(content) {
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] };
}

async function wholeSchema() {
  const names = (await readdir(schemaDir)).sort();
  const texts = await Promise.all(
    names.map((file) => readFile(path.join(schemaDir, file), 'utf8')),
  );
  return texts.join('\n');
}

async function withServer(work) {
  if (process.env.DATABASE_URL !== undefined) return work(process.env.DATABASE_URL);
  const { startEmbeddedPostgres } = await import('../dist/runtime/index.js');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'watchflow-diff-'));
  await chmod(dataDir, 0o711); // As root, PostgreSQL runs as another user and must get through.
  const server = await startEmbeddedPostgres({ dataDir, log: silent });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
