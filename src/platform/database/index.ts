export { bulkInsert } from './bulk-insert.js';
export { connectDatabase } from './connect-database.js';
export type { Database, DatabaseSession } from './connect-database.js';
export { emptySql, joinSql, queryRows, sql } from './query-rows.js';
export type { Sql } from './query-rows.js';
export { unnestRows } from './unnest-rows.js';
