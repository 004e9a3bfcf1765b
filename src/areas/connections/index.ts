export { createConnections, type Connections, type ConnectionsDeps } from './connections.js';
export { services, type ConnectionKey, type ConnectionView } from './connection.js';
export {
  AccountDisabledError,
  AppBlockedError,
  ConnectingError,
  ConnectionMissingError,
  NeedsReauthError,
  type ConnectingErrorKind,
} from './connection-errors.js';
export type { AttemptView, Beginner } from './connecting/attempt.js';
export type { BegunCode, Returned } from './connecting/by-code.js';
export type { DeviceStep } from './connecting/by-device.js';
export type { Disconnected } from './connecting/disconnect.js';
export type { ConnectionAccess } from './tokens/access.js';
export { sealedTokensTable } from './sealed-tokens.js';
