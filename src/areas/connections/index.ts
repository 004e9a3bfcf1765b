export {
  createConnections,
  type Adopted,
  type AdoptConfigured,
  type ConnectionAccess,
  type Connections,
  type ConnectionsDeps,
} from './connections.js';
export { ConnectionMissingError, NeedsReauthError } from './connection-errors.js';
