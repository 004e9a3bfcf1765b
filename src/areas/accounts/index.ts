export { createAccounts, type Accounts, type AccountsSettings } from './accounts.js';
export {
  locales,
  roles,
  type AccountActor,
  type Locale,
  type Person,
  type Role,
} from './account.js';
export { AccountError, type AccountErrorKind } from './account-error.js';
export type { KeyView, MadeKey } from './keys/keys.js';
export type { PersonChange } from './people/people.js';
export type { Precedent, RepeatableAnswer, RepeatableRequest } from './repeats.js';
export type { SessionView } from './sessions/sessions.js';
