import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { toStatement } from '../../../src/areas/translation/reading/list-records.js';
import { toCursor, type RecordSort } from '../../../src/areas/translation/reading/sort.js';
import type { RecordFilter } from '../../../src/areas/translation/reading/filter.js';
import { sql } from '../../../src/platform/database/index.js';
import { withDatabase } from '../../support/with-database.js';

const database = withDatabase();
const userId = 'u_many';
const tasks = 300_000;
const limit = 50;

interface Node {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly Node[] | undefined;
}
const node: z.ZodType<Node> = z.looseObject({
  'Node Type': z.string(),
  'Index Name': z.string().optional(),
  'Actual Rows': z.number(),
  get Plans() {
    return z.array(node).optional();
  },
});
const explained = z.array(z.object({ 'QUERY PLAN': z.array(z.object({ Plan: node })).length(1) }));

const nodesOf = (one: Node): Node[] => [one, ...(one.Plans ?? []).flatMap(nodesOf)];

beforeAll(async () => {
  const { db } = database;
  await db.$executeRaw`INSERT INTO translation_sessions (user_id, id, status, version, fingerprint, created_at, updated_at)
    SELECT ${userId}, 's' || n, 'processing', 1, gen_random_uuid(), now() - n * interval '1 minute', now() - n * interval '1 minute'
    FROM generate_series(1, 3000) n`;
  await db.$executeRaw`INSERT INTO translation_tasks
    (user_id, id, session_id, position, status, source_text, version, fingerprint, created_at)
    SELECT ${userId}, 't' || n, 's' || 1 + n % 3000, n / 3000,
      (ARRAY['pending', 'processing', 'completed', 'failed', 'cancelled'])[1 + n % 5], 'text ' || n, 1, gen_random_uuid(),
      now() - n * interval '1 second' FROM generate_series(1, ${tasks}::int) n`;
  await db.$executeRaw`ANALYZE translation_sessions`;
  await db.$executeRaw`ANALYZE translation_tasks`;
}, 120_000);

interface Case {
  readonly what: string;
  readonly filter: RecordFilter;
  readonly sort: RecordSort;
  readonly index: string;
  /** Begins behind a place in the middle. */
  readonly isBehind?: true;
}

const middle = new Date(Date.now() - (tasks / 2) * 1_000);

const cases: readonly Case[] = [
  {
    what: 'tasks of a session',
    filter: { sessionId: 's7' },
    sort: 'position',
    index: 'translation_tasks_user_id_session_id_position_id_idx',
  },
  {
    what: 'tasks by status',
    filter: { status: ['failed'] },
    sort: '-created_at',
    index: 'translation_tasks_user_id_status_created_at_id_idx',
  },
  {
    what: 'tasks by status, further down',
    filter: { status: ['failed'] },
    sort: '-created_at',
    index: 'translation_tasks_user_id_status_created_at_id_idx',
    isBehind: true,
  },
  {
    what: 'tasks by date',
    filter: { createdFrom: new Date(0), createdTo: middle },
    sort: '-created_at',
    index: 'translation_tasks_user_id_created_at_id_idx',
  },
  {
    what: 'all tasks, further down',
    filter: {},
    sort: 'created_at',
    index: 'translation_tasks_user_id_created_at_id_idx',
    isBehind: true,
  },
];

describe(`a page of ${limit} among ${tasks} tasks`, () => {
  it.each(cases)('is read from an index, and no more than it shows: $what', async (one) => {
    const { filter, sort, index, isBehind } = one;
    const place = { id: 't150000', created_at: middle, updated_at: middle };
    const cursor = isBehind === true ? toCursor(sort, place) : undefined;
    const statement = toStatement(
      { table: 'translation_tasks', userId, filter, sort, limit, cursor },
      null,
    );
    const rows: unknown = await database.db.$queryRaw(
      sql`EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`,
    );
    const nodes = explained
      .parse(rows)
      .flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan)));
    expect(nodes.map((found) => found['Index Name']).filter(Boolean)).toEqual([index]);
    expect(nodes.map((found) => found['Node Type'])).toEqual(['Limit', 'Index Scan']);
    expect(nodes.map((found) => found['Actual Rows'])).toEqual([limit + 1, limit + 1]);
  });
});
