export { createRelayClient } from './create-relay-client.js';
export type {
  OpenRelayClient,
  RelayClient,
  RelayCredentials,
  RelayKey,
  RelayUsage,
} from './relay-client.js';
