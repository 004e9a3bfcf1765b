import { createAuditLogs } from '../../../src/areas/audit/index.js';
import { openBenchServer } from './bench-server.js';
import { serveParent } from './child.js';

async function open() {
  const server = await openBenchServer();
  const { db, key } = server;
  const api = await server.serve({ auditLogs: createAuditLogs(db) });
  const stop = async (): Promise<void> => {
    await api.stop();
    await server.stop();
  };
  return { db, key, api, stop };
}

let opened: Awaited<ReturnType<typeof open>> | undefined;
const running = () => {
  if (opened === undefined) throw new Error('Nothing is started.');
  return opened;
};

const offer = {
  async start() {
    opened = await open();
    return { url: opened.api.url, key: opened.key };
  },
  /** MB of the table, and of the index of its words. */
  async sizes(): Promise<{ readonly table: number; readonly words: number }> {
    const [row] = await running().db.$queryRaw<{ table: number; words: number }[]>`
      SELECT (pg_table_size('audit_logs') / 1e6)::float8 AS table,
        (pg_relation_size('audit_logs_words_idx') / 1e6)::float8 AS words`;
    return row ?? { table: 0, words: 0 };
  },
  async settle(): Promise<void> {
    await running().db.$executeRaw`VACUUM ANALYZE audit_logs`;
  },
  /** MB. */
  rss: (): number => process.memoryUsage().rss / 1e6,
  async stop(): Promise<void> {
    await opened?.stop();
    opened = undefined;
  },
};

export type AuditOffer = typeof offer;
serveParent(offer);
