import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { superuser } from './make-cluster.js';
import { databaseName } from './start-embedded-postgres.js';

/** The address of the embedded PostgreSQL another process runs in this data folder, with its password: not for logs. */
export async function runningEmbeddedPostgres(dataDir: string): Promise<string> {
  const home = path.join(dataDir, 'postgres');
  const password = await readFile(path.join(home, 'password'), 'utf8');
  // Its fourth line is the port (PostgreSQL manual, "postmaster.pid").
  const lines = (await readFile(path.join(home, 'cluster/postmaster.pid'), 'utf8')).split('\n');
  const port = Number(lines[3]);
  if (!Number.isInteger(port) || port <= 0)
    throw new Error('the embedded PostgreSQL is still starting: try again in a moment');
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/${databaseName}`;
}
