import { z } from 'zod';
import type { Decision } from '../decision.js';

/** A match that holds: where plays of the item have been sent. */
export interface Promised {
  readonly subjectId: number;
  /** Null for a film without rows. */
  readonly episodeId: number | null;
  readonly idMapVersion: string;
  /** RFC 3339. */
  readonly decidedAt: string;
}

/** What a decision comes to, without its reasons. */
export interface Outcome {
  readonly kind: Decision['kind'];
  readonly reason: string | null;
  readonly subjectId: number | null;
  readonly episodeId: number | null;
}

/** What a match was that is `changed` by now, and what it would be instead; null where that was not stored yet. */
export interface HeldBack {
  readonly previous: Promised;
  readonly instead: Outcome | null;
}

export const promised: z.ZodType<Promised> = z.object({
  subjectId: z.int(),
  episodeId: z.int().nullable(),
  idMapVersion: z.string(),
  decidedAt: z.string(),
});

const outcome: z.ZodType<Outcome> = z.object({
  kind: z.enum(['matched', 'parked', 'excluded']),
  reason: z.string().nullable(),
  subjectId: z.int().nullable(),
  episodeId: z.int().nullable(),
});

/** Of a stored match; null where nothing is held back. */
export function heldBackOf(stored: {
  readonly previous: unknown;
  readonly instead: unknown;
}): HeldBack | null {
  const previous = promised.nullable().parse(stored.previous);
  return previous === null ? null : { previous, instead: outcome.nullable().parse(stored.instead) };
}

export function outcomeOf(decision: Decision): Outcome {
  switch (decision.kind) {
    case 'matched': {
      const { kind, subjectId, episodeId } = decision;
      return { kind, reason: null, subjectId, episodeId };
    }
    case 'parked': {
      const { kind, reason, subjectId } = decision;
      return { kind, reason, subjectId, episodeId: null };
    }
    case 'excluded': {
      const { kind, reason } = decision;
      return { kind, reason, subjectId: null, episodeId: null };
    }
  }
}
