import {
  createAccountDeletion,
  type AccountDeletion,
  type AccountDeletionDeps,
} from '../../orchestration/accounts/delete-account.js';
import type { TemporalLink } from '../../orchestration/connect.js';

interface Parts extends Omit<AccountDeletionDeps, 'client' | 'waitMs'> {
  readonly temporal: Pick<TemporalLink, 'client'>;
}

export const composeAccountDeletion = ({
  temporal: { client },
  ...parts
}: Parts): AccountDeletion => createAccountDeletion({ ...parts, client });
