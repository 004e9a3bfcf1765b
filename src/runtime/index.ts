export { startEmbeddedPostgres } from './postgres/start-embedded-postgres.js';
export { startTemporalServer } from './temporal/start-temporal-server.js';
export { NoTemporalCliError, resolveTemporalCli } from './temporal/resolve-cli.js';
export { DataDirInUseError, lockDataDir } from './process/data-dir-lock.js';
export { endSurvivors } from './process/end-survivors.js';
