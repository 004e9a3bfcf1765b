import type { Draft } from '../records/draft.js';
import { mayBecome, type RecordStatus } from '../records/status.js';
import type { Verdict } from './verdict.js';

/** What is known of a record that is there. */
export interface Standing {
  readonly version: number;
  readonly status: RecordStatus;
  readonly fingerprint: string;
  /** Of tasks. */
  readonly sessionId: string | null;
}

export interface Given {
  readonly draft: Draft;
  readonly fingerprint: string;
}

export const standingOf = ({ draft, fingerprint }: Given): Standing => ({
  version: draft.version,
  status: draft.status,
  fingerprint,
  sessionId: draft.session_id ?? null,
});

/** One write against what is there; `inserted` and `updated` are what has to be written. */
export function judge(stored: Standing | null, { draft, fingerprint }: Given): Verdict {
  const { id } = draft;
  if (stored === null) return { kind: 'inserted', id };
  if (draft.version < stored.version) return { kind: 'stale', id };
  if (draft.version === stored.version)
    return { kind: fingerprint === stored.fingerprint ? 'unchanged' : 'stale', id };
  if ((draft.session_id ?? null) !== stored.sessionId)
    return invalid(id, '/session_id', `the task belongs to session ${stored.sessionId ?? ''}`);
  if (!mayBecome(stored.status, draft.status))
    return invalid(id, '/status', `${stored.status} is final and cannot become ${draft.status}`);
  return { kind: 'updated', id };
}

export const invalid = (id: string, place: string, message: string): Verdict => ({
  kind: 'invalid',
  id,
  faults: [{ place, message }],
});
