import type { ApiDeps } from '../../../src/api/create-api.js';

const notPlayed = (): never => {
  throw new Error('that is tested over the real thing');
};

/** Nobody has imported anything; importing is tested over the real thing. */
export const noImports: ApiDeps['imports'] = {
  receive: notPlayed,
  list: async () => Promise.resolve({ items: [], nextCursor: null }),
  faults: notPlayed,
  start: notPlayed,
  find: async () => Promise.resolve(undefined),
  remove: notPlayed,
};
