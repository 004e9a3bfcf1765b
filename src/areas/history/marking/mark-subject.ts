import { collectionType, episodeState } from '../../../upstream/bangumi/index.js';
import type { Mark } from '../taking-back/mark.js';
import { isNotFound, UpstreamError } from '../../../upstream/http/index.js';
import type { Refusal, SubjectMove } from '../ledger/subject-plays.js';
import {
  collect,
  forWrite,
  intend,
  moveOf,
  type MarkSubjectDeps,
  type MarkSubjectRequest,
  type Marking,
} from './marking.js';
import { findCollection } from './find-collection.js';
import { markWholeSubject } from './mark-whole-subject.js';
import { planSeason } from './plan-season.js';
import { ReadBackDisagreesError } from './read-back-disagrees-error.js';
import { recordedClient } from './recorded-client.js';
import { refusals } from './refusals.js';

/**
 * Marks every waiting episode of one subject: collect if needed, one PATCH of what is missing, one read-back. A play is proven by
 * the read-back alone. Safe to repeat and to be killed anywhere: it begins by reading, so what an earlier attempt wrote is found.
 */
export async function markSubject(
  given: MarkSubjectDeps,
  request: MarkSubjectRequest,
): Promise<void> {
  const bangumi = recordedClient(given.bangumi, { calls: given.calls, of: ofSubject(request) });
  const deps = { ...given, bangumi };
  const wanted = await deps.plays.wanted(request.userId, request.subjectId);
  if (wanted.length === 0) return;
  const access = await deps.connections.accessOf(request.userId, 'bangumi');
  const marking = { deps, request, access };
  try {
    const collection = await findCollection(deps, { ...request, access });
    if (wanted.includes(null)) await markWholeSubject(marking, collection);
    const episodeIds = wanted.filter((id) => id !== null);
    // Marked as a whole, it is collected by now, and must not be collected again as less than that.
    const collected = wanted.includes(null) ? (collection ?? collectionType.done) : collection;
    if (episodeIds.length > 0) await markEpisodes(marking, episodeIds, collected);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await matchAnewLater(marking, wanted, refusals.gone);
  }
}

const ofSubject = ({ userId, runId, subjectId }: MarkSubjectRequest) => ({
  userId,
  runId,
  subjectId,
});

async function matchAnewLater(
  marking: Marking,
  episodeIds: readonly (number | null)[],
  refusal: Refusal,
): Promise<void> {
  const { deps, request } = marking;
  await deps.matching.forgetTable(request.subjectId);
  await deps.plays.parkRefused({ ...moveOf(marking), episodeIds }, deps.clock.now(), refusal);
}

async function markEpisodes(
  marking: Marking,
  wanted: readonly number[],
  collection: number | null,
): Promise<void> {
  // A subject that is not collected has no marks, so there is nothing to read before the first write.
  const missing =
    collection === null ? wanted.map(unmarked) : await settleFromStates(marking, wanted);
  if (missing.length === 0) return;
  if (collection === null) await collect(marking, collectionType.doing);
  const episodeIds = missing.map(({ episodeId }) => episodeId);
  await intend(marking, missing);
  await marking.deps.plays.markSent({ ...moveOf(marking), episodeIds });
  const refusal = await writeEpisodes(marking, episodeIds);
  const disagreeing = (await settleFromStates(marking, episodeIds)).map(
    ({ episodeId }) => episodeId,
  );
  if (disagreeing.length === 0) return;
  await marking.deps.plays.markPlanned({ ...moveOf(marking), episodeIds: disagreeing });
  // Said no to, it is not asked again and again.
  if (refusal !== null) throw refusal;
  throw new ReadBackDisagreesError(
    `Bangumi accepted ${episodeIds.length} episodes of subject ${marking.request.subjectId}, but ${disagreeing.length} do not show as done.`,
  );
}

/** Reads the states, moves every play they settle, and answers the episodes that are still to be marked. */
async function settleFromStates(
  marking: Marking,
  wanted: readonly number[],
): Promise<readonly Mark[]> {
  const { deps, request, access } = marking;
  const states = await deps.bangumi.readEpisodeStates(access, request.subjectId, request.options);
  const plan = planSeason(wanted, states);
  const move = (episodeIds: readonly number[]): SubjectMove => ({ ...moveOf(marking), episodeIds });
  const now = deps.clock.now();
  if (plan.proven.length > 0) await deps.plays.markProven(move(plan.proven), now);
  if (plan.keptByUser.length > 0)
    await deps.plays.exclude(move(plan.keptByUser), 'ignored-by-user');
  if (plan.gone.length > 0) await matchAnewLater(marking, plan.gone, refusals.rowGone);
  const typeOf = new Map(states.map(({ episode, type }) => [episode.id, type]));
  return plan.missing.map((id) => ({
    episodeId: id,
    before: typeOf.get(id) ?? 0,
    after: episodeState.done,
  }));
}

/** Answers what Bangumi refused, if it refused one of them for itself. */
async function writeEpisodes(
  marking: Marking,
  episodeIds: readonly number[],
): Promise<UpstreamError | null> {
  const { deps, request, access } = marking;
  const batch = { subjectId: request.subjectId, episodeIds, type: episodeState.done } as const;
  try {
    await deps.bangumi.markEpisodes(access, batch, forWrite(request.options));
    return null;
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (error.facts.description?.includes('add subject to your collection') === true) {
      await collect(marking, collectionType.doing);
      await deps.bangumi.markEpisodes(access, batch, forWrite(request.options));
      return null;
    }
    return writeOneByOne(marking, episodeIds);
  }
}

/** One refused episode refuses the whole batch, so each is tried alone; the read-back tells which were taken. */
async function writeOneByOne(
  { deps, request, access }: Marking,
  episodeIds: readonly number[],
): Promise<UpstreamError | null> {
  let refusal: UpstreamError | null = null;
  for (const episodeId of episodeIds) {
    try {
      await deps.bangumi.markEpisode(
        access,
        { episodeId, type: episodeState.done },
        forWrite(request.options),
      );
    } catch (error) {
      if (isRefused(error)) refusal = error;
      else if (!isNotFound(error)) throw error;
    }
  }
  return refusal;
}

const unmarked = (episodeId: number): Mark => ({ episodeId, before: 0, after: episodeState.done });

const isRefused = (error: unknown): error is UpstreamError =>
  error instanceof UpstreamError && error.kind === 'rejected';
