import { z } from 'zod';
import {
  emptySql,
  queryRows,
  sql,
  type Database,
  type DatabaseSession,
} from '../../../platform/database/index.js';
import {
  parseCursor,
  toPage,
  type Page,
  type PageWish,
} from '../../../platform/lib/page-cursor.js';
import {
  healthComponents,
  healthStates,
  type HealthComponent,
  type HealthSample,
} from './health.js';

export interface HealthWish extends PageWish {
  readonly component?: HealthComponent | undefined;
}

const sampleRow = z.object({
  id: z.uuid(),
  component: z.enum(healthComponents),
  state: z.enum(healthStates),
  settled: z.enum(healthStates),
  ms: z.int().nullable(),
  detail: z.string().nullable(),
  at: z.date(),
});

const columns = sql`id, component, state, settled, ms, detail, at`;
const uuid = z.uuid();

/** What each look found. */
export function createHealthStore({ db }: { readonly db: Database }) {
  return {
    async add(tx: DatabaseSession, samples: readonly Omit<HealthSample, 'id'>[]): Promise<void> {
      await tx.healthSample.createMany({ data: [...samples] });
    },

    /** The newest of each component that was looked at since then. */
    latest: (since: Date): Promise<HealthSample[]> =>
      queryRows(
        db,
        sampleRow,
        sql`SELECT s.* FROM unnest(${[...healthComponents]}::text[]) AS asked (name) CROSS JOIN LATERAL (
          SELECT ${columns} FROM health_samples WHERE component = asked.name AND at >= ${since}
            ORDER BY at DESC, id DESC LIMIT 1) s`,
      ),

    /**
     * When one of these was last away, after then: while that counted, or at the newest look, which the next one may confirm.
     */
    async lastAway(components: readonly HealthComponent[], after: Date): Promise<Date | null> {
      const [row] = await queryRows(
        db,
        z.object({ at: z.date().nullable() }),
        sql`SELECT max(away.at) AS at FROM unnest(${[...components]}::text[]) AS asked (name) CROSS JOIN LATERAL (
          SELECT at FROM (SELECT at, state, settled, row_number() OVER (ORDER BY at DESC, id DESC) AS place
              FROM health_samples WHERE component = asked.name AND at > ${after}) looks
            WHERE settled = 'down' OR (state = 'down' AND place = 1)
            ORDER BY at DESC LIMIT 1) away`,
      );
      return row?.at ?? null;
    },

    /** Newest first. Throws InputError for a cursor that is not ours. */
    async page({ limit, cursor, component }: HealthWish): Promise<Page<HealthSample>> {
      const place = cursor === undefined ? undefined : parseCursor(cursor, uuid);
      const rows = await queryRows(
        db,
        sampleRow,
        sql`SELECT ${columns} FROM health_samples WHERE true
          ${component === undefined ? emptySql : sql`AND component = ${component}`}
          ${place === undefined ? emptySql : sql`AND (at, id) < (${place.at}, ${place.id}::uuid)`}
          ORDER BY at DESC, id DESC LIMIT ${limit + 1}`,
      );
      return toPage(rows, limit, { place: ({ at, id }) => ({ at, id }), item: (sample) => sample });
    },
  };
}
