import type { Refusal } from '../ledger/subject-plays.js';

const day = 24;

/** What Bangumi can refuse, and how long it is then left alone. */
export const refusals = {
  /** It takes no marks, or does not show them: a fault of a moment, or one that somebody has to mend. */
  subject: { reason: 'refused', first: 1, longest: day },
  /** Locked, merged or deleted since it was matched: matched anew with what Bangumi says by then. */
  gone: { reason: 'refused', first: day, longest: 30 * day },
  /** The subject is there, but no longer has the episode's row. */
  rowGone: { reason: 'episode-missing', first: day, longest: 30 * day },
} as const satisfies Readonly<Record<string, Refusal>>;
