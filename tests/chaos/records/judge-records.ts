import pg from 'pg';
import type { Acknowledged } from './acknowledged.js';
import { textOf } from './send-batch.js';

export interface RecordsVerdict {
  /** Records of which at least one version was acknowledged, by the server or by an outbox. */
  readonly acknowledged: number;
  /** Those of an outbox among them. */
  readonly byOutbox: number;
  /** Those of them that are there, at the highest acknowledged version or above it, whole. */
  readonly found: number;
  readonly lost: number;
  /** Said to be inserted more than once, or there more than once. */
  readonly doubled: number;
}

/** What was acknowledged against what the database holds. */
export async function judgeRecords(
  databaseUrl: string,
  { server, outbox }: { readonly server: Acknowledged; readonly outbox: Acknowledged },
): Promise<RecordsVerdict> {
  const versions = [...server.versions, ...outbox.versions];
  const inserted = [...server.inserted.values(), ...outbox.inserted.values()];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; version: string; text: string }>(
      'SELECT id, version, source_text AS text FROM translation_tasks',
    );
    const stored = new Map(
      rows.map(({ id, version, text }) => [id, { version: Number(version), text }]),
    );
    const isWhole = ([id, version]: readonly [string, number]): boolean => {
      const row = stored.get(id);
      return (
        row !== undefined &&
        row.version >= version &&
        row.text === textOf({ id, version: row.version })
      );
    };
    const found = versions.filter(isWhole).length;
    const doubled = rows.length - stored.size + inserted.filter((times) => times > 1).length;
    const acknowledged = versions.length;
    const byOutbox = outbox.versions.size;
    return { acknowledged, byOutbox, found, lost: acknowledged - found, doubled };
  } finally {
    await client.end();
  }
}

/** Of all records whose id begins so. */
export async function versionsOf(
  databaseUrl: string,
  beginning: string,
): Promise<ReadonlyMap<string, number>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; version: string }>(
      'SELECT id, version FROM translation_tasks WHERE starts_with(id, $1)',
      [beginning],
    );
    return new Map(rows.map(({ id, version }) => [id, Number(version)]));
  } finally {
    await client.end();
  }
}
