import type { Person } from '../../areas/accounts/index.js';
import type { z } from 'zod';
import type { personChangeSchema } from '../contract/account.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import type { ApiContext, Caller } from '../route.js';
import { holdsScope } from '../scopes.js';

interface ChangeRequest {
  readonly id: string;
  readonly change: z.output<typeof personChangeSchema>;
  readonly actor: Actor;
  readonly caller: Caller;
}

/** What people may change of themselves, and administrators of everybody. */
export async function changePerson(
  { id, change, actor, caller }: ChangeRequest,
  { accounts }: ApiContext,
): Promise<Person> {
  const { current_password: present, ...wish } = change;
  if (wish.role !== undefined || wish.disabled !== undefined) assertAdmin(actor);
  if (wish.password !== undefined && id === actor.userId) {
    await accounts.confirmPassword({ userId: id, password: present ?? '' }, caller.address);
  }
  const { via } = actor;
  return accounts.people.change(id, wish, via.kind === 'session' ? via.sessionId : undefined);
}

function assertAdmin(actor: Actor): void {
  if (holdsScope(actor, 'admin:users')) return;
  throw new Problem(
    'missing-scope',
    'Role and access are changed by administrators (admin:users).',
  );
}
