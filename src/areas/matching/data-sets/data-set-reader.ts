import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { queryRows, sql } from '../../../platform/database/index.js';
import type { Database, DatabaseSession } from '../../../platform/database/index.js';
import {
  dataSetFaultKinds,
  dataSetNames,
  refreshOutcomes,
  type DataSetName,
  type DataSetVersion,
  type RefreshAttempt,
} from './data-set.js';

/** Which version of a data set counts, and where it came from. */
export interface Standing {
  readonly name: DataSetName;
  readonly version: string | null;
  readonly source: string | null;
  /** Where what was rolled back last came from, if nothing older could take its place. */
  readonly rolledBackFrom: string | null;
}

export type DataSetReader = ReturnType<typeof createDataSetReader>;

const unpack = promisify(gunzip);

/** Columns of a version without its content. */
export const facts = {
  version: true,
  source: true,
  fetchedAt: true,
  size: true,
  titles: true,
  placed: true,
  rolledBackAt: true,
} as const;

/** What tables `id_map_data_sets` and `id_map_versions` hold. */
export function createDataSetReader({ db }: { readonly db: Database }) {
  return {
    /** Cheap: asked again and again. */
    standings: (): Promise<Standing[]> =>
      queryRows(
        db,
        standingRow,
        sql`SELECT s.name, v.version, v.source,
            CASE WHEN v.version IS NULL THEN (SELECT source FROM id_map_versions r
              WHERE r.data_set = s.name AND r.rolled_back_at IS NOT NULL
              ORDER BY r.rolled_back_at DESC LIMIT 1) END AS "rolledBackFrom"
          FROM id_map_data_sets s
          LEFT JOIN id_map_versions v ON v.data_set = s.name AND v.version = s.active_version
          ORDER BY s.name`,
      ),

    /** Undefined when that version is there no more. */
    async textOf(dataSet: DataSetName, version: string): Promise<string | undefined> {
      const found = await db.idMapVersion.findUnique({
        where: { dataSet_version: { dataSet, version } },
        select: { content: true },
      });
      return found === null ? undefined : (await unpack(found.content)).toString('utf8');
    },

    /** Newest first. */
    versions: (dataSet: DataSetName, session: DatabaseSession = db): Promise<DataSetVersion[]> =>
      session.idMapVersion.findMany({
        where: { dataSet },
        select: facts,
        orderBy: [{ fetchedAt: 'desc' }, { version: 'asc' }],
      }),

    async lastAttempt(name: DataSetName): Promise<RefreshAttempt | null> {
      const found = await db.idMapDataSet.findUnique({ where: { name } });
      return attempt.nullable().parse(found?.attemptedAt == null ? null : toAttempt(found));
    },
  };
}

const standingRow = z.object({
  name: z.enum(dataSetNames),
  version: z.string().nullable(),
  source: z.string().nullable(),
  rolledBackFrom: z.string().nullable(),
});

const attempt = z.object({
  at: z.date(),
  outcome: z.enum(refreshOutcomes),
  fault: z
    .object({
      kind: z.enum(dataSetFaultKinds),
      message: z.string(),
      places: z.array(z.object({ place: z.string(), message: z.string() })),
    })
    .nullable(),
});

const toAttempt = (row: {
  readonly attemptedAt: Date | null;
  readonly outcome: string | null;
  readonly fault: unknown;
}) => ({ at: row.attemptedAt, outcome: row.outcome, fault: row.fault });
