import { listPlays, type PlayFilter } from '../ledger/list-plays.js';
import { explainPlay, type ExplainPlay, type ExplainingDeps } from './explain-play.js';

/** What people ask about single plays. Reading only. */
export const createExplaining = (deps: ExplainingDeps) => ({
  list: (userId: string, filter: PlayFilter) => listPlays(deps.db, userId, filter),
  explain: (wish: ExplainPlay) => explainPlay(deps, wish),
});
