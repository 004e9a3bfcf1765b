import type { Database } from '../../../platform/database/index.js';
import { createPlayCounts, createWaitingCounts } from './count-plays.js';
import { createPlayDecisions } from './decided-plays.js';
import { createPlayRelease } from './release-plays.js';
import { createSubjectPlays } from './subject-plays.js';

export type PlayStore = ReturnType<typeof createPlayStore>;

/** The ledger. Every method is safe to repeat: it moves only plays that stand where the move begins. */
export const createPlayStore = ({ db }: { readonly db: Database }) => ({
  ...createPlayCounts(db),
  ...createWaitingCounts(db),
  ...createPlayRelease(db),
  ...createPlayDecisions(db),
  ...createSubjectPlays(db),
});
