import { isNotFound, type CallOptions } from '../../../upstream/http/index.js';
import type { BangumiClient, BangumiEpisodeState } from '../../../upstream/bangumi/index.js';
import type { ConnectionAccess } from '../../connections/index.js';
import type { Matching } from '../../matching/index.js';
import type { CollectionStates } from '../marking/collection-states.js';
import { findCollection } from '../marking/find-collection.js';
import { planSeason } from '../marking/plan-season.js';
import { planWholeSubject } from '../marking/plan-whole-subject.js';
import type { PlanCollection, PlanOutcome } from './plan.js';
import type { PlanStore } from './plan-store.js';

export interface PlanSubjectDeps {
  readonly plans: PlanStore;
  readonly collections: CollectionStates;
  readonly bangumi: BangumiClient;
  readonly matching: Matching;
}

export interface PlanSubjectRequest {
  readonly planId: string;
  readonly subjectId: number;
  readonly access: ConnectionAccess;
  /** New collections are made private, and leave no entry in the timeline. */
  readonly privately: boolean;
  readonly options: CallOptions;
}

/** What marking a subject would do, by the same decisions as marking it. Reads Bangumi, writes nothing there. Safe to repeat. */
export async function planSubject(
  deps: PlanSubjectDeps,
  request: PlanSubjectRequest,
): Promise<void> {
  const { planId, subjectId } = request;
  const wanted = await deps.plans.wantedOfPlan(planId, subjectId);
  const found = await lookAt(deps, request, wanted).catch((error: unknown) => {
    if (isNotFound(error)) return goneAltogether(wanted);
    throw error;
  });
  await deps.plans.settleSubject(planId, { subjectId, ...found }, found.outcomes);
}

interface Found {
  readonly collection: PlanCollection;
  readonly outcomes: ReadonlyMap<number | null, PlanOutcome>;
  readonly episodes: number;
  readonly timelineEntries: number;
}

const goneAltogether = (wanted: readonly (number | null)[]): Found => ({
  collection: 'keep',
  outcomes: new Map(wanted.map((id) => [id, 'gone'] as const)),
  episodes: 0,
  timelineEntries: 0,
});

async function lookAt(
  deps: PlanSubjectDeps,
  request: PlanSubjectRequest,
  wanted: readonly (number | null)[],
): Promise<Found> {
  const { planId, privately } = request;
  const stands = await findCollection(deps, { ...request, runId: planId, again: false });
  const whole = wanted.includes(null) ? planWholeSubject(stands) : undefined;
  const episodeIds = wanted.filter((id) => id !== null);
  const states =
    stands === null || episodeIds.length === 0
      ? undefined
      : await deps.bangumi.readEpisodeStates(request.access, request.subjectId, request.options);
  const outcomes = new Map<number | null, PlanOutcome>(episodeOutcomes(episodeIds, states));
  if (whole !== undefined) outcomes.set(null, wholeOutcomes[whole]);
  const marked = episodeIds.filter((id) => outcomes.get(id) === 'mark');
  const collection = collectionOf(whole, stands, marked);
  return {
    collection,
    outcomes,
    episodes: marked.length,
    timelineEntries:
      entriesOfCollection(collection, privately) +
      ((await showsInTimeline(deps, request, { marked, states })) ? 1 : 0),
  };
}

const wholeOutcomes = {
  'done-already': 'done-already',
  'kept-by-user': 'kept-by-user',
  collect: 'mark',
  raise: 'mark',
} as const satisfies Record<ReturnType<typeof planWholeSubject>, PlanOutcome>;

/** A subject that is not collected has no marks, so its states were not read. */
function episodeOutcomes(
  episodeIds: readonly number[],
  states: readonly BangumiEpisodeState[] | undefined,
): (readonly [number, PlanOutcome])[] {
  if (states === undefined) return episodeIds.map((id) => [id, 'mark']);
  const { proven, missing, keptByUser, gone } = planSeason(episodeIds, states);
  const as = (ids: readonly number[], outcome: PlanOutcome) =>
    ids.map((id) => [id, outcome] as const);
  return [
    ...as(proven, 'done-already'),
    ...as(missing, 'mark'),
    ...as(keptByUser, 'kept-by-user'),
    ...as(gone, 'gone'),
  ];
}

function collectionOf(
  whole: ReturnType<typeof planWholeSubject> | undefined,
  stands: number | null,
  marked: readonly number[],
): PlanCollection {
  if (whole === 'raise') return 'raise';
  return whole === 'collect' || (stands === null && marked.length > 0) ? 'collect' : 'keep';
}

/** Saying the type of a collection makes an entry each time, unless the collection is private (Bangumi API notes, collections). */
const entriesOfCollection = (collection: PlanCollection, privately: boolean): number =>
  collection === 'raise' || (collection === 'collect' && !privately) ? 1 : 0;

interface Marked {
  readonly marked: readonly number[];
  readonly states: readonly BangumiEpisodeState[] | undefined;
}

/** One batch of episodes makes one entry, for a main episode; none for specials alone (Bangumi API notes, episodes). */
async function showsInTimeline(
  { matching }: PlanSubjectDeps,
  { subjectId }: PlanSubjectRequest,
  { marked, states }: Marked,
): Promise<boolean> {
  if (marked.length === 0) return false;
  const specials =
    states === undefined
      ? await matching.specialsOf(subjectId)
      : states.filter(({ episode }) => episode.type !== 0).map(({ episode }) => episode.id);
  return marked.some((id) => !specials.includes(id));
}
