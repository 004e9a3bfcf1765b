export { startEmbeddedPostgres } from './postgres/start-embedded-postgres.js';
