export { createAccounts, type Accounts } from './accounts.js';
export { locales, roles, type AccountActor, type Person } from './account.js';
export { AccountError, type AccountErrorKind } from './account-error.js';
export type { ExpiringKey } from './keys/expiring-keys.js';
export type { KeyView, MadeKey } from './keys/keys.js';
export type { RepeatableRequest } from './repeats.js';
export type { Expired, ExpiredKind } from './tidy.js';
export type { SessionView } from './sessions/sessions.js';
