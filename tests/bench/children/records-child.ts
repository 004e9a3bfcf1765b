import pg from 'pg';
import { createTranslation } from '../../../src/areas/translation/index.js';
import { taskDraft } from '../../../src/areas/translation/records/draft.js';
import { parseDraft } from '../../../src/areas/translation/records/parse-draft.js';
import { taskTable } from '../../../src/areas/translation/writing/record-table.js';
import { toParameters, upsertText } from '../../../src/areas/translation/writing/upsert.js';
import { connectBulk } from '../../../src/platform/database/index.js';
import { createMetrics } from '../../../src/platform/observability/create-metrics.js';
import { aBatch, sessionCount, type BatchPlan } from '../records/rows.js';
import { openBenchServer } from './bench-server.js';
import { serveParent } from './child.js';

async function open(prefilled: number) {
  const server = await openBenchServer();
  const { db, databaseUrl: url, userId, key, log } = server;
  const bulk = connectBulk({ url, connections: 4, log });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await prefill(client, userId, prefilled);
  const metrics = createMetrics();
  const translation = createTranslation({
    db,
    bulk,
    settings: { flushRows: 1_000, waitMs: 10, mostRows: 20_000 },
    onFlush: metrics.recordsFlushed,
    onVerdicts: metrics.recordsJudged,
  });
  const api = await server.serve({ translation, metrics });
  const stop = async (): Promise<void> => {
    await api.stop();
    await bulk.close();
    await client.end();
    await server.stop();
  };
  return { db, client, userId, key, api, stop };
}

/** A kilobyte each, the hashes so that the disk has something to write. */
async function prefill(client: pg.Client, userId: string, rows: number): Promise<void> {
  await client.query(
    `INSERT INTO translation_sessions (user_id, id, status, version, fingerprint)
      SELECT $1, 's' || n, 'processing', 1, gen_random_uuid() FROM generate_series(0, $2::int - 1) n`,
    [userId, sessionCount],
  );
  // Sessions are there: looking each of them up would take most of the time.
  await client.query('SET session_replication_role = replica');
  for (let from = 0; from < rows; from += 50_000)
    await client.query(
      `INSERT INTO translation_tasks (user_id, id, session_id, position, status, source_text, version, fingerprint, created_at)
        SELECT $1, 't' || n, 's' || n % $2, n, (ARRAY['pending', 'processing', 'completed', 'failed'])[1 + n % 4],
          repeat(md5(n::text), 28), 1, gen_random_uuid(), now() - n * interval '1 second'
        FROM generate_series($3::int, $4::int) n`,
      [userId, sessionCount, from, Math.min(from + 50_000, rows) - 1],
    );
  await client.query('RESET session_replication_role');
  await client.query('VACUUM ANALYZE translation_tasks');
  await client.query('CHECKPOINT');
}

type Opened = Awaited<ReturnType<typeof open>>;
let opened: Opened | undefined;
const running = (): Opened => {
  if (opened === undefined) throw new Error('Nothing is started.');
  return opened;
};

const drafts = (plan: BatchPlan) =>
  aBatch(plan).map((item) => {
    const parsed = parseDraft(taskDraft, item);
    if (parsed.kind === 'faulty') throw new Error(JSON.stringify(parsed.faults));
    return { ...parsed, userId: running().userId };
  });

const seconds = async (act: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await act();
  return (performance.now() - began) / 1000;
};

/** As the statement of the product, but with the arrays as text, as drivers send them unless told otherwise. */
const asText = (rows: ReturnType<typeof drafts>): (string | null)[][] =>
  ['user_id', 'fingerprint', ...Object.keys(taskTable.columns)].map((name) =>
    rows.map(({ draft, userId, fingerprint }) => {
      if (name === 'user_id') return userId;
      if (name === 'fingerprint') return fingerprint;
      const value = Object.entries(draft).find(([key]) => key === name)?.[1];
      if (value === null || value === undefined) return null;
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    }),
  );

const offer = {
  async start(prefilled: number) {
    opened = await open(prefilled);
    return { url: opened.api.url, key: opened.key };
  },
  /** Rows a second of the statement alone, one batch after the other on one connection. */
  async bare(plans: readonly BatchPlan[], kind: 'binary' | 'text'): Promise<number> {
    const batches = plans.map(drafts);
    const taken = await seconds(async () => {
      for (const rows of batches)
        await running().client.query({
          name: 'bare',
          text: upsertText(taskTable),
          values: kind === 'binary' ? toParameters(taskTable, rows) : asText(rows),
        });
    });
    return batches.flat().length / taken;
  },
  /** Rows a second. */
  async oneByOne(plan: BatchPlan): Promise<number> {
    const { db, userId } = running();
    const rows = drafts(plan).map(toPrisma);
    const taken = await seconds(async () => {
      for (const row of rows)
        await db.translationTask.upsert({
          where: { userId_id: { userId, id: row.id } },
          create: row,
          update: row,
        });
    });
    return rows.length / taken;
  },
  /** Rows a second; inserts alone, for it can do no other. */
  async createMany(plan: BatchPlan): Promise<number> {
    const rows = drafts(plan).map(toPrisma);
    const taken = await seconds(() =>
      running().db.translationTask.createMany({ data: rows, skipDuplicates: true }),
    );
    return rows.length / taken;
  },
  async settings(): Promise<Readonly<Record<string, string>>> {
    const { rows } = await running().client.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_settings WHERE name IN ('synchronous_commit', 'fsync', 'full_page_writes')`,
    );
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  },
  cpuMs(): number {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
  async stop(): Promise<void> {
    await opened?.stop();
    opened = undefined;
  },
};

const toPrisma = ({ draft, userId, fingerprint }: ReturnType<typeof drafts>[number]) => ({
  userId,
  id: draft.id,
  sessionId: draft.session_id,
  position: draft.position,
  status: draft.status,
  sourceLanguage: draft.source_language,
  targetLanguage: draft.target_language,
  sourceText: draft.source_text,
  model: draft.model,
  metadata: draft.metadata as object,
  version: draft.version,
  fingerprint,
});

export type RecordsOffer = typeof offer;
serveParent(offer);
