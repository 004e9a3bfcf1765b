import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import type { CallOptions } from '../../../upstream/http/index.js';
import type { Connections } from '../../connections/index.js';
import type { SettingsStore } from '../settings-store.js';
import { planSubject, type PlanSubjectDeps } from './plan-subject.js';

export interface PlanSubjectsDeps extends PlanSubjectDeps {
  readonly connections: Connections;
  readonly settings: SettingsStore;
}

export interface PlanSubjects {
  readonly userId: string;
  readonly planId: string;
  /** Subjects at most in this call. */
  readonly limit: number;
  readonly options: CallOptions;
}

/** As many as a sync marks at once. */
const inFlight = 4;

/**
 * Looks at the next subjects of a dry run. Each is settled as it is known, so that after an upstream error only the rest is
 * left; the error is thrown once no request is under way. Safe to repeat.
 */
export async function planSubjects(
  deps: PlanSubjectsDeps,
  { userId, planId, limit, options }: PlanSubjects,
): Promise<{ readonly remaining: number }> {
  const access = await deps.connections.accessOf(userId, 'bangumi');
  const { privateCollections: privately } = await deps.settings.read(userId);
  const subjectIds = await deps.plans.subjectsToPlan(planId, limit);
  await aFewAtOnce(subjectIds, inFlight, (subjectId) =>
    planSubject(deps, { planId, subjectId, access, privately, options }),
  );
  return { remaining: (await deps.plans.countSubjects(planId)).open };
}
