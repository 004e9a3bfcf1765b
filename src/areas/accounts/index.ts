export {
  createAccounts,
  type Accounts,
  type AccountsDeps,
  type KeyHolder,
  type User,
} from './accounts.js';
