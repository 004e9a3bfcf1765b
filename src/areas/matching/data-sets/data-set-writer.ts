import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { queryRows, sql } from '../../../platform/database/index.js';
import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import type { DataSetName, DataSetVersion, RefreshAttempt } from './data-set.js';
import { facts } from './data-set-reader.js';

export interface Locked {
  readonly activeVersion: string | null;
}

export type DataSetWriter = ReturnType<typeof createDataSetWriter>;

const versionsKept = 3;
const pack = promisify(gzip);

/** Changes tables `id_map_data_sets` and `id_map_versions`. */
export function createDataSetWriter({ db }: { readonly db: Database }) {
  return {
    /** One transaction in which nobody else moves this data set. */
    locked: <T>(
      name: DataSetName,
      use: (tx: DatabaseSession, locked: Locked) => Promise<T>,
    ): Promise<T> =>
      db.$transaction(async (tx) => {
        await tx.idMapDataSet.createMany({ data: [{ name }], skipDuplicates: true });
        const [row] = await queryRows(
          tx,
          lockedRow,
          sql`SELECT active_version AS "activeVersion" FROM id_map_data_sets WHERE name = ${name} FOR UPDATE`,
        );
        return use(tx, row ?? { activeVersion: null });
      }),

    find: (tx: DatabaseSession, dataSet: DataSetName, version: string) =>
      tx.idMapVersion.findUnique({
        where: { dataSet_version: { dataSet, version } },
        select: facts,
      }),

    /** What counts from now on; older ones go. */
    async activate(
      tx: DatabaseSession,
      name: DataSetName,
      { text, ...version }: Omit<DataSetVersion, 'rolledBackAt'> & { readonly text: Buffer },
    ): Promise<void> {
      const row = { ...version, rolledBackAt: null, content: new Uint8Array(text) };
      const key = { dataSet: name, version: version.version };
      await tx.idMapVersion.upsert({
        where: { dataSet_version: key },
        create: { ...row, ...key },
        update: row,
      });
      await tx.idMapDataSet.update({ where: { name }, data: { activeVersion: version.version } });
      await tx.$executeRaw`DELETE FROM id_map_versions WHERE data_set = ${name} AND version IN (
        SELECT version FROM id_map_versions WHERE data_set = ${name} ORDER BY fetched_at DESC, version OFFSET ${versionsKept})`;
    },

    /** Marks the version that counts as one not to be taken again, and lets another count, or none. */
    async replace(
      tx: DatabaseSession,
      name: DataSetName,
      change: { readonly from: string; readonly to: string | null; readonly at: Date },
    ): Promise<void> {
      await tx.idMapDataSet.update({ where: { name }, data: { activeVersion: change.to } });
      await tx.idMapVersion.update({
        where: { dataSet_version: { dataSet: name, version: change.from } },
        data: { rolledBackAt: change.at },
      });
    },

    async recordAttempt(
      name: DataSetName,
      { at, outcome, fault }: RefreshAttempt,
      tx: DatabaseSession = db,
    ): Promise<void> {
      await tx.$executeRaw`INSERT INTO id_map_data_sets (name, attempted_at, outcome, fault)
        VALUES (${name}, ${at}, ${outcome}, ${JSON.stringify(fault)}::jsonb)
        ON CONFLICT (name) DO UPDATE SET attempted_at = EXCLUDED.attempted_at,
          outcome = EXCLUDED.outcome, fault = EXCLUDED.fault`;
    },
  };
}

/** The text as the table holds it. */
export const packed = (text: string): Promise<Buffer> => pack(text);

const lockedRow = z.object({ activeVersion: z.string().nullable() });
