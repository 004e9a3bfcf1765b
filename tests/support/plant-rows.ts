import pg from 'pg';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** True when an insert must name it. */
  readonly needed: boolean;
  /** The other table of the person that it points at. */
  readonly pointsAt: string | null;
}

/** Every column of every table that has a `user_id`. */
async function personalColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT c.table_name AS "table", c.column_name AS "column", c.data_type AS "type",
        c.is_nullable = 'NO' AND c.column_default IS NULL AND c.is_identity = 'NO' AS needed,
        (SELECT k.confrelid::regclass::text FROM pg_constraint k
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.contype = 'f' AND k.conrelid = c.table_name::regclass AND a.attname = c.column_name
           AND k.confrelid <> 'users'::regclass) AS "pointsAt"
     FROM information_schema.columns c
     WHERE c.table_schema = 'public' AND c.table_name IN
       (SELECT table_name FROM information_schema.columns WHERE column_name = 'user_id' AND table_schema = 'public')
     ORDER BY c.table_name, c.ordinal_position`,
  );
  return rows;
}

/**
 * Puts a row of a person into every table that has a `user_id` and none of theirs yet: values mean nothing, so that tables
 * which come later are covered too. Answers every id in the person's rows.
 */
export async function plantRows(connectionString: string, userId: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const columns = await personalColumns(client);
    const ids = new Set<string>();
    for (const table of pointedAtFirst(columns)) {
      const own = columns.filter((column) => column.table === table);
      await plantRow(client, own, userId);
      for (const id of await idsIn(client, own, userId)) ids.add(id);
    }
    return [...ids];
  } finally {
    await client.end();
  }
}

/** The tables, those that others point at before them. */
function pointedAtFirst(columns: readonly Column[]): string[] {
  const ordered = new Set<string>();
  const add = (table: string) => {
    for (const { pointsAt } of columns.filter((column) => column.table === table)) {
      if (pointsAt !== null && pointsAt !== table) add(pointsAt);
    }
    ordered.add(table);
  };
  for (const { table } of columns) add(table);
  return [...ordered];
}

async function plantRow(client: pg.Client, columns: readonly Column[], userId: string) {
  const [table] = columns.map((column) => column.table);
  const there = await client.query(`SELECT 1 FROM ${table} WHERE user_id = $1`, [userId]);
  if ((there.rowCount ?? 0) > 0) return;
  const needed = columns.filter(({ needed: isNeeded, column }) => isNeeded || column === 'user_id');
  const values = needed.map(({ column, type, pointsAt }) => {
    if (column === 'user_id') return '$1';
    if (pointsAt !== null) return `(SELECT id FROM ${pointsAt} WHERE user_id = $1 LIMIT 1)`;
    return valueOf(type, `planted for ${userId}`);
  });
  const names = needed.map(({ column }) => column);
  await client.query(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.join(', ')})`, [
    userId,
  ]);
}

function valueOf(type: string, text: string): string {
  if (type === 'text') return `'${text}'`;
  if (type === 'uuid') return 'gen_random_uuid()';
  if (type === 'boolean') return 'false';
  if (type === 'jsonb') return `'{}'`;
  if (type === 'ARRAY') return `'{}'`;
  if (type.startsWith('timestamp')) return 'now()';
  if (/^(?:integer|bigint|smallint|double precision)$/.test(type)) return '1';
  throw new Error(`plantRows does not know what a column of type ${type} may hold`);
}

async function idsIn(client: pg.Client, columns: readonly Column[], userId: string) {
  const names = columns.map(({ column }) => column).filter((column) => /^id$|_id$/.test(column));
  const [table] = columns.map((column) => column.table);
  const picked = names.map((name) => `${name}::text`).join(', ');
  const { rows } = await client.query<string[]>({
    text: `SELECT ${picked} FROM ${table} WHERE user_id = $1 LIMIT 5`,
    values: [userId],
    rowMode: 'array',
  });
  return rows.flat().filter((id) => typeof id === 'string');
}
