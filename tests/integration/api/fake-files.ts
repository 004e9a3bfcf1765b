import type { ApiDeps } from '../../../src/api/create-api.js';

const notPlayed = (): never => {
  throw new Error('that is tested over the real thing');
};

/** Nobody has a file; files are tested over the real thing. */
export const noFiles: ApiDeps['files'] = {
  receive: notPlayed,
  announce: notPlayed,
  acceptPut: notPlayed,
  confirm: notPlayed,
  find: notPlayed,
  list: notPlayed,
  download: notPlayed,
  linkToDownload: notPlayed,
  downloadBy: notPlayed,
  remove: notPlayed,
  orphans: notPlayed,
  requestReconcile: notPlayed,
};
