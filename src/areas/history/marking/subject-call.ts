import { UpstreamError, type UpstreamErrorKind } from '../../../upstream/http/index.js';

/** What Bangumi is asked while a subject is marked. */
export const subjectCallNames = [
  'read-collections',
  'read-collection',
  'collect',
  'raise-collection',
  'rate-subject',
  'mark-episodes',
  'mark-episode',
  'read-states',
] as const;
export type SubjectCallName = (typeof subjectCallNames)[number];

/** `unclear`: a write that may have been carried out; `failed`: no proper answer, and nothing done. */
export const callOutcomes = ['answered', 'refused', 'unclear', 'failed'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** How a call ended. Holds neither addresses nor the service's own words. */
export interface CallEnd {
  readonly outcome: CallOutcome;
  readonly errorKind: string | null;
  readonly status: number | null;
}

export const answered: CallEnd = { outcome: 'answered', errorKind: null, status: null };

/** Whether an error is Bangumi's no to this call, or one that says nothing of it. */
const saysNo: Readonly<Record<UpstreamErrorKind, boolean>> = {
  unauthorized: true,
  'invalid-grant': true,
  forbidden: true,
  'app-blocked': true,
  'edge-blocked': false,
  'not-found': true,
  rejected: true,
  'account-limit': true,
  'account-locked': true,
  'vip-only': true,
  'rate-limited': false,
  unavailable: false,
  timeout: false,
  malformed: false,
};

export function endOf(error: unknown): CallEnd {
  if (!(error instanceof UpstreamError))
    return { outcome: 'failed', errorKind: null, status: null };
  const { kind, status = null, unclear } = error.facts;
  const outcome = saysNo[kind] ? 'refused' : 'failed';
  return { outcome: unclear ? 'unclear' : outcome, errorKind: kind, status };
}
