import type { Clock } from '../../../platform/lib/clock.js';
import type { PlayStore } from '../ledger/play-store.js';
import type { CollectionStates } from './collection-states.js';
import { refusals } from './refusals.js';

export interface ParkSubjectDeps {
  readonly plays: PlayStore;
  readonly collections: CollectionStates;
  readonly clock: Clock;
}

export interface ParkSubject {
  readonly userId: string;
  readonly runId: string;
  readonly subjectId: number;
  readonly reason: 'refused' | 'upstream-down';
}

/** Leaves a subject for the next run, or for a while if Bangumi refuses it. Safe to repeat: only plays still to be marked are moved. */
export async function parkSubject(
  { plays, collections, clock }: ParkSubjectDeps,
  { reason, ...subject }: ParkSubject,
): Promise<void> {
  // After continue-as-new the run may come back to it: then its collection is asked for, not remembered.
  await collections.forget(subject.runId, subject.subjectId);
  const episodeIds = await plays.wanted(subject.userId, subject.subjectId);
  const move = { ...subject, episodeIds };
  if (reason === 'refused') await plays.parkRefused(move, clock.now(), refusals.subject);
  else await plays.park(move, reason);
}
