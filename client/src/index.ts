export {
  createRecordsClient,
  type RecordsClient,
  type WriteOptions,
} from './create-records-client.js';
export type { Connection } from './http/ask.js';
export { RecordsError, type RecordsErrorKind } from './http/records-error.js';
export { openRecordsOutbox } from './outbox/open-outbox.js';
export { OutboxError, type OutboxErrorKind } from './outbox/outbox-error.js';
export type { OutboxOptions } from './outbox/outbox-options.js';
export type {
  OutboxState,
  PutVerdict,
  RecordsOutbox,
  SessionPut,
  TaskPut,
} from './outbox/outbox.js';
export type { RefusedRecord } from './outbox/refused-records.js';
export type { RestoredSession } from './restore-session.js';
export type * from './records.js';
