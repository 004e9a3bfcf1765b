import { z } from 'zod';
import type { Database } from '../../../platform/database/index.js';
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

export const tickOutcomes = ['ran', 'joined', 'unchanged', 'skipped'] as const;
const outcome = z.enum(tickOutcomes);

export interface Tick {
  readonly scheduleId: string;
  readonly scheduledAt: Date;
  readonly outcome: (typeof tickOutcomes)[number];
  readonly why: string | null;
}

/** What became of each due time; the first word counts. */
export function createTickStore({ db }: { readonly db: Database }) {
  return {
    async record(tick: Tick): Promise<void> {
      await db.scheduleTick.createMany({ data: [tick], skipDuplicates: true });
    },

    async latest(scheduleId: string): Promise<Tick | null> {
      const row = await db.scheduleTick.findFirst({
        where: { scheduleId },
        orderBy: { scheduledAt: 'desc' },
      });
      return row === null ? null : { ...row, outcome: outcome.parse(row.outcome) };
    },
  };
}
