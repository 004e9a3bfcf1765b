import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import type { EndRun } from '../activities/history/index.js';
import type { FailureDetails } from './contract.js';

/** What stopped a run, as its closing needs it. */
export type Ending = Pick<EndRun, 'stoppedBy' | 'advice' | 'retryAt'>;

/** Of what did not end by itself. */
export interface Stopped extends Ending {
  readonly stoppedBy: Exclude<Ending['stoppedBy'], 'unchanged' | null>;
}

export const undisturbed: Ending = { stoppedBy: null, advice: null, retryAt: null };

/** Failure types of activities → how the run ends. What is not named is a failure of ours. */
const stops: Readonly<Record<string, Stopped['stoppedBy']>> = {
  'needs-reauth': 'needs-reauth',
  unauthorized: 'needs-reauth',
  forbidden: 'needs-reauth',
  'app-blocked': 'app-blocked',
  'account-locked': 'account-locked',
  // Of the person's account here: nobody is asked for anything in their name.
  'account-disabled': 'cancelled',
  'rate-limited': 'rate-limited',
  'edge-blocked': 'upstream-down',
  unavailable: 'upstream-down',
  timeout: 'upstream-down',
  malformed: 'upstream-down',
  // Nothing a wait or a new token would cure; the message says what the service wants.
  'account-limit': 'failed',
  'vip-only': 'failed',
  rejected: 'failed',
  'not-found': 'failed',
  // Whatever the certificate of earlier reads says, this one was not brought to its end.
  'torn-read': 'incomplete',
};

/** Of a run that was asked for and never began. */
export const cancelledUnbegun: Ending = {
  ...undisturbed,
  stoppedBy: 'cancelled',
  advice: 'Cancelled before it began, with the run it waited behind; ask again when it is wanted.',
};

/** The failure an activity ended with, if that is what was thrown. */
export const applicationFailureOf = (error: unknown): ApplicationFailure | null => {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof ApplicationFailure ? cause : null;
};

/** Kinds that hold for one subject alone; everything else stops the run. */
const ofOneSubject: readonly string[] = [
  'rejected',
  'not-found',
  'unavailable',
  'timeout',
  'malformed',
  'ReadBackDisagreesError',
];

export const concernsOneSubject = (error: unknown): boolean =>
  ofOneSubject.includes(applicationFailureOf(error)?.type ?? '');

/** Whether a subject's failure is about itself, or the service had trouble while it was its turn. */
export const parkReasonOf = (error: unknown): 'refused' | 'upstream-down' =>
  ['rejected', 'not-found', 'ReadBackDisagreesError'].includes(
    applicationFailureOf(error)?.type ?? '',
  )
    ? 'refused'
    : 'upstream-down';

/** How a run ends that was stopped by an error. */
export function endingOf(error: unknown): Stopped {
  if (isCancellation(error))
    return {
      ...undisturbed,
      stoppedBy: 'cancelled',
      advice: 'Cancelled on request; the next run goes on from here.',
    };
  const failure = applicationFailureOf(error);
  const type = failure?.type ?? '';
  const stoppedBy = stops[type];
  if (failure === null || stoppedBy === undefined) {
    const advice = `The run failed for a reason of ours (${type === '' ? 'unknown' : type}); the log names the cause.`;
    return { ...undisturbed, stoppedBy: 'failed', advice };
  }
  return { stoppedBy, advice: failure.message, retryAt: retryAtOf(failure) };
}

function retryAtOf(failure: ApplicationFailure | null): string | null {
  const [details] = (failure?.details ?? []) as readonly FailureDetails[];
  return details?.retryAt ?? null;
}
