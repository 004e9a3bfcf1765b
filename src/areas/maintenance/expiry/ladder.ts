/** Days before its end at which an owner is told of something; 0: it has ended. The lower, the stronger. */
export const ladder = [30, 14, 7, 3, 1, 0] as const;
export type LadderStep = (typeof ladder)[number];

const dayMs = 86_400_000;

/** The strongest step that has come; undefined while the end is further away than the first. */
export function stepAt(expiresAt: Date, now: Date): LadderStep | undefined {
  const leftMs = expiresAt.getTime() - now.getTime();
  return ladder.findLast((days) => leftMs <= days * dayMs);
}

/**
 * The step to be told now: the strongest that has come, unless it or a stronger one was told. `told` is of this end alone: what
 * gets another end begins anew. Steps that were slept through are never made up for, and a clock that goes back tells nothing twice.
 */
export function dueStep(
  expiresAt: Date,
  now: Date,
  told: readonly LadderStep[],
): LadderStep | undefined {
  const step = stepAt(expiresAt, now);
  return step === undefined || told.some((earlier) => earlier <= step) ? undefined : step;
}
