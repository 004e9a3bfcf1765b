import type { Answer } from './answer.js';
import { askBangumi } from './ask-bangumi.js';
import type { AskBangumi } from './ask-bangumi.js';
import { askTrakt } from './ask-trakt.js';
import type { AskTrakt } from './ask-trakt.js';
import type { Ask } from './facts.js';

export interface AskUpstream {
  readonly bangumi: AskBangumi;
  readonly trakt: AskTrakt;
}

/** Asks whoever can tell. Throws UpstreamError: a question without an answer is never taken for an empty one. */
export const askUpstream = (ask: Ask, asking: AskUpstream, at: Date): Promise<Answer> =>
  ask.kind === 'titles' ? askTrakt(ask, asking.trakt, at) : askBangumi(ask, asking.bangumi, at);
