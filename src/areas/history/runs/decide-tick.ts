import type { CallOptions } from '../../../upstream/http/index.js';
import { findWork, type OpenRunDeps } from './open-run.js';

export type TickDecision =
  | { readonly kind: 'run' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'skipped'; readonly why: string };

/** Decides whether a due time needs a run; one upstream request at most. Safe to repeat: a read it began is found again. */
export async function decideTick(
  deps: OpenRunDeps,
  userId: string,
  options: CallOptions,
): Promise<TickDecision> {
  const { enabled } = await deps.settings.read(userId);
  if (!enabled) return { kind: 'skipped', why: 'disabled' };
  const latest = await deps.runs.latest(userId);
  if (
    latest?.retryAt !== null &&
    latest?.retryAt !== undefined &&
    latest.retryAt > deps.clock.now()
  ) {
    return { kind: 'skipped', why: 'rate-limited' };
  }
  // A dead token needs a person, not a request: it is told before anybody is asked.
  await deps.connections.accessOf(userId, 'bangumi');
  await deps.connections.accessOf(userId, 'trakt');
  const work = await findWork(deps, { userId, mode: 'normal' }, options);
  return work === 'none' ? { kind: 'unchanged' } : { kind: 'run' };
}
