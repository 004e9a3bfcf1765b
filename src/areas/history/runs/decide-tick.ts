import type { CallOptions } from '../../../upstream/http/index.js';
import type { createPlanning } from '../planning/planning.js';
import { findWork, type OpenRunDeps } from './open-run.js';

export type TickDecision =
  | { readonly kind: 'run' }
  /** A dry run, as the settings want it. */
  | { readonly kind: 'plan' }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'skipped'; readonly why: string };

export interface DecideTickDeps extends OpenRunDeps {
  readonly planning: Pick<ReturnType<typeof createPlanning>, 'moved'>;
}

/** Decides whether a due time needs a run; one upstream request at most. Safe to repeat: a read it began is found again. */
export async function decideTick(
  deps: DecideTickDeps,
  userId: string,
  options: CallOptions,
): Promise<TickDecision> {
  const { enabled, dryRun } = await deps.settings.read(userId);
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
  if (dryRun) return { kind: (await deps.planning.moved(userId, options)) ? 'plan' : 'unchanged' };
  const work = await findWork(deps, { userId, mode: 'normal' }, options);
  return work === 'none' ? { kind: 'unchanged' } : { kind: 'run' };
}
