import type { ApiDeps } from '../../../src/api/create-api.js';

const notPlayed = (): never => {
  throw new Error('that is tested over the real thing');
};

/** Nobody has written a record; records are tested over the real thing. */
export const noTranslation: ApiDeps['translation'] = {
  writeSessions: notPlayed,
  writeTasks: notPlayed,
  flush: notPlayed,
  listSessions: notPlayed,
  listTasks: notPlayed,
  findSession: notPlayed,
  findTask: notPlayed,
  listIncomplete: notPlayed,
  restore: notPlayed,
  removeSession: notPlayed,
  cleanUp: notPlayed,
  stats: notPlayed,
};
