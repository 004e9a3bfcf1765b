export { createAccounts, type Accounts } from './accounts.js';
