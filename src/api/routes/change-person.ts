import type { Person, PersonChange } from '../../areas/accounts/index.js';
import type { z } from 'zod';
import type { personChangeSchema } from '../contract/account.js';
import { toLimits } from '../contract/limits.js';
import { messageOf } from '../../platform/lib/errors.js';
import type { Logger } from '../../platform/lib/logger.js';
import type { Actor } from '../ports.js';
import { Problem } from '../problem.js';
import type { ApiContext, Caller } from '../route.js';
import { holdsScope } from '../scopes.js';

interface ChangeRequest {
  readonly id: string;
  readonly change: z.output<typeof personChangeSchema>;
  readonly actor: Actor;
  readonly caller: Caller;
  readonly log: Logger;
}

/** What people may change of themselves, and administrators of everybody. */
export async function changePerson(
  { id, change, actor, caller, log }: ChangeRequest,
  context: ApiContext,
): Promise<Person> {
  const { accounts } = context;
  const { current_password: present, limits, ...rest } = change;
  const wish = { ...rest, limits: toLimits(limits) };
  if (isForAdmins(wish)) assertAdmin(actor);
  if (wish.password !== undefined && id === actor.userId) {
    await accounts.confirmPassword({ userId: id, password: present ?? '' }, caller.address);
  }
  const { via } = actor;
  const keepSession = via.kind === 'session' ? via.sessionId : undefined;
  const person = await accounts.people.change(id, wish, keepSession);
  if (wish.disabled !== undefined) await followAccess(person, context, log);
  return person;
}

/**
 * Schedule and sync of somebody who is kept out rest at once. What Temporal cannot be told now does no harm: no token is
 * handed out for them any more, and the next look at the schedules finds what is amiss.
 */
async function followAccess(
  { id, disabledAt }: Person,
  { schedules, syncs }: ApiContext,
  log: Logger,
): Promise<void> {
  try {
    await schedules.follow('history', id);
    if (disabledAt !== null) await syncs.cancel(id);
  } catch (error) {
    log.warn(
      { userId: id, reason: messageOf(error) },
      'schedule and sync do not follow an account yet',
    );
  }
}

const isForAdmins = ({ role, disabled, limits }: PersonChange): boolean =>
  [role, disabled, limits].some((part) => part !== undefined);

function assertAdmin(actor: Actor): void {
  if (holdsScope(actor, 'admin:users')) return;
  throw new Problem(
    'missing-scope',
    'Role, access and limits are changed by administrators (admin:users).',
  );
}
