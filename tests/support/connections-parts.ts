import type { ConnectionsDeps } from '../../src/areas/connections/index.js';

/** What `createConnections` needs besides database, clients, clock and log, where nobody signs in: no app, nobody to tell. */
export const withoutApps = {
  apps: {
    clientIds: { trakt: 'the-client', bangumi: undefined },
    redirectUris: { trakt: 'http://127.0.0.1/trakt', bangumi: 'http://127.0.0.1/bangumi' },
  },
  notifications: { notify: () => Promise.resolve('told' as const), wake: () => undefined },
  listAdmins: () => Promise.resolve([]),
  audit: { record: () => Promise.resolve() },
  isKeptOut: () => Promise.resolve(false),
} satisfies Partial<ConnectionsDeps>;
