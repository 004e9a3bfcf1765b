import type { ApiDeps } from '../../../src/api/create-api.js';

const notPlayed = (): never => {
  throw new Error('that is tested over the real thing');
};

/** Nobody has a list; lists are tested over the real thing. */
export const noLists: ApiDeps['lists'] = {
  find: async () => Promise.resolve(undefined),
  create: notPlayed,
  change: notPlayed,
  takeAway: notPlayed,
  page: async () => Promise.resolve({ items: [], nextCursor: null }),
  items: notPlayed,
  preview: notPlayed,
  request: notPlayed,
  cancel: notPlayed,
  remove: notPlayed,
  runs: { find: notPlayed, page: notPlayed },
};
