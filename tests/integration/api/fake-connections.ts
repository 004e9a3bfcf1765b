import type { ApiDeps } from '../../../src/api/create-api.js';

export const notPlayed = (): never => {
  throw new Error('that is tested over the real thing');
};

/** Nobody has connected anything; connecting is tested over the real thing. */
export const noConnections: ApiDeps['connections'] = {
  list: async () => Promise.resolve([]),
  beginCode: notPlayed,
  finishCode: async () => Promise.resolve({ kind: 'unknown-state' }),
  beginDevice: notPlayed,
  handInToken: notPlayed,
  findAttempt: notPlayed,
  acceptAttempt: notPlayed,
  cancelAttempt: notPlayed,
  disconnect: notPlayed,
};
