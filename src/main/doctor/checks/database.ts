import {
  inspectDatabase,
  migrationStatus,
  type DatabaseFacts,
  type MigrationStatus,
} from '../../../platform/database/index.js';
import { codeOf } from '../../../platform/lib/code-of.js';
import { messageOf } from '../../../platform/lib/errors.js';
import { inspectEmbeddedPostgres } from '../../../runtime/index.js';
import { fault, ok, skippedFor, warning, type Check, type Finding } from '../check.js';
import type { DoctorContext } from '../doctor-context.js';

export const databaseCheck: Check = {
  name: 'database',
  run: (context) => {
    const { url } = context.config.database;
    const refused = skippedFor(context, 'DATABASE_URL');
    if (refused !== undefined) return refused;
    return url === undefined ? checkEmbedded(context) : checkExternal(url);
  },
};

const oldestVersion = 140_000;

async function checkExternal(url: string): Promise<Finding> {
  const facts = await inspectDatabase(url).catch(explainRefusal);
  if ('status' in facts) return facts;
  const found = `PostgreSQL ${Math.floor(facts.versionNumber / 10_000)}, ${facts.encoding}`;
  const unfit = whyUnfit(facts, found);
  return unfit ?? judgeMigrations(await migrationStatus({ url }), facts, found);
}

function whyUnfit(facts: DatabaseFacts, found: string): Finding | undefined {
  if (facts.versionNumber < oldestVersion)
    return fault(`${found} is too old`, 'use PostgreSQL 14 or newer');
  if (facts.encoding !== 'UTF8') {
    return fault(
      `${found}: titles in Chinese and Japanese cannot be stored`,
      "make the database anew: CREATE DATABASE watchflow ENCODING 'UTF8' TEMPLATE template0",
    );
  }
  if (!facts.isForeign) return undefined;
  return fault(`${found}, holds tables of something else`, 'give watchflow a database of its own');
}

function judgeMigrations(
  { pending, unknown, edited, unfinished }: MigrationStatus,
  { mayCreate }: DatabaseFacts,
  found: string,
): Finding {
  if (unfinished.length > 0) {
    return fault(
      `${found}, migration ${unfinished.join(', ')} was begun and not finished`,
      'restore a backup, or settle it with "prisma migrate resolve"',
    );
  }
  if (unknown.length > 0) {
    return fault(
      `${found}, made by a newer watchflow (migration ${unknown.join(', ')})`,
      'upgrade watchflow, or restore a backup',
    );
  }
  if (edited.length > 0) {
    return fault(
      `${found}, migration ${edited.join(', ')} differs from the one that was applied`,
      'restore the released file',
    );
  }
  if (pending.length === 0) return ok(`${found}, up to date`);
  if (mayCreate)
    return ok(`${found}, ${pending.length} migrations pending`, 'they are applied at start');
  return fault(
    `${found}, ${pending.length} migrations pending, and this user may not make tables`,
    'GRANT CREATE ON SCHEMA public to the user of DATABASE_URL',
  );
}

/** What PostgreSQL and the system say, by their codes (PostgreSQL manual, error codes). */
const refusals: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: ['nothing listens there', 'start the server, or correct host and port'],
  ENOTFOUND: ['its host name cannot be resolved', 'correct the host, or check the DNS'],
  EAI_AGAIN: ['its host name cannot be resolved', 'correct the host, or check the DNS'],
  '28P01': ['the password is refused', 'correct user and password'],
  '28000': [
    'the login is refused',
    'correct the user, allow this machine in pg_hba.conf, or add ?sslmode=require',
  ],
  '3D000': ['there is no such database', 'make it with CREATE DATABASE, or correct the name'],
  '53300': ['it has no connection left', 'raise max_connections, or lower DATABASE_POOL_MAX'],
};

function explainRefusal(thrown: unknown): Finding {
  const code = codeOf(thrown) ?? 'unknown';
  const [what, advice] = refusals[code] ?? [
    messageOf(thrown),
    'correct DATABASE_URL; is that a PostgreSQL server, and does it ask for TLS?',
  ];
  return fault(`the database of DATABASE_URL cannot be used: ${what} (${code})`, advice);
}

async function checkEmbedded({ config, holder }: DoctorContext): Promise<Finding> {
  if (process.platform === 'win32') {
    return fault(
      'the embedded PostgreSQL runs on Linux and macOS only',
      'use WSL 2, or set DATABASE_URL and TEMPORAL_ADDRESS',
    );
  }
  const facts = await inspectEmbeddedPostgres(config.dataDir);
  const { version, clusterVersion, account } = facts;
  if (clusterVersion !== undefined && clusterVersion !== version) {
    return fault(
      `the data folder holds a database of PostgreSQL ${clusterVersion}, this is ${version}`,
      'make a backup with the earlier watchflow, then restore it into an empty DATA_DIR',
    );
  }
  const running = await holder();
  const found = [
    `embedded PostgreSQL ${version}, programs for ${process.platform}-${process.arch} present`,
    ...(facts.asRoot ? [`runs as user ${account.uid}, because it refuses root`] : []),
    clusterVersion === undefined ? 'made at first start' : 'the data folder holds it',
    ...(running === undefined ? [] : [`in use by process ${running}`]),
  ].join(', ');
  if (facts.barrier === undefined) return ok(found);
  return warning(
    `${found}; user ${account.uid} may not enter ${facts.barrier}`,
    'the database lies in /var/lib/watchflow then: include it in backups, or set DATA_DIR to a folder everybody may enter',
  );
}
