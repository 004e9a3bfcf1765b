export { startRuntime, type Runtime, type RuntimeOptions } from './start-runtime.js';
export {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './postgres/start-embedded-postgres.js';
export { runningTemporal } from './temporal/running-temporal.js';
export { startTemporalServer, type TemporalServer } from './temporal/start-temporal-server.js';
export {
  findTemporalCli,
  NoTemporalCliError,
  resolveTemporalCli,
  type ResolveTemporalCliOptions,
} from './temporal/resolve-cli.js';
export { runningEmbeddedPostgres } from './postgres/running-embedded-postgres.js';
export { DamagedClusterError } from './postgres/damaged-cluster.js';
export { inspectEmbeddedPostgres } from './postgres/inspect-embedded-postgres.js';
export { ownAccount } from './process/account.js';
export { DataDirInUseError, holderOfDataDir, lockDataDir } from './process/data-dir-lock.js';
export { endSurvivors } from './process/end-survivors.js';
