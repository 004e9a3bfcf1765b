import { z } from 'zod';
import { queryRows, sql, type Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/lib/clock.js';
import type { Retention } from '../../../platform/lib/retention.js';
import type { Accounts } from '../../accounts/index.js';
import type { Translation } from '../../translation/index.js';
import { cleanPlans, countPlans, type CleanedPlans } from './clean-plans.js';
import { daysBefore, type Removable } from './removable.js';
import { removables } from './retention.js';

export interface CleanupDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly retention: Retention;
  readonly accounts: Pick<Accounts, 'expired'>;
  readonly translation: Pick<Translation, 'cleanUp'>;
  readonly history: CleanedPlans;
}

/** What would go, were it cleaned up now. */
export interface CleanupPlanItem {
  readonly name: string;
  /** Days that it is kept; null for what says itself until when it is good. */
  readonly keptDays: number | null;
  readonly rows: number;
}

export interface Cleanup {
  /** Rows removed, by what they are. Safe to repeat, and in two processes at once: each row is removed, and counted, once. */
  run(signal?: AbortSignal): Promise<Readonly<Record<string, number>>>;
  /** The same, and nothing is removed. */
  plan(): Promise<readonly CleanupPlanItem[]>;
}

/** Rows that a statement removes at most: it holds its locks only so long. */
const rowsAtOnce = 1_000;
/** Sessions of translations, whose tasks go with them. */
const sessionsAtOnce = 100;
/** More are not counted. */
const mostCounted = 1_000_000;

/** Removes what is kept no longer. */
export function createCleanup(deps: CleanupDeps): Cleanup {
  const { clock, retention, accounts } = deps;
  const all = () => {
    const now = clock.now();
    return removables({ now, retention, expired: accounts.expired(now) });
  };
  return {
    async run(signal) {
      const removed: Record<string, number> = {};
      for (const one of all()) removed[one.name] = await removeAll(deps, one, signal);
      return {
        ...removed,
        ...(await cleanPlans(deps, signal)),
        ...(await cleanTranslations(deps, signal)),
      };
    },
    async plan() {
      const items: CleanupPlanItem[] = [];
      for (const one of all()) items.push(await count(deps, one));
      return [
        ...items,
        ...(await countPlans(deps, mostCounted)),
        ...(await planTranslations(deps)),
      ];
    },
  };
}

async function removeAll(
  { db }: CleanupDeps,
  { table, where }: Removable,
  signal: AbortSignal | undefined,
): Promise<number> {
  let removed = 0;
  for (;;) {
    signal?.throwIfAborted();
    const batch = await db.$executeRaw(
      sql`DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
        SELECT t.ctid FROM ${table} t WHERE ${where} LIMIT ${rowsAtOnce} FOR UPDATE OF t SKIP LOCKED))`,
    );
    removed += batch;
    if (batch < rowsAtOnce) return removed;
  }
}

const counted = z.object({ rows: z.int() });

async function count(
  { db }: CleanupDeps,
  { name, table, where, keptDays }: Removable,
): Promise<CleanupPlanItem> {
  const [row] = await queryRows(
    db,
    counted,
    sql`SELECT count(*)::int4 AS rows FROM (SELECT FROM ${table} t WHERE ${where} LIMIT ${mostCounted}) found`,
  );
  return { name, keptDays, rows: row?.rows ?? 0 };
}

const policyOf = ({ clock, retention }: CleanupDeps, isDryRun: boolean, limit: number) => {
  const untouchedSince = daysBefore(clock.now(), retention.translationDays);
  const statuses = ['completed', 'failed', 'cancelled'] as const;
  return untouchedSince === undefined ? undefined : { statuses, untouchedSince, isDryRun, limit };
};

async function cleanTranslations(
  deps: CleanupDeps,
  signal: AbortSignal | undefined,
): Promise<Record<string, number>> {
  const policy = policyOf(deps, false, sessionsAtOnce);
  if (policy === undefined) return {};
  const removed = { translationSessions: 0, translationTasks: 0 };
  for (;;) {
    signal?.throwIfAborted();
    const { sessions, tasks, hasMore } = await deps.translation.cleanUp(policy);
    removed.translationSessions += sessions;
    removed.translationTasks += tasks;
    // Another process holds what is left.
    if (!hasMore || sessions === 0) return removed;
  }
}

async function planTranslations(deps: CleanupDeps): Promise<readonly CleanupPlanItem[]> {
  const policy = policyOf(deps, true, mostCounted);
  if (policy === undefined) return [];
  const keptDays = deps.retention.translationDays ?? null;
  const { sessions, tasks } = await deps.translation.cleanUp(policy);
  return [
    { name: 'translationSessions', keptDays, rows: sessions },
    { name: 'translationTasks', keptDays, rows: tasks },
  ];
}
