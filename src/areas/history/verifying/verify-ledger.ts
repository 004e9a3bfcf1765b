import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import { contradictions } from './findings.js';

export interface Finding {
  readonly name: string;
  readonly count: number;
  /** Some of them. */
  readonly ids: readonly string[];
}

export interface Verified {
  readonly plays: number;
  /** Of everything that was looked for, also where nothing was found. */
  readonly findings: readonly Finding[];
}

export interface Verification {
  readonly now: Date;
  /** Heeded between two looks. */
  readonly signal?: AbortSignal | undefined;
}

/** More are not counted. */
const mostCounted = 10_000;
const mostNamed = 20;
const longestMs = 30 * 60_000;

const found = z.object({ count: z.int(), ids: z.array(z.string()).nullable() });

/** Holds the ledger against itself, as it was at one moment. Nothing is changed, nor can be: the transaction only reads. */
export const verifyLedger = (db: Database, { now, signal }: Verification): Promise<Verified> =>
  db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET TRANSACTION READ ONLY`;
      const [all] = await queryRows(
        tx,
        z.object({ plays: z.int() }),
        sql`SELECT count(*)::int4 AS plays FROM plays`,
      );
      const findings: Finding[] = [];
      for (const { name, rows } of contradictions(now)) {
        signal?.throwIfAborted();
        const [row] = await queryRows(
          tx,
          found,
          sql`SELECT count(*)::int4 AS count, (array_agg(id ORDER BY id))[1:${mostNamed}] AS ids
            FROM (SELECT id FROM (${rows}) astray LIMIT ${mostCounted}) counted`,
        );
        findings.push({ name, count: row?.count ?? 0, ids: row?.ids ?? [] });
      }
      return { plays: all?.plays ?? 0, findings };
    },
    { isolationLevel: 'RepeatableRead', timeout: longestMs, maxWait: 10_000 },
  );
