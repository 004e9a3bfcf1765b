import { aFewAtOnce } from '../../../platform/lib/a-few-at-once.js';
import { orNull, type CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient } from '../../../upstream/bangumi/index.js';
import type { ConnectionAccess, Connections } from '../../connections/index.js';
import type { SettingsStore } from '../settings-store.js';
import { theCollection, theRate, type KeptMark } from '../taking-back/mark.js';
import { stepsBack, type Shown, type Step } from '../taking-back/steps-back.js';
import type { LookedAt, OfPlan, PlannedStore } from './planned-store.js';

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
  const { removals, removalGuardPlays, removalGuardPercent } = await settings.read(userId);
  const guard = { policy: removals, plays: removalGuardPlays, percent: removalGuardPercent };
  await planned.decidePlanned({ planId }, guard);
  const subjectIds = await planned.subjectsToLookAt(planId, limit + 1);
  if (subjectIds.length === 0) return { remaining: 0 };
  const access = await connections.accessOf(userId, 'bangumi');
  await aFewAtOnce(subjectIds.slice(0, limit), inFlight, async (subjectId) => {
    const marks = await planned.marksToLookAt({ userId, planId }, subjectId);
    const shown = await look(deps, { subjectId, marks, access, options });
    await planned.settlePlanned(planId, subjectId, stepsBack(marks, shown).map(lookedAt));
  });
  return { remaining: Math.max(0, subjectIds.length - limit) };
}

interface Look {
  readonly subjectId: number;
  readonly marks: readonly KeptMark[];
  readonly access: ConnectionAccess;
  readonly options: CallOptions;
}

/** What Bangumi shows, by episode; the collection under its own number. Where the subject is there no more, nothing is. */
async function look(
  { bangumi }: PlanRemovalsDeps,
  { subjectId, marks, access, options }: Look,
): Promise<Shown> {
  const at = { username: access.accountName, subjectId };
  const isOfCollection = ({ episodeId }: KeptMark): boolean => episodeId === theCollection;
  const collection = marks.some(isOfCollection)
    ? await orNull(bangumi.readCollection(access, at, options))
    : null;
  const states = marks.every(isOfCollection)
    ? []
    : ((await orNull(bangumi.readEpisodeStates(access, subjectId, options))) ?? []);
  return new Map<number, number | null>([
    [theCollection, collection?.type ?? null],
    [theRate, collection?.rate ?? 0],
    ...states.map(({ episode, type }) => [episode.id, type] as const),
  ]);
}

const names = { 'set-back': 'unmark', 'taken-back': 'as-before' } as const;

function lookedAt({ mark, step }: Step): LookedAt {
  if (step === 'set-again') throw new Error('What was set again is not looked at.');
  return { mark, outcome: step === 'set-back' || step === 'taken-back' ? names[step] : step };
}
