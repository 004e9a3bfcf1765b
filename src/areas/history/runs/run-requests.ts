import { unnestRows, type Database } from '../../../platform/database/index.js';

/** Requests to one endpoint; `endpoint` is `METHOD /path/pattern`. */
export interface RequestCount {
  readonly service: string;
  readonly endpoint: string;
  readonly count: number;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

export const createRunRequests = (db: Database) => ({
  /** Adds upstream requests to what a run has used. Sorted, so that activities that end together take the rows in one order. */
  async addRequests(runId: string, used: readonly RequestCount[]): Promise<void> {
    const rows = used
      .map((request) => ({ run_id: runId, ...request }))
      .sort((a, b) => compareText(a.endpoint, b.endpoint));
    if (rows.length === 0) return;
    await db.$executeRaw`INSERT INTO run_requests (run_id, service, endpoint, count)
      SELECT * FROM ${unnestRows({ run_id: 'uuid', service: 'text', endpoint: 'text', count: 'int4' }, rows)} AS used
      ON CONFLICT (run_id, service, endpoint) DO UPDATE SET count = run_requests.count + EXCLUDED.count`;
  },
});
