import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { Connections } from '../../connections/index.js';
import type { SettingsStore } from '../settings-store.js';
import { lookAtMarks } from '../taking-back/look-at-marks.js';
import { stepsBack, type Step } from '../taking-back/steps-back.js';
import type { LookedAt, OfPlan, PlannedStore } from './planned-store.js';
import { guardOf } from './removal.js';

export interface PlanRemovalsDeps {
  readonly connections: Connections;
  readonly settings: SettingsStore;
  readonly planned: PlannedStore;
  readonly bangumi: BangumiClient;
}

export interface PlanRemovals extends OfPlan {
  /** Subjects at most in this call. */
  readonly limit: number;
  readonly options: CallOptions;
}

/** As many as a sync takes marks away from at once. */
const inFlight = 4;

/**
 * What a sync would do about plays that are gone, by the same decisions: whether it would ask, and of the marks that it would take
 * away which still stand. Reads Bangumi, writes nothing there. Safe to repeat: what was looked at is not looked at again.
 */
export async function planRemovals(
  deps: PlanRemovalsDeps,
  { userId, planId, limit, options }: PlanRemovals,
): Promise<{ readonly remaining: number }> {
  const { planned, connections, settings } = deps;
  await planned.decidePlanned({ planId }, guardOf(await settings.read(userId)));
  const subjectIds = await planned.subjectsToLookAt(planId, limit + 1);
  if (subjectIds.length === 0) return { remaining: 0 };
  const access = await connections.accessOf(userId, 'bangumi');
  await aFewAtOnce(subjectIds.slice(0, limit), inFlight, async (subjectId) => {
    const marks = await planned.marksToLookAt({ userId, planId }, subjectId);
    const shown = await lookAtMarks(deps.bangumi, { subjectId, access, options }, marks);
    await planned.settlePlanned(planId, subjectId, stepsBack(marks, shown).map(lookedAt));
  });
  return { remaining: Math.max(0, subjectIds.length - limit) };
}

const names = { 'set-back': 'unmark', 'taken-back': 'as-before' } as const;

function lookedAt({ mark, step }: Step): LookedAt {
  if (step === 'set-again') throw new Error('What was set again is not looked at.');
  return { mark, outcome: step === 'set-back' || step === 'taken-back' ? names[step] : step };
}
