import type { ApiDeps } from '../../../src/api/create-api.js';

const notPlayed = (): never => {
  throw new Error('that is tested over the real thing');
};

/** Nobody has looked for a record; that is tested over the real thing. */
export const noAuditLogs: ApiDeps['auditLogs'] = {
  takeIn: notPlayed,
  list: notPlayed,
  stats: notPlayed,
  export: notPlayed,
  manifest: notPlayed,
  searches: {
    list: notPlayed,
    find: notPlayed,
    save: notPlayed,
    replace: notPlayed,
    remove: notPlayed,
  },
};
