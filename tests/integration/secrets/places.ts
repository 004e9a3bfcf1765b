import type { Client } from '@temporalio/client';
import pg from 'pg';

/** Text a stranger might get to see, and where it stands. */
export interface Place {
  readonly where: string;
  readonly text: string;
}

/** Every text of a value, however deep: hidden fields, causes, names, and bytes as the text they may be. */
export const placeOf = (where: string, value: unknown): Place => ({
  where,
  text: [...textsIn(value)].join('\n'),
});

function* textsIn(value: unknown, seen = new Set<object>()): Generator<string> {
  if (typeof value === 'string') yield value;
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Uint8Array) {
    yield Buffer.from(value).toString('utf8');
    return;
  }
  for (const [name, { value: inner }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    yield name;
    yield* textsIn(inner, seen);
  }
}

/** Each row of each table, as text; bytes as hexadecimal digits. */
export async function placesInDatabase(connectionString: string): Promise<Place[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`,
    );
    const places: Place[] = [];
    for (const { name } of tables.rows) {
      const rows = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} AS t`);
      places.push({ where: `table ${name}`, text: rows.rows.map(({ text }) => text).join('\n') });
    }
    return places;
  } finally {
    await client.end();
  }
}

/** What Temporal keeps of a person: workflows and the schedule. */
export async function placesInTemporal(client: Client, userId: string): Promise<Place[]> {
  const schedule = client.schedule.getHandle(`history:${userId}`);
  return [
    ...(await placesInWorkflows(client, userId)),
    placeOf('schedule', (await schedule.describe()).raw),
  ];
}

/** Of a person's workflows: descriptions, whole histories with their payloads, results. */
export async function placesInWorkflows(client: Client, userId: string): Promise<Place[]> {
  const places: Place[] = [];
  for await (const info of client.workflow.list({ query: `WatchflowUser = '${userId}'` })) {
    const handle = client.workflow.getHandle(info.workflowId, info.runId);
    places.push(placeOf(`listing of ${info.type}`, info));
    places.push(placeOf(`description of ${info.type}`, (await handle.describe()).raw));
    places.push(placeOf(`history of ${info.type}`, await handle.fetchHistory()));
    const ended = await handle.result().then(
      (result: unknown) => result,
      (error: unknown) => error,
    );
    places.push(placeOf(`result of ${info.type}`, ended));
  }
  return places;
}

/** A secret as it is, and as it looks inside base64 (at each of its three alignments), base64url or hexadecimal digits. */
function formsOf(secret: string): string[] {
  const aligned = [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.from('.'.repeat(offset) + secret).toString('base64');
    // The first and last characters depend on the neighbours.
    const sure = whole.slice(offset === 0 ? 0 : 4, -4);
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [secret, ...aligned, Buffer.from(secret).toString('hex')];
}

/** Which of the secrets stand where. */
export function findIn(
  places: readonly Place[],
  secrets: Readonly<Record<string, string>>,
): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = formsOf(secret);
    return places
      .filter(({ text }) => forms.some((form) => text.includes(form)))
      .map(({ where }) => `${name} in ${where}`);
  });
}
