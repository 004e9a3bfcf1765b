import pg from 'pg';
import { z } from 'zod';

/** What a database says of itself. */
export interface DatabaseFacts {
  /** As 180004. */
  readonly versionNumber: number;
  readonly encoding: string;
  /** Whether our user may make tables. */
  readonly mayCreate: boolean;
  /** Holds tables, and none of our record of migrations. */
  readonly isForeign: boolean;
}

const rowSchema = z.object({
  versionNumber: z.coerce.number(),
  encoding: z.string(),
  mayCreate: z.boolean().nullable(),
  isForeign: z.boolean(),
});

const question = `
  SELECT current_setting('server_version_num') AS "versionNumber",
         current_setting('server_encoding') AS "encoding",
         has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
         to_regclass('_prisma_migrations') IS NULL AND EXISTS (
           SELECT FROM information_schema.tables WHERE table_schema = current_schema()
         ) AS "isForeign"`;

/** One connection, one question; changes nothing. @throws whatever the driver throws when it cannot be reached. */
export async function inspectDatabase(url: string): Promise<DatabaseFacts> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
    application_name: 'watchflow doctor',
  });
  client.on('error', () => undefined); // a lost connection shows in the question
  try {
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(question);
    const { mayCreate, ...facts } = rowSchema.parse(rows[0]);
    return { ...facts, mayCreate: mayCreate ?? false };
  } finally {
    await client.end().catch(() => undefined);
  }
}
