export { createConnections, type ConnectionAccess, type Connections } from './connections.js';
export { ConnectionMissingError, NeedsReauthError } from './connection-errors.js';
