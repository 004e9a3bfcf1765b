import { settledByPerson } from '../run.js';
import type { Return, Standing } from './explanation.js';

/** Why a play that had come further, or was set aside, stands in line again; null where it only went on. */
export function returnOf(
  from: Standing,
  to: Standing,
  change: { readonly at: Date; readonly byRead: boolean },
): Return | null {
  if (to.state === 'planned') return plannedAgain(from);
  return to.state === 'seen' ? seenAgain(from, change) : null;
}

function seenAgain(
  from: Standing,
  { at, byRead }: { readonly at: Date; readonly byRead: boolean },
): Return {
  if (from.state === 'removed') return 'back-at-source';
  if (from.state === 'parked') return releasedBy(from, at);
  if (from.state === 'excluded') return from.reason === 'filtered' ? 'settings' : 'map-or-asked';
  return from.state === 'planned' && !byRead ? 'in-doubt' : 'changed-at-source';
}

function plannedAgain({ state, subjectId }: Standing): Return | null {
  if (state === 'sent') return 'read-back-disagrees';
  return state === 'parked' && subjectId !== null ? 'next-run' : null;
}

function releasedBy({ reason, dueAt }: Standing, at: Date): Return {
  if (dueAt !== null && dueAt <= at) return 'its-time';
  if (reason !== null && matchable.includes(reason)) return 'map-or-asked';
  return reason === 'upstream-down' || reason === 'needs-reauth' ? 'next-run' : 'asked';
}

/** Taken up again when the id map or a person says more. */
const matchable: readonly string[] = settledByPerson;
