export { lastMigration, listTables, type CopySession } from './copy-session.js';
export { knowsMigration, lastKnownMigration } from './known-migrations.js';
export { readRows } from './read-rows.js';
export { rebuildDatabase } from './rebuild-database.js';
export { withSnapshot } from './with-snapshot.js';
export { writeRows } from './write-rows.js';
