import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from '@jest/globals';
import pg from 'pg';
import { z } from 'zod';
import { connectDatabase } from '../../src/platform/database/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { collectLog } from './collect-log.js';
import { databaseAt } from './database-at.js';
import { sharedService } from './shared-service.js';

export interface TestDatabase {
  /** Holds a password, as real ones do. */
  readonly url: string;
  readonly db: Database;
}

/**
 * A migrated database of this test file's own, dropped after its last test. Call it at the top of the file or of a `describe`;
 * `url` and `db` can be read once tests run. `empty: true` gives one without any table.
 */
export function withDatabase({ empty = false }: { readonly empty?: boolean } = {}): TestDatabase {
  const name = `test_${randomBytes(6).toString('hex')}`;
  let opened: (TestDatabase & { readonly server: string }) | undefined;
  const current = (): TestDatabase => {
    if (opened === undefined) throw new Error('The database can be used once tests run.');
    return opened;
  };
  beforeAll(async () => {
    const { url: server, template } = await sharedPostgres();
    await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : template}`);
    const url = databaseAt(server, name);
    opened = { server, url, db: connectDatabase({ url, poolMax: 4, log: collectLog().log }) };
  });
  afterAll(async () => {
    if (opened === undefined) return;
    await opened.db.$disconnect();
    await onServer(opened.server, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return {
    get url() {
      return current().url;
    },
    get db() {
      return current().db;
    },
  };
}

const sharedPostgres = () =>
  sharedService('postgres', z.object({ url: z.string(), template: z.string() }));

async function onServer(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
