import {
  createAccountDeletion,
  type AccountDeletion,
} from '../../orchestration/accounts/delete-account.js';
import type { Watchflow } from './compose.js';

export const composeAccountDeletion = ({
  db,
  accounts,
  temporal,
  log,
}: Watchflow): AccountDeletion =>
  createAccountDeletion({ db, accounts, client: temporal.client, log });
