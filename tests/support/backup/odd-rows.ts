import pg from 'pg';
import type { SecretBox } from '../../../src/platform/security/secret-box.js';
import { keptTables } from '../../../src/areas/backup/tables.js';

interface Column {
  readonly name: string;
  readonly type: string;
}

/** More than a JavaScript number holds exactly. */
const beyond = '9007199254740995';
const oddText = 'odd "text"\u2028 \\ 葬送のフリーレン 🎬\t\n';
const oddJson = JSON.stringify({ big: 'BIG', list: [1, null, oddText], nothing: null }).replace(
  '"BIG"',
  beyond,
);

/** What a row has to hold besides. */
const fixed: Readonly<Record<string, string | null>> = {
  'files.status': 'stored',
  'history_reads.purpose': 'sync',
  'history_reads.status': 'complete',
  'library_parts.asked': null,
  'subject_wishes.plan_id': '00000000-0000-0000-0000-000000000000',
};

const sealedColumns: readonly string[] = [
  'connections.access_token',
  'connections.refresh_token',
  'notification_channels.secret',
  'notification_channels.previous_secret',
];

/** What was sealed into the columns above. */
export const oddSecret = (column: string): string => `planted secret of ${column}`;

const valueOf = (type: string): unknown => {
  const values: Readonly<Record<string, unknown>> = {
    text: oddText,
    uuid: '0d9414f5-49fd-4fe2-8d3d-271c34b9beb4',
    boolean: true,
    jsonb: oddJson,
    bytea: Buffer.from([0, 255, 10, 34]),
    integer: 2_147_483_647,
    bigint: beyond,
    numeric: '123456789012.000001',
    'timestamp with time zone': '2026-11-30T01:02:03.456Z',
    'text[]': [oddText, 'a,b', '{}'],
    'integer[]': [1, -2],
    tsvector: "'it''s' '葬送'",
  };
  if (type in values) return values[type];
  const known = Object.keys(values).find((name) => type.startsWith(name));
  if (known === undefined) throw new Error(`oddRows does not know what a ${type} may hold`);
  return values[known];
};

/** One row in every table that a backup keeps, every column filled with what is easily lost on the way. */
export async function plantOddRows(url: string, secrets: SecretBox): Promise<void> {
  await withClient(url, async (client) => {
    for (const { name: table } of keptTables) {
      const { rows: columns } = await client.query<Column>(
        `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
         WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
        [table],
      );
      const values = columns.map(({ name, type }) => planted({ table, name, type }, secrets));
      const names = columns.map(({ name }) => `"${name}"`).join(', ');
      const marks = columns.map((_, index) => `$${index + 1}`).join(', ');
      await client.query(`INSERT INTO ${table} (${names}) VALUES (${marks})`, values);
    }
  });
}

function planted(
  { table, name, type }: Column & { readonly table: string },
  secrets: SecretBox,
): unknown {
  const column = `${table}.${name}`;
  if (!sealedColumns.includes(column)) return column in fixed ? fixed[column] : valueOf(type);
  const row = table === 'connections' ? `${oddText}/${oddText}` : oddText;
  return secrets.seal(oddSecret(column), { table, row, column: name });
}

/** Every row of these tables as PostgreSQL writes it, its secrets opened. */
export async function contentOf(
  url: string,
  secrets: SecretBox,
): Promise<Record<string, string[]>> {
  return withClient(url, async (client) => {
    const content: Record<string, string[]> = {};
    for (const { name: table } of keptTables) {
      const { rows } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM ${table} t ORDER BY 1`,
      );
      content[table] = rows.map(({ row }) => withSecretsOpen(row, table, secrets));
    }
    return content;
  });
}

function withSecretsOpen(row: string, table: string, secrets: SecretBox): string {
  return sealedColumns
    .filter((column) => column.startsWith(`${table}.`))
    .reduce((text, column) => {
      const place = {
        table,
        row: table === 'connections' ? `${oddText}/${oddText}` : oddText,
        column: column.slice(table.length + 1),
      };
      return text.replaceAll(/v1\.[\w-]+\.[\w-]+\.[\w-]+/g, (sealed) => {
        try {
          return secrets.open(sealed, place);
        } catch {
          return sealed;
        }
      });
    }, row);
}

async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
