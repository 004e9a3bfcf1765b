export { bulkInsert } from './bulk-insert.js';
export { toBinaryArray, type ElementOf, type ElementType } from './bulk/binary-array.js';
export {
  connectBulk,
  type Bulk,
  type BulkSession,
  type BulkStatement,
} from './bulk/connect-bulk.js';
export { connectDatabase } from './connect-database.js';
export type { Database, DatabaseSession } from './connect-database.js';
export { connectLimitsTable } from './connect-limits-table.js';
export { listenForChanges, type ChangeListener } from './listen-for-changes.js';
export { deleteEverywhere } from './delete-everywhere.js';
export { emptySql, queryRows, sql } from './query-rows.js';
export type { Sql } from './query-rows.js';
export { unnestRows } from './unnest-rows.js';
export { withinTime } from './within-time.js';
export { findDamage } from './damage/find-damage.js';
export { inspectDatabase } from './inspect-database.js';
export type { DatabaseFacts } from './inspect-database.js';
export { migrate } from './migrate.js';
export { migrationStatus } from './migration-status.js';
export type { MigrationStatus } from './migration-status.js';
