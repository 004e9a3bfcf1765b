import type { Actor } from '../../ports.js';
import { Problem } from '../../problem.js';
import { holdsScope } from '../../scopes.js';

const scope = 'admin:mappings';

export const mayShare = (actor: Actor): boolean => holdsScope(actor, scope);

/** Throws `missing-scope` when it is for everybody and they may not. */
export function assertMayShare(actor: Actor, isShared: boolean): void {
  if (isShared && !mayShare(actor))
    throw new Problem('missing-scope', `What is shared by everybody needs the scope ${scope}.`);
}
